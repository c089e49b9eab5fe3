// SPDX-License-Identifier: MIT
#include "cli/help.h"

#include <fmt/core.h>

#include <algorithm>

namespace netkit::cli {
namespace {

constexpr std::size_t help_column = 34;

std::string spelled(const OptionRow& row) {
  if (row.takes == OptionRow::Takes::yes_or_no) return "      --[no-]" + row.long_name().substr(2);
  const auto comma = row.names.find(',');
  std::string text = comma == std::string::npos
                         ? "    " + row.names
                         : row.names.substr(0, comma) + ", " + row.names.substr(comma + 1);
  if (row.takes == OptionRow::Takes::value) text += " " + row.metavar;
  if (row.takes == OptionRow::Takes::optional_value) text += "[=" + row.metavar + "]";
  return "  " + text;
}

std::string row_text(const OptionRow& row) {
  const std::string option = spelled(row);
  if (option.size() + 2 <= help_column) return fmt::format("{:<{}}{}\n", option, help_column, row.help);
  return fmt::format("{}\n{:<{}}{}\n", option, "", help_column, row.help);
}

std::string usage_lines(std::span<const CommandInfo> commands, int width) {
  std::string text;
  for (const CommandInfo& command : commands) {
    text += fmt::format("  netkit {:<{}} {}\n", command.usage, width, command.summary);
  }
  return text;
}

}  // namespace

std::string family_help(const CommandInfo& family, std::span<const CommandInfo> verbs) {
  return fmt::format(
      "Usage: netkit {}\n{}\n\n{}\n"
      "LIST is -f FILE or --rule RULE, and may stand there several times; '-' is standard input.\n"
      "netkit {} VERB --help tells the options of each, netkit-{}(1) the rest.\n",
      family.usage, family.summary, usage_lines(verbs, 42), family.name, family.name);
}

std::string program_help(std::span<const CommandInfo> commands) {
  std::string text = "netkit: TCP and Unix-domain sockets at the command line\n\nUsage:\n";
  text += usage_lines(commands, 36);
  text +=
      "\nOptions:\n"
      "  -h, --help                             this text; after a command, the command's\n"
      "  -V, --version                          the version; with -v, that of the libraries too\n"
      "\nnetkit(1) and the manual page of each command, such as netkit-listen(1), tell the rest.\n";
  return text;
}

std::string command_help(const CommandInfo& command, const OptionTable& table) {
  std::string text = fmt::format("Usage: netkit {}\n{}\n", command.usage, command.summary);
  for (const OptionGroup& group : table) {
    text += fmt::format("\n{}\n", group.heading);
    for (const OptionRow& row : group.rows) text += row_text(row);
  }
  return text;
}

}  // namespace netkit::cli
