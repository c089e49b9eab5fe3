// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_words.h>

#include <netkit/addr/ip_address.h>
#include <netkit/blocklist/internal/rule_scan.h>

namespace netkit::internal {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view groups = "0123456789abcdefABCDEF:";

/// Whether the word that ends before this text goes on, so that it is a name.
bool goes_on(std::string_view rest) {
  if (rest.starts_with('.')) rest.remove_prefix(1);
  return !rest.empty() && (is_alphanumeric(rest.front()) || rest.front() == '_');
}

/// Removes one to ten digits from the text.
bool take_number(std::string_view& text) {
  const std::size_t size = std::min(text.find_first_not_of(digits), text.size());
  text.remove_prefix(size);
  return size > 0 && size <= 10;
}

bool looks_like_length(std::string_view text) {
  if (!text.starts_with('/')) return false;
  text.remove_prefix(1);
  return take_number(text) && !goes_on(text) && !text.starts_with('/');
}

bool looks_like_v4(std::string_view text) {
  if (!take_number(text)) return false;
  int numbers = 1;
  while (numbers < 4 && text.size() > 1 && text[0] == '.' && is_digit(text[1])) {
    text.remove_prefix(1);
    if (!take_number(text)) return false;
    ++numbers;
  }
  if (numbers == 4) return !goes_on(text);
  return numbers > 1 && (looks_like_length(text) || text.starts_with(".*"));
}

bool looks_like_v6(std::string_view text) {
  const std::size_t size = std::min(text.find_first_not_of(groups), text.size());
  const std::string_view word = text.substr(0, size);
  const auto colons = std::ranges::count(word, ':');
  const bool has_gap = word.contains("::");
  if (colons < (has_gap ? 2 : 6)) return false;
  // Four octets may follow.
  return has_gap ? colons > 2 || word.find_first_of(digits) != word.npos || !goes_on(text.substr(size))
                 : colons != 6 || word.size() > 20;
}

}  // namespace

bool looks_like_rule(std::string_view text) noexcept {
  text.remove_prefix(dash_size(text));
  if (text.empty()) return false;
  return looks_like_length(text) || looks_like_v4(text) || looks_like_v6(text);
}

std::string_view find_rule_like(std::string_view text) noexcept {
  // Most labels have none of the bytes that every rule has.
  if (std::ranges::none_of(text, [](char c) { return c == '.' || c == ':' || c == '/'; })) return {};
  while (!text.empty()) {
    if (const std::size_t size = blank_size(text);
        size > 0 || std::string_view(",;([{<\"'|").contains(text.front())) {
      text.remove_prefix(std::max<std::size_t>(size, 1));
      continue;
    }
    std::size_t end = 1;
    while (end < text.size() && blank_size(text.substr(end)) == 0 &&
           !std::string_view(",;|").contains(text[end]))
      ++end;
    if (looks_like_rule(text)) return text.substr(0, end);
    text.remove_prefix(end);
  }
  return {};
}

}  // namespace netkit::internal
