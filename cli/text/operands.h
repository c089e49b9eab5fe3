// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/report/exit_status.h"
#include "cli/report/output.h"
#include "cli/text/line_reader.h"

namespace netkit::cli {

/// Goes through the operands, and where one is "-" through the lines of stdin: what was written to `output`
/// about a line goes out before more lines are waited for. How the program ends where reading or writing has
/// failed.
std::optional<Exit> each_operand(const std::vector<std::string>& operands, Output& output,
                                 const std::function<void(const Line& line)>& use);

}  // namespace netkit::cli
