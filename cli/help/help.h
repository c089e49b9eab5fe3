// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "cli/command/command_row.h"

namespace netkit::cli {

/// What --help prints of one command of `all`, in lines of at most `width`, except for words and examples
/// that are longer.
std::string help_text(const CommandRow& command, std::span<const CommandRow> all, std::size_t width);

/// That of the terminal that stdout is, or what COLUMNS says of it, within reason; 80 where it is none.
std::size_t help_width();

}  // namespace netkit::cli
