// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/option/option.h"
#include "cli/option/settings.h"

namespace netkit::cli {

/// Stores what connections are joined to, and that `option` says so with `value`. Throws UsageError if
/// another option has said something else.
void join(Settings& settings, const Option& option, Joined to, std::string_view value = "");

/// The same for options that only probe; several may be given.
void join_nothing(Settings& settings, const Option& option);

}  // namespace netkit::cli
