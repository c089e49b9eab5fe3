// SPDX-License-Identifier: MIT
#include "cli/command/find_command.h"

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <vector>

#include "cli/command/table.h"
#include "cli/option/netcat_habits.h"
#include "cli/option/option_values.h"
#include "cli/option/suggest.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Arguments = std::span<const std::string>;

/// The one among those below `command` that the words name, or that is named by one of those; or itself.
const CommandRow& find_below(const CommandRow& command, Arguments words) {
  if (words.empty()) return command;
  for (const CommandRow& each : commands_below(command, all_commands())) {
    if (each.own_name() == words.front()) return find_below(each, words.subspan(1));
  }
  return command;
}

std::vector<std::string_view> names_below(const CommandRow& command) {
  std::vector<std::string_view> names;
  for (const CommandRow& each : commands_below(command, all_commands())) names.push_back(each.own_name());
  return names;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

/// "localhost 8150" and "localhost:8150" are what connect takes.
bool is_address(Arguments words) {
  const std::string_view first = words.front();
  return first.contains(':') || (words.size() > 1 && is_number(words[1]));
}

/// What else than a mistyped command the words can be: "'netkit connect localhost 8150'"; or "".
std::string meant_by(Arguments words) {
  const std::string& first = words.front();
  if (first == "version") return "'netkit --version'";
  if (first == "help") {
    const CommandRow& command = find_command(words.subspan(1));
    return fmt::format("'netkit {}{}--help'", command.name, command.name.empty() ? "" : " ");
  }
  if (is_number(first)) return fmt::format("'netkit listen {0}' or 'netkit connect {0}'", first);
  return is_address(words) ? fmt::format("'netkit connect {}'", fmt::join(words, " ")) : "";
}

[[noreturn]] void refuse_word(const CommandRow& command, Arguments words) {
  const std::vector<std::string_view> names = names_below(command);
  const bool is_program = command.name.empty();
  std::string meant;
  if (const auto close = nearest(words.front(), names)) {
    meant = fmt::format("{}{}{}", command.name, is_program ? "" : " ", *close);
  } else if (is_program) {
    meant = meant_by(words);
  }
  throw UsageError(
      fmt::format("unknown {} '{}'{}", is_program ? "command" : "verb", words.front(),
                  meant.empty() ? fmt::format(" (see netkit {}{}--help)", command.name, is_program ? "" : " ")
                                : fmt::format(": did you mean {}?", meant)));
}

[[noreturn]] void refuse_no_word(const CommandRow& command, Arguments words) {
  throw UsageError(
      fmt::format("no {}{}: {} (see netkit {}{}--help)", command.name.empty() ? "command" : "verb",
                  words.empty() ? "" : " before " + words.front(), alternatives(names_below(command)),
                  command.name, command.name.empty() ? "" : " "));
}

/// A command may stand behind options: "-v listen 80".
NetcatLine read_line(Arguments words) {
  const auto command = std::ranges::find_if(
      words, [](const std::string& word) { return find_command(Arguments(&word, 1)).run != nullptr; });
  if (command == words.end()) return read_as_netcat(words);
  NetcatLine line{find_command(Arguments(&*command, 1)).name, {words.begin(), command}};
  line.words.insert(line.words.end(), command + 1, words.end());
  return line;
}

}  // namespace

const CommandRow& find_command(std::span<const std::string> arguments) {
  return find_below(all_commands().front(), arguments);
}

void refuse_option_of_commands(std::span<const std::string> arguments) {
  const NetcatLine line = read_line(arguments);
  const std::string name(line.command);
  const auto& options = find_command(Arguments(&name, 1)).options;
  for (const std::string& word : line.words) {
    const auto unknown = unknown_option(word, options);
    if (!unknown) continue;
    if (const auto answer = answer_to_habit(*unknown))
      throw UsageError(fmt::format("unknown option {}: {}", *unknown, *answer));
    return;
  }
  throw UsageError(fmt::format("no command: did you mean '{}'?", line.text()));
}

void refuse_command(std::span<const std::string> arguments) {
  const CommandRow& command = find_command(arguments);
  const Arguments rest = arguments.subspan(command.words());
  if (rest.empty()) refuse_no_word(command, rest);
  if (!rest.front().starts_with('-')) refuse_word(command, rest);
  if (command.name.empty() && rest.size() > 1) refuse_option_of_commands(rest);
  refuse_no_word(command, rest);
}

}  // namespace netkit::cli
