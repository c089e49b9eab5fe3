// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <algorithm>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

// Classes of ASCII characters, independent of the locale. A byte above 0x7f is in none of them.

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_alphanumeric(char c) noexcept {
  return is_digit(c) || is_letter(c);
}

constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// In upper or lower case.
constexpr bool is_hex_digit(char c) noexcept {
  return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

/// Whether the text has digits only, and some.
constexpr bool is_number(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

// Example:
//
//     assert(is_number("08") && !is_number("-8"));
//     assert(is_digit('7') && is_hex_digit('F') && to_lower('F') == 'f');

}  // namespace netkit
