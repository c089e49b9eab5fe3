// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <string_view>

namespace NETKIT_PUBLIC netkit {

// What belongs to no line wherever lines of text are read: a byte order mark at the start of the text, and
// the CR of a CRLF.

/// The byte order mark of UTF-8.
inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

constexpr std::string_view without_byte_order_mark(std::string_view text) noexcept {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return text;
}

/// A line whose "\n" has been removed, without the "\r" before that.
constexpr std::string_view without_carriage_return(std::string_view line) noexcept {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Example:
//
//     assert(without_byte_order_mark("\xef\xbb\xbf::1") == "::1");
//     assert(without_carriage_return("::1\r") == "::1");

}  // namespace netkit
