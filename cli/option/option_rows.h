// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/option/option_table.h"
#include "cli/option/settings.h"
#include "cli/option/value_hint.h"

namespace netkit::cli {

// Rows for the kinds of option there are. Each refuses bad values with a line that names the value, what
// would be right, and where there is one the nearest right spelling.

OptionRow flag(std::string names, std::string_view help, bool& target);
OptionRow duration(std::string names, std::string_view help, std::optional<Duration>& target);
OptionRow text(std::string names, std::string metavar, std::string_view help, OptionRow::Apply apply);
OptionRow action(std::string names, std::string_view help, std::function<void()> apply);
OptionRow help_row();
OptionRow repeatable(OptionRow row);
/// That the option was given is noted: it means nothing together with some other.
OptionRow noted(OptionRow row, std::vector<std::string>& given);
/// The same for what means nothing on an inherited socket, and for what besides means nothing without TCP.
OptionRow for_new_socket(OptionRow row, CommonSettings& common);
OptionRow for_new_tcp_socket(OptionRow row, CommonSettings& common);

Duration duration_value(std::string_view option, std::string_view value);
std::uint64_t count_value(std::string_view option, std::string_view value, std::uint64_t least,
                          std::uint64_t most);
std::uint64_t size_value(std::string_view option, std::string_view value, std::uint64_t least,
                         std::uint64_t most);

/// Some words, and what each means.
template <typename Value>
using Choices = std::vector<std::pair<std::string_view, Value>>;
/// "; did you mean hex?", if one of them is near.
std::string suggestion(std::string_view value, std::span<const std::string_view> words);
[[noreturn]] void refuse_choice(std::string_view option, std::string_view value,
                                const std::vector<std::string_view>& words);

template <typename Value>
std::vector<std::string_view> words_of(const Choices<Value>& choices) {
  std::vector<std::string_view> words;
  for (const auto& [word, meaning] : choices) words.push_back(word);
  return words;
}

template <typename Value>
Value choice_value(std::string_view option, std::string_view value, const Choices<Value>& choices) {
  for (const auto& [word, meaning] : choices) {
    if (word == value) return meaning;
  }
  refuse_choice(option, value, words_of(choices));
}

/// One of some words, which --help shows and completion offers.
template <typename Value, typename Target>
OptionRow choice(std::string names, std::string_view help, Choices<Value> choices, Target& target) {
  const std::string option = names.substr(names.find("--"));
  std::string metavar = joined(words_of(choices), "|");
  return text(std::move(names), std::move(metavar), help,
              [&target, option, choices = std::move(choices)](std::string_view value) {
                target = choice_value(option, value, choices);
              });
}

}  // namespace netkit::cli
