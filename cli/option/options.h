// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/option/option_table.h"
#include "cli/option/settings.h"

namespace netkit::cli {

// The options of each command, bound to where their values go: the tables outlive nothing but the settings.

OptionTable listen_options(Settings& settings);
OptionTable connect_options(Settings& settings);
OptionTable echo_options(Settings& settings);
OptionTable check_ip_options(Settings& settings);

/// Why --reset and Unix-domain sockets do not go together.
inline constexpr std::string_view no_reset_on_unix_sockets =
    "--reset: a Unix-domain socket cannot be reset (ERR_INVALID_HANDLE_TYPE)";

/// What no single option can know: which exclude each other. More options never cure it. Throws UsageError.
void check_conflicts(const Settings& settings);
/// The same, and that what an option needs is there.
void check_settings(const Settings& settings);

}  // namespace netkit::cli
