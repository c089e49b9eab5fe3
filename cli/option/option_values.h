// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/tls_options.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "cli/option/option.h"
#include "cli/option/values.h"

namespace netkit::cli {

// The values of options. Each function throws UsageError for a bad value, with a line that names the option,
// the value, what would be right and, if there is one, the nearest right spelling.

/// The durations that an option takes, ends included.
struct DurationRange {
  std::chrono::milliseconds least{0};
  std::chrono::milliseconds most = longest_duration;
};
/// "a duration in 0s..3650d; write 250ms, 5s, 2m, 1h or 14d (a bare number is seconds)".
std::string duration_text(const DurationRange& range);

// 0 means none, for every option: no wait where the option waits, no limit where it limits.

/// How long to wait.
std::chrono::milliseconds duration_value(const Option& option, std::string_view value,
                                         const DurationRange& range = {});
/// How long something may take. Nothing for 0: no limit.
std::optional<std::chrono::milliseconds> limit_value(const Option& option, std::string_view value,
                                                     const DurationRange& range = {});
std::uint64_t count_value(const Option& option, std::string_view value, std::uint64_t least,
                          std::uint64_t most);
std::uint64_t size_value(const Option& option, std::string_view value, std::uint64_t least,
                         std::uint64_t most);

/// Adds what "sha256//BASE64[;sha256//BASE64...]" names.
void append_pins(std::vector<KeyPin>& to, const Option& option, std::string_view value);

/// A word, and what it means.
template <typename Meaning>
struct Choice {
  std::string_view word;
  Meaning meaning;
};

/// "a, b or c".
std::string alternatives(std::span<const std::string_view> words);
/// "; did you mean hex?", if one of the words is near.
std::string suggestion(std::string_view value, std::span<const std::string_view> words);
[[noreturn]] void refuse_choice(const Option& option, std::string_view value,
                                std::span<const std::string_view> words);

template <typename Meaning>
Meaning choice_value(const Option& option, std::string_view value,
                     std::type_identity_t<std::span<const Choice<Meaning>>> choices) {
  std::vector<std::string_view> words;
  for (const Choice<Meaning>& choice : choices) {
    if (choice.word == value) return choice.meaning;
    words.push_back(choice.word);
  }
  refuse_choice(option, value, words);
}

/// The words of the choices with the separator between them, as a metavar: "race|sequential".
template <const auto& choices, char separator = '|'>
constexpr auto metavar_storage = [] {
  constexpr std::size_t size = [] {
    std::size_t sum = std::size(choices) - 1;
    for (const auto& choice : choices) sum += choice.word.size();
    return sum;
  }();
  std::array<char, size> text{};
  auto at = text.begin();
  for (const auto& choice : choices) {
    if (at != text.begin()) *at++ = separator;
    at = std::ranges::copy(choice.word, at).out;
  }
  return text;
}();
template <const auto& choices, char separator = '|'>
constexpr std::string_view metavar_of{metavar_storage<choices, separator>.data(),
                                      metavar_storage<choices, separator>.size()};

}  // namespace netkit::cli
