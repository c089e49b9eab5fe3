// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/option/option_table.h"

namespace netkit::cli {

/// A command's arguments, told apart.
struct ParsedArguments {
  std::vector<GivenOption> options;
  std::vector<std::string> operands;
};

/// Which options stand there, and what are operands. What stands behind "--" is an operand. Throws
/// UsageError.
ParsedArguments parse_arguments(const std::vector<std::string>& arguments, const OptionTable& table);

}  // namespace netkit::cli
