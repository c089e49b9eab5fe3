// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/internal/scan.h>
#include <netkit/blocklist/rule.h>

#include <cstddef>
#include <string_view>

// Reads a rule that is followed by other text.

namespace netkit::internal {

constexpr scan::Zeros zeros_of(Octets octets) noexcept {
  return octets == Octets::decimal ? scan::Zeros::padding : scan::Zeros::refused;
}

/// Reads a rule as parse_rule() does, and leaves the scanner after it. The caller decides what may follow.
bool scan_rule(scan::Scanner& scanner, Rule& rule) noexcept;

/// The bytes of the space of Unicode that the text begins with, beside those of ASCII; 0 if none.
std::size_t wide_blank_size(std::string_view text) noexcept;

/// The bytes of the blank that the text begins with: a space, a tab, or one of the other spaces of Unicode.
/// 0 if it begins with something else.
inline std::size_t blank_size(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const char c = text.front();
  if (static_cast<unsigned char>(c) >= 0x80) return wide_blank_size(text);
  return c == ' ' || c == '\t' || c == '\v' || c == '\f' ? 1 : 0;
}

/// The bytes of the dash that the text begins with: "-", or one of the other dashes of Unicode; 0 if none.
std::size_t dash_size(std::string_view text) noexcept;

}  // namespace netkit::internal
