// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "cli/command/command_row.h"

namespace netkit::cli {

/// The command that the first words name; netkit itself if they name none.
const CommandRow& find_command(std::span<const std::string> arguments);

/// Why these words name no command that can be run, and what to type instead. Throws UsageError.
[[noreturn]] void refuse_command(std::span<const std::string> arguments);

/// The same for words that begin with an option which a command or netcat has. Returns if neither has it.
void refuse_option_of_commands(std::span<const std::string> arguments);

}  // namespace netkit::cli
