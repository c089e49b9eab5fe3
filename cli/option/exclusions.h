// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "cli/option/option.h"
#include "cli/option/settings.h"

namespace netkit::cli {

/// Why --reset and Unix-domain sockets do not go together.
inline constexpr std::string_view no_reset_on_unix_sockets =
    "--reset: a Unix-domain socket cannot be reset (ERR_INVALID_HANDLE_TYPE)";

enum class Stage {
  more_may_come,  ///< refuse only what further options cannot cure
  complete,
};

/// Checks what no single option can know: that what was given goes together, and that each option has what it
/// needs. Throws UsageError.
void check_exclusions(const Settings& settings, std::span<const OptionGroup> groups,
                      std::span<const GivenOption> given, Stage stage);

}  // namespace netkit::cli
