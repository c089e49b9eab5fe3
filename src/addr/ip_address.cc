// SPDX-License-Identifier: MIT
#include <netkit/addr/ip_address.h>

#include <netkit/addr/internal/hash.h>
#include <netkit/addr/internal/scan.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <charconv>

namespace netkit {
namespace {

void append_number(std::string& text, std::uint32_t number, int base) {
  std::array<char, 10> digits;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number, base);
  text.append(digits.data(), written.ptr);
}

void append_dotted(std::string& text, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    append_number(text, value >> shift & 0xff, 10);
    if (shift > 0) text += '.';
  }
}

/// A run of neighbouring groups of an address.
struct Run {
  std::size_t begin = 0;
  std::size_t length = 0;
};

/// The groups that "::" replaces in canonical text: the first of the longest runs of two or more zero groups.
Run zeros_to_leave_out(const std::array<std::uint16_t, 8>& groups) noexcept {
  Run best;
  Run current;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] != 0) {
      current = {i + 1, 0};
    } else if (++current.length > best.length) {
      best = current;
    }
  }
  return best.length < 2 ? Run{} : best;
}

std::string v6_text(const IpAddress& address) {
  std::array<std::uint16_t, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i) {
    groups[i] = static_cast<std::uint16_t>((i < 4 ? address.high() : address.low()) >> (48 - 16 * (i % 4)));
  }
  const Run zeros = zeros_to_leave_out(groups);
  const bool compatible = zeros.begin == 0 && zeros.length == 6;
  const bool dotted = compatible || address.is_v4_mapped();

  std::string text;
  text.reserve(40);
  for (std::size_t i = 0; i < (dotted ? 6 : 8);) {
    if (zeros.length > 0 && i == zeros.begin) {
      text += "::";
      i += zeros.length;
    } else {
      if (!text.empty() && text.back() != ':') text += ':';
      append_number(text, groups[i], 16);
      ++i;
    }
  }
  if (dotted) {
    if (text.back() != ':') text += ':';
    append_dotted(text, static_cast<std::uint32_t>(address.low()));
  }
  return text;
}

}  // namespace

std::optional<Family> parse_family(std::string_view name) noexcept {
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    if (std::ranges::equal(name, family_name(family), {}, to_lower, to_lower)) return family;
  }
  return std::nullopt;
}

std::expected<IpAddress, ParseError> IpAddress::parse(std::string_view text) noexcept {
  return scan::parse_address(text);
}

std::string IpAddress::to_string() const {
  if (is_v6()) return v6_text(*this);
  std::string text;
  append_dotted(text, v4_value());
  return text;
}

}  // namespace netkit

std::size_t std::hash<netkit::IpAddress>::operator()(const netkit::IpAddress& address) const noexcept {
  return netkit::internal::hash_of(
      {address.high() + static_cast<std::uint64_t>(address.family()), address.low()});
}
