// SPDX-License-Identifier: MIT
#pragma once

#include <span>
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

std::string program_help(std::span<const CommandInfo> commands);
/// Of commands whose first word is the same.
std::string family_help(const CommandInfo& family, std::span<const CommandInfo> verbs);
std::string command_help(const CommandInfo& command, const OptionTable& table);

}  // namespace netkit::cli
