// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option/option_table.h"

namespace netkit::cli {

/// What --help says of a command apart from its options.
struct CommandInfo {
  std::string_view name;  ///< "listen", "blocklist check"; of netkit itself ""
  std::string_view summary;
  std::string_view usage;
  std::array<std::string_view, 2> examples;
  std::string_view notes = "";  ///< at the end

  /// The last word of its name: "check".
  std::string_view own_name() const { return name.substr(name.find(' ') + 1); }
};

/// A command as the help and the completions see it: one that runs, one that has verbs, or netkit itself.
struct CommandOutline {
  CommandInfo info;
  OptionTable options;
  std::vector<CommandInfo> subcommands;
};

}  // namespace netkit::cli
