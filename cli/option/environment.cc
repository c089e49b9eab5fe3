// SPDX-License-Identifier: MIT
#include "cli/option/environment.h"

#include <fmt/core.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "cli/option/option_rows.h"
#include "cli/option/value_hint.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = OptionRow::Takes;

char to_upper(char c) {
  return is_letter(c) ? static_cast<char>(c & ~0x20) : c;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
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
  constexpr std::array<std::string_view, 2> words{"on", "off"};
  throw UsageError(
      fmt::format("{}: '{}' is none of 1, 0, on, off{}", variable, text, suggestion(text, words)));
}

/// Whether the word is one of those that the option itself names, as --half-open does "off".
bool is_own_word(const OptionRow& row, const std::string& word) {
  const ValueHint offer = hint_for(row.metavar);
  return std::ranges::find(offer.words, word) != offer.words.end();
}

/// The option's value; nothing where the variable says that it is not given.
std::optional<std::string> value_of(const OptionRow& row, const std::string& variable,
                                    const std::string& text) {
  switch (row.takes) {
    case Takes::nothing:
      return switched_on(variable, text) ? std::optional("") : std::nullopt;
    case Takes::yes_or_no:
      return switched_on(variable, text) ? "on" : "off";
    case Takes::optional_value:
      if (const auto on = parse_switch(text); on && !is_own_word(row, text)) {
        return *on ? std::optional("") : std::nullopt;
      }
      return text;
    case Takes::value:
      return text;
  }
  return std::nullopt;
}

std::string variable_name(std::string_view command, std::string_view option) {
  std::string name = fmt::format("NETKIT_{}_{}", command, option.substr(2));
  for (char& c : name) c = c == '-' || c == ' ' ? '_' : to_upper(c);
  return name;
}

std::string text_of(const std::string& variable) {
  const char* const text = std::getenv(variable.c_str());
  return text == nullptr ? "" : text;
}

// --no-NAME has a variable as well.
FromVariable negation_from_environment(std::string_view command, const OptionRow& row) {
  FromVariable from{variable_name(command, "--no-" + row.long_name().substr(2)), {}};
  const std::string text = text_of(from.variable);
  if (!text.empty()) {
    from.options.push_back({row.long_name(), switched_on(from.variable, text) ? "off" : "on"});
  }
  return from;
}

}  // namespace

FromVariable from_environment(std::string_view command, const OptionRow& row) {
  FromVariable from{variable_name(command, row.long_name()), {}};
  const std::string text = text_of(from.variable);
  if (text.empty() && row.takes == Takes::yes_or_no) return negation_from_environment(command, row);
  if (text.empty() || row.long_name() == "--help") return from;
  const std::vector<std::string> values = row.repeatable ? lines_of(text) : std::vector{text};
  for (const std::string& each : values) {
    if (auto value = value_of(row, from.variable, each)) {
      from.options.push_back({row.long_name(), std::move(*value)});
    }
  }
  return from;
}

}  // namespace netkit::cli
