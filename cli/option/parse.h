// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command/command_row.h"

namespace netkit::cli {

/// A command's arguments, told apart.
struct ParsedArguments {
  std::vector<GivenOption> options;  ///< in the order of the command's rows
  std::vector<std::string> operands;
};

/// Which of the command's options are given, and what are operands. What stands behind "--" is an operand.
/// Throws UsageError.
ParsedArguments parse_arguments(const std::vector<std::string>& arguments, const CommandRow& command);

/// "2.1.2", of CLI11.
std::string_view parser_version();

}  // namespace netkit::cli
