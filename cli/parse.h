// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/option_table.h"

namespace netkit::cli {

/// Applies the options among the arguments, and returns the operands. What stands behind "--" is an operand.
/// Throws UsageError.
std::vector<std::string> parse_arguments(const std::vector<std::string>& arguments, const OptionTable& table);

}  // namespace netkit::cli
