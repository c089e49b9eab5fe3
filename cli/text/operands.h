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

/// Calls `use` for each operand and, if one is "-", for each line of stdin. Flushes `output` before it waits
/// for more lines. Returns how the program ends if reading or writing has failed.
std::optional<Exit> each_operand(const std::vector<std::string>& operands, Output& output,
                                 const std::function<void(const Line& line)>& use);

}  // namespace netkit::cli
