// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/cidr.h>
#include <netkit/addr/ip_address.h>
#include <netkit/addr/parse_error.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

// Reads addresses from text, in constant expressions too.

namespace netkit::scan {

inline constexpr unsigned no_digit = 16;

/// The value of a byte as a hexadecimal digit; no_digit for other bytes.
inline constexpr auto digit_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < 10; ++i) values['0' + i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < 6; ++i) {
    values['a' + i] = values['A' + i] = static_cast<std::uint8_t>(10 + i);
  }
  return values;
}();

/// The factors of the digits of a decimal number of one, two or three digits.
inline constexpr std::array<std::array<std::uint32_t, 3>, 3> digit_worths = {
    {{1, 0, 0}, {10, 1, 0}, {100, 10, 1}}};

/// The groups of an IPv6 address read so far.
struct Groups {
  static constexpr std::size_t no_gap = 9;

  std::array<std::uint16_t, 8> values{};
  std::size_t count = 0;
  std::size_t gap = no_gap;  ///< the number of groups before the "::"

  constexpr std::size_t room() const noexcept { return (gap == no_gap ? 8 : 7) - count; }
  constexpr void add(std::uint32_t group) noexcept { values[count++] = static_cast<std::uint16_t>(group); }

  constexpr IpAddress address() const noexcept {
    std::array<std::uint64_t, 2> halves{};
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t place = i < gap ? i : i + 8 - count;
      halves[place / 4] |= std::uint64_t{values[i]} << (48 - 16 * (place % 4));
    }
    return IpAddress::v6(halves[0], halves[1]);
  }
};

/// How leading zeros in an octet are read.
enum class Zeros : std::uint8_t {
  refused,  ///< they are an error, because some programs read octal
  padding,  ///< they are ignored, up to three digits in all
};

/// Reads a text from front to back. A function that reads something returns whether it was there; if not, the
/// scanner keeps the position and the reason.
class Scanner {
 public:
  constexpr explicit Scanner(std::string_view text, Zeros zeros = Zeros::refused) noexcept
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), zeros_(zeros) {}

  constexpr bool at_end() const noexcept { return at_ == end_; }
  constexpr bool sees(char c) const noexcept { return at_ != end_ && *at_ == c; }
  constexpr bool skip(char c) noexcept {
    if (!sees(c)) return false;
    ++at_;
    return true;
  }
  /// The value of the next byte as a digit in base 16.
  constexpr unsigned digit() const noexcept {
    return at_ == end_ ? no_digit : digit_values[static_cast<unsigned char>(*at_)];
  }

  /// Skips blanks and tabs.
  constexpr void skip_blanks() noexcept {
    while (sees(' ') || sees('\t')) ++at_;
  }

  constexpr bool refuse(ParseProblem problem) noexcept { return refuse(problem, at_); }
  /// Whether digits and a dot follow: the first octet of four.
  constexpr bool sees_octet() const noexcept {
    const char* c = at_;
    while (c != end_ && decimal(*c) <= 9) ++c;
    return c != at_ && c != end_ && *c == '.';
  }

  /// Makes the next byte, or the end of the text, the error.
  constexpr bool refuse() noexcept {
    return refuse(at_end() ? ParseProblem::incomplete : ParseProblem::unexpected);
  }
  constexpr ParseError error() const noexcept {
    return {static_cast<std::size_t>(wrong_ - begin_), problem_};
  }

  constexpr std::size_t offset() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
  /// The rest of the text.
  constexpr std::string_view rest() const noexcept { return {at_, static_cast<std::size_t>(end_ - at_)}; }

  /// The end of the text.
  constexpr bool end() noexcept { return at_end() || refuse(); }

  /// Decimal digits without leading zeros; the value is at most `most`.
  constexpr bool number(std::uint32_t& value, std::uint64_t most, ParseProblem too_large) noexcept {
    const char* const start = at_;
    if (digit() > 9) return refuse();
    std::uint64_t number = 0;
    for (; digit() <= 9; ++at_) {
      if (number == 0 && at_ != start) return refuse(ParseProblem::leading_zero, start);
      number = number * 10 + digit();
      if (number > most) return refuse(too_large, start);
    }
    value = static_cast<std::uint32_t>(number);
    return true;
  }

  /// An address of either version, without a zone.
  constexpr bool address(IpAddress& address) noexcept { return looks_like_v4() ? v4(address) : v6(address); }

  /// Four octets with dots between them.
  constexpr bool v4(IpAddress& address) noexcept {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      std::uint32_t part = 0;
      if (i > 0 && !skip('.')) return refuse();
      if (!octet(part)) return false;
      value = value << 8 | part;
    }
    address = IpAddress::v4(value);
    return true;
  }

  /// One to four numbers in base 8, 10 or 16, as parse_loose_ipv4() has them.
  constexpr bool loose_v4(IpAddress& address) noexcept {
    std::uint64_t value = 0;
    for (int left = 4;; --left) {
      const char* const start = at_;
      std::uint64_t part = 0;
      if (!loose_number(part)) return false;
      const bool more = left > 1 && sees('.');
      const int bits = more ? 8 : 8 * left;
      if (part >> bits != 0) return refuse(ParseProblem::number_too_large, start);
      value = value << bits | part;
      if (!more) break;
      ++at_;
    }
    address = IpAddress::v4(static_cast<std::uint32_t>(value));
    return true;
  }

  /// Groups with at most one "::", possibly with four octets at the end.
  constexpr bool v6(IpAddress& address) noexcept {
    Groups groups;
    if (skip(':')) {
      if (!skip(':')) return refuse();
      groups.gap = 0;
    }
    // The text may end after "::".
    while (groups.gap != groups.count || digit() != no_digit) {
      const char* const start = at_;
      std::uint32_t value = 0;
      if (!group(value)) return false;
      if (sees('.')) {
        if (!embedded_v4(groups, start)) return false;
        break;
      }
      if (groups.room() == 0) return refuse(ParseProblem::too_many_groups, start);
      groups.add(value);
      if (!sees(':')) break;
      if (!colons(groups)) return false;
    }
    if (groups.gap == Groups::no_gap && groups.count < 8) {
      return refuse(at_end() ? ParseProblem::too_few_groups : ParseProblem::unexpected);
    }
    address = groups.address();
    return true;
  }

 private:
  constexpr bool refuse(ParseProblem problem, const char* wrong) noexcept {
    problem_ = problem;
    wrong_ = wrong;
    return false;
  }

  /// Reads most octets without a branch on the number of their digits, which processors predict badly.
  constexpr bool octet(std::uint32_t& value) noexcept {
    if (end_ - at_ < 4) return odd_octet(value);
    const std::uint32_t first = decimal(at_[0]), second = decimal(at_[1]), third = decimal(at_[2]);
    const unsigned has_two = second <= 9 ? 1 : 0;
    const unsigned has_three = has_two & (third <= 9 ? 1 : 0);
    const auto& worth = digit_worths[has_two + has_three];
    const std::uint32_t number = first * worth[0] + second * worth[1] + third * worth[2];
    const unsigned is_odd =
        (first > 9) | (number > 255) | ((first == 0) & has_two) | (has_three & (decimal(at_[3]) <= 9));
    if (is_odd != 0) return odd_octet(value);
    at_ += 1 + has_two + has_three;
    value = number;
    return true;
  }

  /// The value of a decimal digit; more than 9 for other bytes.
  static constexpr std::uint32_t decimal(char c) noexcept {
    return static_cast<unsigned char>(c) - std::uint32_t{'0'};
  }

  /// An octet at the end of the text, with leading zeros, or wrong.
  constexpr bool odd_octet(std::uint32_t& value) noexcept {
    const char* const start = at_;
    std::uint32_t number = digit();
    if (number > 9) return refuse();
    ++at_;
    for (unsigned next = digit(); next <= 9; next = digit()) {
      if (number == 0 && zeros_ == Zeros::refused) return refuse(ParseProblem::leading_zero, start);
      number = number * 10 + next;
      if (number > 255) return refuse(ParseProblem::octet_too_large, start);
      if (at_ - start == 3) return refuse(ParseProblem::leading_zero, start);
      ++at_;
    }
    value = number;
    return true;
  }

  /// A number whose prefix says its base. A number of more than 32 bits gives some value of more than 32
  /// bits.
  constexpr bool loose_number(std::uint64_t& value) noexcept {
    if (digit() > 9) return refuse();
    unsigned base = 10;
    if (skip('0')) {
      base = 8;
      if (skip('x') || skip('X')) base = 16;
    }
    for (; digit() < base; ++at_) value = value >> 32 != 0 ? value : value * base + digit();
    return digit() == no_digit || refuse();
  }

  /// Whether a dot comes before the first colon.
  constexpr bool looks_like_v4() const noexcept {
    if (end_ - at_ >= 4) {
      // The usual case, an octet and its dot, without a branch on the number of digits.
      const unsigned one = decimal(at_[0]) <= 9, two = decimal(at_[1]) <= 9, three = decimal(at_[2]) <= 9;
      const unsigned dot = (at_[1] == '.') | (two & ((at_[2] == '.') | (three & (at_[3] == '.'))));
      if ((one & dot) != 0) return true;
    }
    for (const char* c = at_; c != end_; ++c) {
      if (*c == ':') return false;
      if (digit_values[static_cast<unsigned char>(*c)] == no_digit) return true;
    }
    return true;
  }

  /// One to four digits.
  constexpr bool group(std::uint32_t& value) noexcept {
    const char* const start = at_;
    for (unsigned next = digit(); next != no_digit; next = digit()) {
      if (at_ - start == 4) return refuse(ParseProblem::group_too_long, start);
      value = value << 4 | next;
      ++at_;
    }
    return at_ != start || refuse();
  }

  /// Four octets; the first has been read as a group.
  constexpr bool embedded_v4(Groups& groups, const char* start) noexcept {
    for (const char* c = start; c != at_; ++c) {
      if (*c > '9') return refuse();
    }
    at_ = start;
    if (groups.room() < 2) return refuse(ParseProblem::too_many_groups);
    IpAddress quad;
    if (!v4(quad)) return false;
    groups.add(quad.v4_value() >> 16);
    groups.add(quad.v4_value());
    return true;
  }

  /// ":" or "::" after a group.
  constexpr bool colons(Groups& groups) noexcept {
    const char* const start = at_++;
    if (!skip(':')) return true;
    if (groups.gap != Groups::no_gap) return refuse(ParseProblem::second_gap, start);
    if (groups.count == 8) return refuse(ParseProblem::too_many_groups, start);
    groups.gap = groups.count;
    return true;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  const char* wrong_ = begin_;
  Zeros zeros_;
  ParseProblem problem_ = ParseProblem::unexpected;
};

/// The whole text as an address without a zone.
constexpr std::expected<IpAddress, ParseError> parse_address(std::string_view text) noexcept {
  Scanner scanner(text);
  IpAddress address;
  const bool whole =
      scanner.address(address) && (scanner.sees('%') ? scanner.refuse(ParseProblem::zone) : scanner.end());
  if (!whole) return std::unexpected(scanner.error());
  return address;
}

constexpr std::expected<Cidr, ParseError> parse_cidr(std::string_view text) noexcept {
  Scanner scanner(text);
  IpAddress address;
  std::uint32_t length = 0;
  const bool whole = scanner.address(address) && (scanner.skip('/') || scanner.refuse()) &&
                     scanner.number(length, static_cast<std::uint64_t>(Cidr::longest(address.family())),
                                    ParseProblem::length_too_large) &&
                     scanner.end();
  if (!whole) return std::unexpected(scanner.error());
  return *Cidr::of(address, static_cast<int>(length));
}

}  // namespace netkit::scan
