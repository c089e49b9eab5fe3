// SPDX-License-Identifier: MIT
#include "cli/option/environment.h"

#include <fmt/core.h>
#include <netkit/base/ascii.h>
#include <netkit/base/text_lines.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "cli/option/option_values.h"
#include "cli/option/value_hint.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

char to_upper(char c) {
  return is_letter(c) ? static_cast<char>(c & ~0x20) : c;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = without_carriage_return(text.substr(0, end));
    if (!line.empty()) lines.emplace_back(line);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

std::optional<bool> parse_switch(std::string_view text) {
  if (text == "1" || text == "on") return true;
  if (text == "0" || text == "off") return false;
  return std::nullopt;
}

bool switched_on(const std::string& variable, std::string_view text) {
  const auto on = parse_switch(text);
  if (on) return *on;
  constexpr std::array<std::string_view, 4> words{"1", "0", "on", "off"};
  throw UsageError(fmt::format("{}: '{}' is not valid: choose {}{}", variable, text, alternatives(words),
                               suggestion(text, std::span(words).last(2))));
}

/// Whether the word is one of those that the option itself names, as --half-open does "off".
bool is_own_word(const Option& option, const std::string& word) {
  const ValueHint offer = hint_for(option.metavar);
  return std::ranges::find(offer.words, word) != offer.words.end();
}

/// The option's value; nothing where the variable says that it is not given.
std::optional<std::string> value_of(const Option& option, const std::string& variable,
                                    const std::string& text) {
  switch (option.takes) {
    case Takes::nothing:
      return switched_on(variable, text) ? std::optional("") : std::nullopt;
    case Takes::yes_or_no:
      return switched_on(variable, text) ? "on" : "off";
    case Takes::optional_value:
      if (const auto on = parse_switch(text); on && !is_own_word(option, text)) {
        return *on ? std::optional("") : std::nullopt;
      }
      return text;
    case Takes::value:
      return text;
  }
  return std::nullopt;
}

/// "NETKIT_LISTEN_KEEP_OPEN" of "listen" and "keep-open".
std::string variable_name(std::string_view command, std::string_view bare_name) {
  std::string name = fmt::format("NETKIT_{}_{}", command, bare_name);
  for (char& c : name) c = c == '-' || c == ' ' ? '_' : to_upper(c);
  return name;
}

std::string text_of(const std::string& variable) {
  const char* const text = std::getenv(variable.c_str());
  return text == nullptr ? "" : text;
}

// --no-NAME has a variable as well.
FromVariable negation_from_environment(std::string_view command, const Option& option) {
  FromVariable from{variable_name(command, fmt::format("no-{}", option.bare_name())), {}};
  const std::string text = text_of(from.variable);
  if (!text.empty()) from.options.push_back({&option, switched_on(from.variable, text) ? "off" : "on"});
  return from;
}

std::vector<std::string> variables_with_prefix(std::string_view prefix) {
  std::vector<std::string> names;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    if (variable.starts_with(prefix)) names.emplace_back(variable.substr(0, variable.find('=')));
  }
  return names;
}

std::vector<std::string> known_variables(const CommandRow& command) {
  std::vector<std::string> names;
  for (const Option& option : options_of(command.options)) {
    for (const std::string& spelling : option.spellings()) {
      if (spelling.starts_with("--")) names.push_back(variable_name(command.name, spelling.substr(2)));
    }
  }
  return names;
}

}  // namespace

std::vector<std::string> variables_of(std::string_view command) {
  return variables_with_prefix(variable_name(command, ""));
}

FromVariable from_environment(std::string_view command, const Option& option) {
  FromVariable from{variable_name(command, option.bare_name()), {}};
  const std::string text = text_of(from.variable);
  if (text.empty() && option.takes == Takes::yes_or_no) return negation_from_environment(command, option);
  if (text.empty() || option.name == "--help") return from;
  const std::vector<std::string> values = option.repeatable ? lines_of(text) : std::vector{text};
  for (const std::string& each : values) {
    if (auto value = value_of(option, from.variable, each)) from.options.push_back({&option, *value});
  }
  return from;
}

std::vector<std::string> complaints_about_variables(const CommandRow& command,
                                                    std::span<const CommandRow> all) {
  std::vector<std::string> complaints;
  const std::string prefix = variable_name(command.name, "");
  for (const std::string& name : variables_with_prefix("NETKIT_")) {
    const auto has_it = [&name](const CommandRow& row) {
      return std::ranges::count(known_variables(row), name) > 0;
    };
    if (std::ranges::any_of(all, has_it)) continue;
    const std::vector<std::string> names = known_variables(command);
    const std::string meant = suggestion(name, std::vector<std::string_view>(names.begin(), names.end()));
    if (meant.empty() && !name.starts_with(prefix)) continue;
    complaints.push_back(fmt::format("{} is not a variable of {}{}", name, command.call(), meant));
  }
  return complaints;
}

}  // namespace netkit::cli
