// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command/command_row.h"

namespace netkit::cli {

/// What a variable gives: an option, a repeatable one perhaps several times.
struct FromVariable {
  std::string variable;              ///< "NETKIT_LISTEN_BACKLOG"
  std::vector<GivenOption> options;  ///< empty: nothing
};

/// The variables that are named as those of this command: most runs have none.
std::vector<std::string> variables_of(std::string_view command);

/// What the environment says of a command's option: flags are 1, 0, on or off; a repeatable option has one
/// value a line; an empty variable is unset. Throws UsageError, which names the variable, for a flag that is
/// none of these; other values are not looked at.
FromVariable from_environment(std::string_view command, const Option& option);

/// A line for each variable that gives no option of any command and is named as those of this command, or
/// nearly: NETKIT_LISTEN_KEEPOPEN, NETKIT_LITSEN_KEEP_OPEN.
std::vector<std::string> complaints_about_variables(const CommandRow& command,
                                                    std::span<const CommandRow> all);

}  // namespace netkit::cli
