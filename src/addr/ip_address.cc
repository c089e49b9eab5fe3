// SPDX-License-Identifier: MIT
#include <netkit/addr/ip_address.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <system_error>

namespace netkit {
namespace {

/// Some of the eight 16-bit groups of an IPv6 address: those on one side of its "::", or all.
struct Groups {
  std::array<std::uint16_t, 8> values{};
  std::size_t count = 0;
  bool dotted = false;  // the last two were written as an IPv4 address

  bool add(std::uint32_t group) noexcept {
    if (count == values.size()) return false;
    values[count++] = static_cast<std::uint16_t>(group);
    return true;
  }
};

std::optional<std::uint32_t> parse_v4(std::string_view text) noexcept {
  const char* at = text.data();
  const char* const end = at + text.size();
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    if (i > 0 && (at == end || *at++ != '.')) return std::nullopt;
    std::uint8_t octet = 0;
    const auto [after, problem] = std::from_chars(at, end, octet);
    if (problem != std::errc{}) return std::nullopt;
    if (after - at > 1 && *at == '0') return std::nullopt;
    value = value << 8 | octet;
    at = after;
  }
  if (at != end) return std::nullopt;
  return value;
}

/// Nothing, or groups with single colons between them, of which an IPv4 address may be the last.
std::optional<Groups> parse_groups(std::string_view text) noexcept {
  Groups groups;
  while (!text.empty()) {
    if (const auto quad = parse_v4(text)) {
      groups.dotted = true;
      if (!groups.add(*quad >> 16) || !groups.add(*quad)) return std::nullopt;
      return groups;
    }
    std::uint16_t group = 0;
    const auto [after, problem] = std::from_chars(text.data(), text.data() + text.size(), group, 16);
    const auto length = static_cast<std::size_t>(after - text.data());
    if (problem != std::errc{} || length > 4 || !groups.add(group)) return std::nullopt;
    text.remove_prefix(length);
    if (text.empty()) return groups;
    if (text.front() != ':' || text.size() == 1) return std::nullopt;
    text.remove_prefix(1);
  }
  return groups;
}

IpAddress join(const Groups& left, const Groups& right) noexcept {
  std::array<std::uint16_t, 8> groups = left.values;
  std::ranges::copy_backward(std::span(right.values).first(right.count), groups.end());
  std::array<std::uint64_t, 2> halves{};
  for (std::size_t i = 0; i < 8; ++i) halves[i / 4] = halves[i / 4] << 16 | groups[i];
  return IpAddress::v6(halves[0], halves[1]);
}

std::optional<IpAddress> parse_v6(std::string_view text) noexcept {
  const std::size_t gap = text.find("::");
  const auto left = parse_groups(text.substr(0, gap));
  if (!left) return std::nullopt;
  if (gap == std::string_view::npos) {
    if (left->count != 8) return std::nullopt;
    return join(*left, {});
  }
  const auto right = parse_groups(text.substr(gap + 2));
  // The "::" stands for at least one group.
  if (!right || left->dotted || left->count + right->count > 7) return std::nullopt;
  return join(*left, *right);
}

bool is_zone(std::string_view zone) noexcept {
  return !zone.empty() && std::ranges::all_of(zone, [](char c) {
    return is_alphanumeric(c) || c == '-' || c == '.' || c == ':';
  });
}

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

/// Some of the groups of an address, next to each other.
struct Run {
  std::size_t begin = 0;
  std::size_t length = 0;
};

/// What "::" stands for in canonical text: the first of the longest runs of two or more zero groups.
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

std::optional<IpAddress> IpAddress::parse(std::string_view text) noexcept {
  if (const auto value = parse_v4(text)) return v4(*value);
  return parse_v6(text);
}

std::string IpAddress::to_string() const {
  if (is_v6()) return v6_text(*this);
  std::string text;
  append_dotted(text, v4_value());
  return text;
}

int is_ip(std::string_view text) noexcept {
  const std::size_t percent = text.find('%');
  const auto address = IpAddress::parse(text.substr(0, percent));
  if (!address) return 0;
  if (percent == std::string_view::npos) return address->is_v4() ? 4 : 6;
  return address->is_v6() && is_zone(text.substr(percent + 1)) ? 6 : 0;
}

bool is_ipv4(std::string_view text) noexcept {
  return is_ip(text) == 4;
}

bool is_ipv6(std::string_view text) noexcept {
  return is_ip(text) == 6;
}

}  // namespace netkit

std::size_t std::hash<netkit::IpAddress>::operator()(const netkit::IpAddress& address) const noexcept {
  // MurmurHash3's 64-bit finisher: neighbouring addresses must not fall into neighbouring buckets only.
  const auto mix = [](std::uint64_t value) {
    value = (value ^ value >> 33) * 0xff51'afd7'ed55'8ccd;
    value = (value ^ value >> 33) * 0xc4ce'b9fe'1a85'ec53;
    return value ^ value >> 33;
  };
  return mix(mix(address.high() + static_cast<std::uint64_t>(address.family())) + address.low());
}
