// SPDX-License-Identifier: MIT
#include "cli/help/help.h"

#include <fmt/core.h>

#include <algorithm>

namespace netkit::cli {
namespace {

constexpr std::size_t option_column = 34;
constexpr std::size_t command_column = 40;

/// Breaks the text at blanks; all lines but the first are indented up to the column.
std::string wrapped(std::string_view text, std::size_t column, std::size_t width) {
  std::string lines;
  std::size_t at = column;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (at > column && at + 1 + word.size() > width) {
      lines += '\n' + std::string(column, ' ');
      at = column;
    } else if (at > column) {
      lines += ' ';
      ++at;
    }
    lines += word;
    at += word.size();
  }
  return lines;
}

/// What something is called, and in the column, on the next line if need be, what it does.
std::string entry(const std::string& name, std::string_view text, std::size_t column, std::size_t width) {
  const std::string explained = wrapped(text, column, width);
  if (name.size() + 2 <= column) return fmt::format("{:<{}}{}\n", name, column, explained);
  return fmt::format("{}\n{:<{}}{}\n", name, "", column, explained);
}

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

}  // namespace

std::string help_text(const CommandOutline& command, std::size_t width) {
  const CommandInfo& info = command.info;
  std::string text =
      fmt::format("Usage: netkit {}\n{}\n\nExamples:\n", info.usage, wrapped(info.summary, 0, width));
  for (const std::string_view example : info.examples) text += fmt::format("  $ {}\n", example);
  if (!command.subcommands.empty()) text += "\nCommands:\n";
  for (const CommandInfo& each : command.subcommands) {
    text += entry(fmt::format("  netkit {}", each.usage), each.summary, command_column, width);
  }
  for (const OptionGroup& group : command.options) {
    text += fmt::format("\n{}\n", group.heading);
    for (const OptionRow& row : group.rows) text += entry(spelled(row), row.help, option_column, width);
  }
  if (!info.notes.empty()) text += fmt::format("\n{}\n", wrapped(info.notes, 0, width));
  return text;
}

}  // namespace netkit::cli
