// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option_table.h"
#include "cli/settings.h"

namespace netkit::cli {

// The options of each command, bound to where their values go: the tables outlive nothing but the settings.

OptionTable listen_options(Settings& settings);
OptionTable connect_options(Settings& settings);
OptionTable echo_options(Settings& settings);

/// What no single option can know: which exclude each other. Throws UsageError.
void check_settings(const Settings& settings);

}  // namespace netkit::cli
