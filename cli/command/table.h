// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "cli/help/command_outline.h"
#include "cli/option/location.h"
#include "cli/option/option_table.h"
#include "cli/option/settings.h"

namespace netkit::cli {

/// One command: what --help says of it, its options and what it does.
struct Subcommand {
  CommandInfo info;
  OptionTable (*options)(Settings&);
  Location (*where)(const Settings&);  // null: its operands are no address
  int (*run)(const Settings&);

  bool is_verb() const { return info.name.contains(' '); }  ///< "blocklist check" has a name of two words
  std::size_t words() const { return is_verb() ? 2 : 1; }
  bool is_named_by(std::span<const std::string> arguments) const;
};

/// The command that the first words name; null if there is none.
const Subcommand* find_subcommand(std::span<const std::string> arguments);

/// What the first words name: a command, blocklist, or else netkit itself.
CommandOutline outline_for(std::span<const std::string> arguments);
/// Of netkit itself and all commands.
std::vector<CommandOutline> all_outlines();

/// Why the first words name no command. Throws UsageError.
[[noreturn]] void refuse_command(std::span<const std::string> arguments);

}  // namespace netkit::cli
