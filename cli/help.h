// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "cli/option_table.h"

namespace netkit::cli {

/// One subcommand: its name, what it does, its usage line.
struct CommandInfo {
  std::string_view name;
  std::string_view summary;
  std::string_view usage;
};

std::string program_help(const CommandInfo* begin, const CommandInfo* end);
std::string command_help(const CommandInfo& command, const OptionTable& table);

}  // namespace netkit::cli
