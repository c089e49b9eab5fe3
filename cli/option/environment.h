// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/option/option.h"

namespace netkit::cli {

/// What a variable gives: an option, a repeatable one perhaps several times.
struct FromVariable {
  std::string variable;              ///< "NETKIT_LISTEN_BACKLOG"
  std::vector<GivenOption> options;  ///< empty: nothing
};

/// Whether any variable may be about this command: most runs have none to look for.
bool has_variables(std::string_view command);

/// What the environment says of a command's option: flags are 1, 0, on or off; a repeatable option has one
/// value a line; an empty variable is unset. Throws UsageError, which names the variable, for a flag that is
/// none of these; other values are not looked at.
FromVariable from_environment(std::string_view command, const Option& option);

}  // namespace netkit::cli
