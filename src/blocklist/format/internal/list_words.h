// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/ascii.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

// Words in the lines of lists.

namespace netkit::internal {

constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t';
}

/// The text without blanks at both ends.
constexpr std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// The text before the next of these bytes. Removes it, and all such bytes after it, from `text`.
constexpr std::string_view take_word(std::string_view& text, std::string_view separators = " \t") noexcept {
  const std::string_view word = text.substr(0, text.find_first_of(separators));
  text.remove_prefix(word.size());
  text.remove_prefix(std::min(text.find_first_not_of(separators), text.size()));
  return word;
}

/// A text between quotes, or else a word. Removes it, and the blanks after it, from `text`.
constexpr std::string_view take_quoted(std::string_view& text) noexcept {
  if (!text.starts_with('"')) return take_word(text);
  text.remove_prefix(1);
  const std::string_view quoted = text.substr(0, text.find('"'));
  text.remove_prefix(std::min(quoted.size() + 1, text.size()));
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return quoted;
}

/// The offset in `whole` of a part of it.
constexpr std::size_t offset_in(std::string_view whole, std::string_view part) noexcept {
  return static_cast<std::size_t>(part.data() - whole.data());
}

/// "#", ";" or "//" if the text begins with one of them; otherwise empty.
constexpr std::string_view comment_mark(std::string_view text) noexcept {
  if (text.empty()) return {};
  if (text.front() == '#' || text.front() == ';') return text.substr(0, 1);
  return text.starts_with("//") ? text.substr(0, 2) : std::string_view();
}

/// Whether the texts are equal but for the case of ASCII letters.
constexpr bool same_word(std::string_view one, std::string_view other) noexcept {
  return std::ranges::equal(one, other, {}, to_lower, to_lower);
}

/// Whether the text begins with something that is meant as a rule, valid or not: four numbers between dots, a
/// shorter form with a prefix length or '*', the groups of an IPv6 address, or a prefix length alone. Names,
/// dates, times, MAC addresses and versions ("1.2.3", "v1.2.3.4") are none.
bool looks_like_rule(std::string_view text) noexcept;

/// The first word of the text that looks like a rule, without quotes and brackets before it; empty if none.
std::string_view find_rule_like(std::string_view text) noexcept;

}  // namespace netkit::internal
