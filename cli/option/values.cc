// SPDX-License-Identifier: MIT
#include "cli/option/values.h"

#include <netkit/base/ascii.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <system_error>

namespace netkit::cli {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t most_milliseconds = longest_duration.count();

struct Unit {
  std::string_view name;
  std::uint64_t milliseconds;
};

// From the shortest to the longest.
constexpr std::array units{Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000}, Unit{"h", 3'600'000},
                           Unit{"d", 86'400'000}};

const Unit* find_unit(std::string_view name) {
  if (name.empty()) name = "s";
  const auto unit = std::ranges::find(units, name, &Unit::name);
  return unit == units.end() ? nullptr : &*unit;
}

/// Digits and nothing else, in the base.
template <typename Number>
std::optional<Number> parse_digits(std::string_view text, int base) {
  Number number = 0;
  const auto [after, problem] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (problem != std::errc{} || after != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Takes the digits that the text begins with off it.
std::string_view take_digits(std::string_view& text) {
  const auto length = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  const std::string_view digits = text.substr(0, length);
  text.remove_prefix(length);
  return digits;
}

/// 0.DIGITS times the unit, in whole milliseconds, rounded up. Horner's scheme from the last digit on:
/// what is cut off on the way never reaches the whole part, so it is enough to know that there was something.
std::uint64_t fraction_of(std::string_view digits, std::uint64_t unit) {
  std::uint64_t value = 0;
  bool inexact = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    value += static_cast<std::uint64_t>(*digit - '0') * unit;
    inexact = inexact || value % 10 != 0;
    value /= 10;
  }
  return value + (inexact ? 1 : 0);
}

int size_shift(char suffix) {
  switch (to_lower(suffix)) {
    case 'k':
      return 10;
    case 'm':
      return 20;
    case 'g':
      return 30;
    default:
      return 0;
  }
}

/// What the escape at the start of the text (a backslash) means.
struct Escape {
  char byte;
  std::size_t length;
};

std::optional<Escape> parse_escape(std::string_view text) {
  const char kind = text.size() > 1 ? text[1] : '\0';
  switch (kind) {
    case 'r':
      return Escape{'\r', 2};
    case 'n':
      return Escape{'\n', 2};
    case 't':
      return Escape{'\t', 2};
    case '0':
      return Escape{'\0', 2};
    case '\\':
      return Escape{'\\', 2};
    case 'x':
      break;
    default:
      return std::nullopt;
  }
  const std::string_view digits = text.substr(2, 2);
  const auto byte = parse_digits<unsigned char>(digits, 16);
  if (!byte || digits.size() != 2) return std::nullopt;
  return Escape{static_cast<char>(*byte), 4};
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
  const std::string_view whole = take_digits(text);
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty()) return std::nullopt;
  } else if (whole.empty()) {
    return std::nullopt;
  }
  const Unit* const unit = find_unit(text);
  const auto count = parse_count(whole.empty() ? "0" : whole, most_milliseconds);
  if (unit == nullptr || !count) return std::nullopt;
  const std::uint64_t total = *count * unit->milliseconds + fraction_of(fraction, unit->milliseconds);
  if (total > most_milliseconds) return std::nullopt;
  return milliseconds(total);
}

std::string format_duration(milliseconds duration) {
  if (duration == milliseconds::zero()) return "0s";
  std::string text;
  for (const Unit& unit : units) {
    const auto length = static_cast<milliseconds::rep>(unit.milliseconds);
    if (duration.count() % length != 0) break;
    text = std::to_string(duration.count() / length).append(unit.name);
  }
  return text;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  const int shift = text.empty() ? 0 : size_shift(text.back());
  if (shift > 0) text.remove_suffix(1);
  const auto count = parse_count(text, std::numeric_limits<std::uint64_t>::max() >> shift);
  if (!count) return std::nullopt;
  return *count << shift;
}

std::optional<std::uint64_t> parse_count(std::string_view text, std::uint64_t max) {
  const auto count = parse_digits<std::uint64_t>(text, 10);
  if (!count || *count > max) return std::nullopt;
  return count;
}

std::optional<unsigned> parse_mode(std::string_view text) {
  const auto mode = parse_digits<unsigned>(text, 8);
  if (!mode || text.size() > 4 || *mode > 0777) return std::nullopt;
  return mode;
}

std::expected<std::string, std::size_t> unescape(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\') {
      bytes += text[at++];
      continue;
    }
    const auto escape = parse_escape(text.substr(at));
    if (!escape) return std::unexpected(at);
    bytes += escape->byte;
    at += escape->length;
  }
  return bytes;
}

}  // namespace netkit::cli
