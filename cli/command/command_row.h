// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <ranges>
#include <span>
#include <string>
#include <string_view>

#include "cli/option/option.h"

namespace netkit::cli {

struct Location;

/// One command: what --help says of it, its options, and what it does. Static data, as its options are.
struct CommandRow {
  std::string_view name;  ///< "listen", "blocklist check"; of netkit itself ""
  std::string_view summary;
  std::string_view usage;
  std::array<std::string_view, 2> examples;
  std::string_view notes = "";  ///< at the end of --help
  std::span<const OptionGroup> options;
  Location (*location)(const Settings&) = nullptr;  ///< null: its operands are not an address
  int (*run)(const Settings&) = nullptr;            ///< null: there are commands below it

  /// What is typed to run it: "netkit blocklist check".
  std::string call() const { return std::string(name.empty() ? "netkit" : "netkit ").append(name); }
  /// The last word of its name: "check".
  constexpr std::string_view own_name() const { return name.substr(name.rfind(' ') + 1); }
  constexpr std::size_t words() const {
    return name.empty() ? 0 : 1 + static_cast<std::size_t>(std::ranges::count(name, ' '));
  }
  /// Whether it is one of the other's commands, as "blocklist check" is of "blocklist", and that of netkit.
  constexpr bool is_below(const CommandRow& other) const {
    if (words() != other.words() + 1) return false;
    return other.name.empty() || name.starts_with(other.name);
  }
};

/// Those of `all` that are below the command.
inline auto commands_below(const CommandRow& command, std::span<const CommandRow> all) {
  return all | std::views::filter([&command](const CommandRow& each) { return each.is_below(command); });
}

}  // namespace netkit::cli
