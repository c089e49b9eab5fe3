// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace netkit::cli {

// The values of options as they are typed. ASCII only, no blanks, no signs, no exponents, no locale;
// what is not the whole of a value is none.

/// The greatest duration: ten years of 365 days.
inline constexpr std::chrono::milliseconds longest_duration = std::chrono::hours(87600);

/// "250ms", "5s", "2m", "1h"; without a unit, seconds. A decimal fraction may go with any unit ("1.5",
/// ".5h"). Exact, then rounded up to a whole millisecond, so that only zero becomes zero. At most
/// longest_duration.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The shortest text that parse_duration() reads as exactly this: "250ms", "1500ms", "5s", "2m"; "0s".
std::string format_duration(std::chrono::milliseconds duration);

/// Bytes: digits, perhaps followed by k, m or g of either case (powers of 1024). Fits in 64 bits.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// Decimal digits, at most `max`.
std::optional<std::uint64_t> parse_count(std::string_view text, std::uint64_t max);

/// Permission bits: one to four octal digits, 0..0777.
std::optional<unsigned> parse_mode(std::string_view text);

/// The text with \r \n \t \0 \\ and \xHH (two hex digits) replaced by the bytes they mean.
/// Error: the offset of the backslash of the first escape that is none of these.
std::expected<std::string, std::size_t> unescape(std::string_view text);

}  // namespace netkit::cli
