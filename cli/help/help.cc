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

std::string spelled(const Option& option) {
  using Takes = Option::Takes;
  if (option.takes == Takes::yes_or_no) return fmt::format("      --[no-]{}", option.bare_name());
  std::string text =
      fmt::format("  {:2}{} {}", option.letter, option.letter.empty() ? " " : ",", option.name);
  if (option.takes == Takes::value) text += fmt::format(" {}", option.metavar);
  if (option.takes == Takes::optional_value) text += fmt::format("[={}]", option.metavar);
  return text;
}

std::string options_text(std::span<const OptionGroup> groups, std::size_t width) {
  std::string text;
  std::string_view heading;
  for (const OptionGroup& group : groups) {
    if (group.heading != heading) text += fmt::format("\n{}\n", group.heading);
    heading = group.heading;
    for (const Option& option : group.options)
      text += entry(spelled(option), option.help, option_column, width);
  }
  return text;
}

}  // namespace

std::string help_text(const CommandRow& command, std::span<const CommandRow> all, std::size_t width) {
  std::string text =
      fmt::format("Usage: netkit {}\n{}\n\nExamples:\n", command.usage, wrapped(command.summary, 0, width));
  for (const std::string_view example : command.examples) text += fmt::format("  $ {}\n", example);
  if (command.run == nullptr) text += "\nCommands:\n";
  for (const CommandRow& each : commands_below(command, all)) {
    text += entry(fmt::format("  netkit {}", each.usage), each.summary, command_column, width);
  }
  text += options_text(command.options, width);
  if (!command.notes.empty()) text += fmt::format("\n{}\n", wrapped(command.notes, 0, width));
  return text;
}

}  // namespace netkit::cli
