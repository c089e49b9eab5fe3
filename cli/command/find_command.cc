// SPDX-License-Identifier: MIT
#include "cli/command/find_command.h"

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "cli/command/table.h"
#include "cli/option/foreign_address.h"
#include "cli/option/location.h"
#include "cli/option/netcat_habits.h"
#include "cli/option/option_values.h"
#include "cli/option/read_settings.h"
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

/// "localhost 8150" and "localhost:8150" are what connect takes.
bool is_address(Arguments words) {
  const std::string_view first = words.front();
  return first.contains(':') || (words.size() > 1 && is_number(words[1]));
}

/// Throws UsageError if there is an address of another program among the words.
void refuse_foreign_address(Arguments words) {
  std::optional<ForeignAddress> found;
  for (const std::string& word : words) {
    auto foreign = read_foreign_address(word, "connect");
    if (foreign && (!found || found->words.empty())) found = std::move(foreign);
  }
  if (found) throw UsageError(fmt::format("no command, but {}: {}", found->kind, found->advice()));
}

/// "did you mean 'netkit connect localhost 8150'?", or why that would be refused, too.
std::string suggest_line(const std::vector<std::string>& line) {
  const CommandRow& command = find_command(line);
  const std::string text = fmt::format("netkit {}", fmt::join(line, " "));
  try {
    const Settings settings = read_settings(command, {line.begin() + 1, line.end()});
    if (command.location != nullptr) (void)command.location(settings);
    return fmt::format("did you mean '{}'?", text);
  } catch (const UsageError& error) {
    return fmt::format("as '{}' it would be refused, too: {}", text, error.what());
  }
}

/// What else than a mistyped command the words can be; or "".
std::string meant_by(Arguments words) {
  const std::string& first = words.front();
  if (first == "version") return "did you mean 'netkit --version'?";
  if (first == "help") return fmt::format("did you mean '{} --help'?", find_command(words.subspan(1)).call());
  if (is_number(first))
    return fmt::format("did you mean 'netkit listen {0}' or 'netkit connect {0}'?", first);
  if (!is_address(words)) return "";
  std::vector<std::string> line{"connect"};
  line.insert(line.end(), words.begin(), words.end());
  return suggest_line(line);
}

/// The name of the command below this one that is spelled nearly like the word: "blocklist check"; or "".
std::string_view nearest_below(const CommandRow& command, std::string_view word) {
  const auto close = nearest(word, names_below(command));
  for (const CommandRow& each : commands_below(command, all_commands())) {
    if (close == each.own_name()) return each.name;
  }
  return "";
}

std::string_view kind_of_name_below(const CommandRow& command) {
  return command.name.empty() ? "command" : "verb";
}

[[noreturn]] void refuse_word(const CommandRow& command, Arguments words) {
  const std::string_view near = nearest_below(command, words.front());
  std::string meant = near.empty() ? "" : fmt::format("did you mean {}?", near);
  if (meant.empty() && command.name.empty()) {
    refuse_foreign_address(words);
    meant = meant_by(words);
  }
  throw UsageError(
      fmt::format("unknown {} '{}'{}", kind_of_name_below(command), words.front(),
                  meant.empty() ? fmt::format(" (see {} --help)", command.call()) : ": " + meant));
}

[[noreturn]] void refuse_no_word(const CommandRow& command, Arguments words) {
  throw UsageError(fmt::format("no {}{}: {} (see {} --help)", kind_of_name_below(command),
                               words.empty() ? "" : " before " + words.front(),
                               alternatives(names_below(command)), command.call()));
}

/// What a command line that begins with options can be: with the command that stands behind them at its
/// beginning, "listen -v 80", or netcat's.
std::vector<std::string> with_command(Arguments words) {
  const auto command = std::ranges::find_if(
      words, [](const std::string& word) { return find_command(Arguments(&word, 1)).run != nullptr; });
  if (command == words.end()) return read_as_netcat(words);
  std::vector<std::string> line{*command};
  line.insert(line.end(), words.begin(), command);
  line.insert(line.end(), command + 1, words.end());
  return line;
}

}  // namespace

const CommandRow& find_command(std::span<const std::string> arguments) {
  return find_below(all_commands().front(), arguments);
}

void refuse_option_of_commands(std::span<const std::string> arguments) {
  refuse_foreign_address(arguments);
  const std::vector<std::string> line = with_command(arguments);
  const auto options = find_command(line).options;
  for (const std::string& word : line) {
    const auto unknown = unknown_option(word, options);
    if (!unknown) continue;
    const auto answer = answer_to_habit(*unknown);
    if (!answer) return;
    throw UsageError(fmt::format("unknown option {}: {}", *unknown, *answer));
  }
  throw UsageError("no command: " + suggest_line(line));
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
