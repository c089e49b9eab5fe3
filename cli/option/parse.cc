// SPDX-License-Identifier: MIT
// The only file that knows CLI11. It splits the words of a command line: options, clusters of letters, values
// and operands. What an option is and does, the help, the environment and all messages are not its business.
#include "cli/option/parse.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "cli/option/netcat_habits.h"
#include "cli/option/suggest.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;
using Bound = std::vector<std::pair<const Option*, CLI::Option*>>;

bool looks_like_option(std::string_view argument) {
  return argument.size() > 1 && argument.front() == '-';
}

// Generous: a long name somewhere in a long option, a letter anywhere behind one dash.
bool could_match(std::string_view argument, const Option& option) {
  if (argument.starts_with("--")) return argument.contains(option.bare_name());
  return argument.starts_with('-') && !option.letter.empty() && argument.substr(1).contains(option.letter[1]);
}

/// "-k,--keep-open", as CLI11 wants it.
std::string names_of(const Option& option) {
  return option.letter.empty() ? std::string(option.name) : fmt::format("{},{}", option.letter, option.name);
}

CLI::Option* add(CLI::App& app, const Option& option) {
  const std::string names = names_of(option);
  switch (option.takes) {
    case Takes::nothing:
      return app.add_flag(names)->disable_flag_override();
    case Takes::optional_value:
      // Only a flag leaves the operand behind it alone.
      return app.add_flag(names + "{}");
    case Takes::yes_or_no:
      return app.add_flag(fmt::format("{},!--no-{}", names, option.bare_name()))->disable_flag_override();
    case Takes::value:
      return app.add_option(names)->expected(1)->allow_extra_args(false)->take_all();
  }
  return nullptr;
}

std::optional<std::string> nearest_option(std::string_view typed, const CommandRow& command) {
  std::vector<std::string> spellings;
  for (const Option& option : options_of(command.options)) {
    for (std::string& spelling : option.spellings()) spellings.push_back(std::move(spelling));
  }
  const std::vector<std::string_view> known(spellings.begin(), spellings.end());
  const auto close = nearest(typed, known);
  return close ? std::optional(std::string(*close)) : std::nullopt;
}

bool has_unknown_option(const std::vector<std::string>& words, const CommandRow& command) {
  return std::ranges::any_of(words, [&command](const std::string& word) {
    return unknown_option(word, command.options).has_value();
  });
}

/// "; did you mean 'netkit listen -v 8124'?", where netcat's options are all that is wrong.
std::string in_words_of_netkit(const std::vector<std::string>& arguments, const CommandRow& command) {
  const std::vector<std::string> words = read_as_netcat(arguments, command.name);
  if (has_unknown_option(words, command)) return "";
  return fmt::format("; did you mean 'netkit {}'?", fmt::join(words, " "));
}

[[noreturn]] void refuse_unknown(std::string_view argument, const std::vector<std::string>& arguments,
                                 const CommandRow& command) {
  const bool is_long = argument.starts_with("--");
  const std::string_view typed = argument.substr(0, is_long ? argument.find('=') : 2);
  const bool is_for_sockets = command.location != nullptr || command.name.empty();
  if (const auto answer = is_for_sockets ? answer_to_habit(typed) : std::nullopt) {
    const std::string whole = command.location != nullptr ? in_words_of_netkit(arguments, command) : "";
    throw UsageError(fmt::format("unknown option {}: {}{}", typed, *answer, whole));
  }
  const auto close = is_long ? nearest_option(typed, command) : std::nullopt;
  throw UsageError(close ? fmt::format("unknown option {}: did you mean {}?", typed, *close)
                         : fmt::format("unknown option {} (see {} --help)", typed, command.call()));
}

void refuse_empty_value(const std::string& argument) {
  if (argument.starts_with("--") && argument.ends_with('=')) {
    throw UsageError(fmt::format("option {} has an empty value", argument.substr(0, argument.size() - 1)));
  }
}

// CLI11 compares each option with all before it, which takes longer than the rest of a short run: it gets
// only those that may have been typed.
Bound add_typed(CLI::App& app, const CommandRow& command, const std::vector<std::string>& typed) {
  Bound bound;
  for (const Option& option : options_of(command.options)) {
    const auto is_option = [&option](const std::string& argument) { return could_match(argument, option); };
    if (std::ranges::any_of(typed, is_option)) bound.emplace_back(&option, add(app, option));
  }
  return bound;
}

std::string value_of(const Option& option, const std::string& result) {
  if (option.takes == Takes::nothing) return {};
  if (option.takes == Takes::yes_or_no) return result == "true" ? "on" : "off";
  return result;
}

std::vector<GivenOption> given_options(const Bound& bound) {
  std::vector<GivenOption> given;
  for (const auto& [option, parsed] : bound) {
    for (const std::string& result : parsed->results()) given.push_back({option, value_of(*option, result)});
  }
  return given;
}

// CLI11's two complaints about a value in our words: "--backlog: 1 required TEXT missing" and
// "keep-open was given a disallowed flag override".
[[noreturn]] void refuse_value(const std::string& complaint) {
  if (complaint.contains("flag override")) {
    const std::string name = complaint.substr(0, complaint.find(' '));
    throw UsageError(fmt::format("option --{} takes no value", name));
  }
  throw UsageError(fmt::format("option {} needs a value", complaint.substr(0, complaint.find(':'))));
}

}  // namespace

ParsedArguments parse_arguments(const std::vector<std::string>& arguments, const CommandRow& command) {
  // Then CLI11 has nothing to do, and its beginnings are a part of a short run that counts.
  if (std::ranges::none_of(arguments, looks_like_option)) return {{}, arguments};
  const auto separator = std::ranges::find(arguments, "--");
  std::vector<std::string> options(arguments.begin(), separator);
  std::ranges::for_each(options, refuse_empty_value);
  if (command.location != nullptr) {
    for (const std::string& word : options) refuse_quit_time(word, command.options);
  }
  std::ranges::reverse(options);  // as CLI11 wants them

  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  const Bound bound = add_typed(app, command, options);
  try {
    app.parse(options);
  } catch (const CLI::ParseError& error) {
    refuse_value(error.what());
  }
  std::vector<std::string> operands = app.remaining();
  for (const std::string& operand : operands) {
    if (looks_like_option(operand)) refuse_unknown(operand, arguments, command);
  }
  if (separator != arguments.end()) operands.insert(operands.end(), std::next(separator), arguments.end());
  return {given_options(bound), std::move(operands)};
}

std::string_view parser_version() {
  return CLI11_VERSION;
}

}  // namespace netkit::cli
