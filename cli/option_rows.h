// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/option_table.h"
#include "cli/settings.h"

namespace netkit::cli {

// Rows for the kinds of option there are. Each refuses bad values with a line that names the value, what
// would be right, and where there is one the nearest right spelling.

OptionRow flag(std::string names, std::string help, bool& target);
OptionRow duration(std::string names, std::string help, std::optional<Duration>& target);
OptionRow text(std::string names, std::string metavar, std::string help, OptionRow::Apply apply);
OptionRow action(std::string names, std::string help, std::function<void()> apply);
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

/// One of some words.
template <typename Value>
using Choices = std::vector<std::pair<std::string_view, Value>>;
[[noreturn]] void refuse_choice(std::string_view option, std::string_view value,
                                const std::vector<std::string_view>& words);

template <typename Value>
Value choice_value(std::string_view option, std::string_view value, const Choices<Value>& choices) {
  std::vector<std::string_view> words;
  for (const auto& [word, meaning] : choices) {
    if (word == value) return meaning;
    words.push_back(word);
  }
  refuse_choice(option, value, words);
}

}  // namespace netkit::cli
