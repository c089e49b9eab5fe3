// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "cli/help/command_outline.h"

namespace netkit::cli {

/// What --help prints, in lines of at most `width`, except for words and examples that are longer.
std::string help_text(const CommandOutline& command, std::size_t width);

/// That of the terminal that stdout is, or what COLUMNS says of it, within reason; 80 where it is none.
std::size_t help_width();

}  // namespace netkit::cli
