// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/parse_error.h>
#include <netkit/base/export.h>

#include <array>
#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

enum class Family : std::uint8_t { ipv4 = 4, ipv6 = 6 };

/// "IPv4" or "IPv6".
constexpr std::string_view family_name(Family family) noexcept {
  return family == Family::ipv4 ? "IPv4" : "IPv6";
}

/// Reads "IPv4" or "IPv6", in upper or lower case.
std::optional<Family> parse_family(std::string_view name) noexcept;

/// An IPv4 or IPv6 address, without port and zone. Ordered by family, IPv4 first, then by value.
/// An IPv4 address and its mapped form (`::ffff:a.b.c.d`) are different values; unmapped() makes them equal.
class IpAddress {
 public:
  /// 0.0.0.0.
  constexpr IpAddress() noexcept = default;

  static constexpr IpAddress v4(std::uint32_t host_order) noexcept {
    return {Family::ipv4, 0, mapped_prefix | host_order};
  }
  static constexpr IpAddress v4(std::array<std::uint8_t, 4> network_order) noexcept;
  static constexpr IpAddress v6(std::array<std::uint8_t, 16> network_order) noexcept;
  /// From the first and the last 64 bits, in host byte order.
  static constexpr IpAddress v6(std::uint64_t high, std::uint64_t low) noexcept {
    return {Family::ipv6, high, low};
  }

  /// Reads what is_ip() accepts, except texts with a zone: four decimal octets without leading zeros, or the
  /// forms of RFC 4291 section 2.2. Refuses "127.1", "0x7f.1", brackets and blanks. Allocates nothing.
  /// is_ip() is faster if the value is not needed.
  static std::expected<IpAddress, ParseError> parse(std::string_view text) noexcept;

  constexpr Family family() const noexcept { return family_; }
  constexpr bool is_v4() const noexcept { return family_ == Family::ipv4; }
  constexpr bool is_v6() const noexcept { return family_ == Family::ipv6; }

  /// In host byte order. Call it only for an IPv4 address.
  constexpr std::uint32_t v4_value() const noexcept {
    assert(is_v4());
    return static_cast<std::uint32_t>(low_);
  }
  /// In network byte order. Call it only for an IPv4 address.
  constexpr std::array<std::uint8_t, 4> v4_bytes() const noexcept;
  /// In network byte order. For an IPv4 address, those of its mapped form (RFC 4291 section 2.5.5.2).
  constexpr std::array<std::uint8_t, 16> v6_bytes() const noexcept;

  /// The first and the last 64 bits of v6_bytes(), in host byte order.
  constexpr std::uint64_t high() const noexcept { return high_; }
  constexpr std::uint64_t low() const noexcept { return low_; }

  /// Whether it is an IPv6 address in `::ffff:0:0/96`, which stands for an IPv4 address.
  constexpr bool is_v4_mapped() const noexcept {
    return is_v6() && high_ == 0 && low_ >> 32 == mapped_prefix >> 32;
  }
  /// The IPv4 address that a mapped address stands for; any other address unchanged.
  constexpr IpAddress unmapped() const noexcept {
    return is_v4_mapped() ? IpAddress{Family::ipv4, high_, low_} : *this;
  }

  // These treat a mapped address as the IPv4 address that it stands for.

  /// 0.0.0.0 or `::`.
  constexpr bool is_unspecified() const noexcept { return unmapped() == v4(0) || *this == v6(0, 0); }
  /// 127.0.0.0/8 or `::1`.
  constexpr bool is_loopback() const noexcept {
    return unmapped().is_in_v4(0x7f00'0000, 8) || *this == v6(0, 1);
  }
  /// 169.254.0.0/16 or `fe80::/10`.
  constexpr bool is_link_local() const noexcept {
    return unmapped().is_in_v4(0xa9fe'0000, 16) || (is_v6() && high_ >> 54 == 0xfe80 >> 6);
  }
  /// 224.0.0.0/4 or `ff00::/8`.
  constexpr bool is_multicast() const noexcept {
    return unmapped().is_in_v4(0xe000'0000, 4) || (is_v6() && high_ >> 56 == 0xff);
  }

  /// The canonical text (RFC 5952), as inet_ntop(3) and Node.js write it: the last 32 bits of a mapped
  /// (`::ffff:1.2.3.4`) or IPv4-compatible (`::1.2.3.4`) address are in dotted form. parse() reads it back.
  std::string to_string() const;

  constexpr bool operator==(const IpAddress&) const noexcept = default;
  constexpr auto operator<=>(const IpAddress&) const noexcept = default;

 private:
  static constexpr std::uint64_t mapped_prefix = 0xffff'0000'0000;

  constexpr IpAddress(Family family, std::uint64_t high, std::uint64_t low) noexcept
      : family_(family), high_(high), low_(low) {}

  /// `length`: 1..32 bits.
  constexpr bool is_in_v4(std::uint32_t network, int length) const noexcept {
    return is_v4() && (v4_value() ^ network) >> (32 - length) == 0;
  }

  Family family_ = Family::ipv4;
  std::uint64_t high_ = 0;
  std::uint64_t low_ = mapped_prefix;  // an IPv4 address is kept in its mapped form
};

/// 4 or 6 if the text is an address of that version, otherwise 0. The grammar is that of `net.isIP` of
/// Node.js: what IpAddress::parse() reads, and after an IPv6 address possibly a zone: `%` and one or more of
/// [0-9A-Za-z.:-]. The zone need not exist. Any byte may occur in the text, NUL too. Allocates nothing.
int is_ip(std::string_view text) noexcept;
bool is_ipv4(std::string_view text) noexcept;
bool is_ipv6(std::string_view text) noexcept;

// Defined here for constant expressions.

constexpr IpAddress IpAddress::v4(std::array<std::uint8_t, 4> network_order) noexcept {
  std::uint32_t value = 0;
  for (const std::uint8_t byte : network_order) value = value << 8 | byte;
  return v4(value);
}

constexpr IpAddress IpAddress::v6(std::array<std::uint8_t, 16> network_order) noexcept {
  std::array<std::uint64_t, 2> halves{};
  for (std::size_t i = 0; i < 16; ++i) halves[i / 8] = halves[i / 8] << 8 | network_order[i];
  return v6(halves[0], halves[1]);
}

constexpr std::array<std::uint8_t, 4> IpAddress::v4_bytes() const noexcept {
  std::array<std::uint8_t, 4> bytes{};
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<std::uint8_t>(v4_value() >> (24 - 8 * i));
  return bytes;
}

constexpr std::array<std::uint8_t, 16> IpAddress::v6_bytes() const noexcept {
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<std::uint8_t>(high_ >> (56 - 8 * i));
    bytes[i + 8] = static_cast<std::uint8_t>(low_ >> (56 - 8 * i));
  }
  return bytes;
}

// Example:
//
//     const auto address = IpAddress::parse("::ffff:127.0.0.1");
//     assert(address && address->is_v6() && address->is_loopback());
//     assert(address->unmapped().to_string() == "127.0.0.1");
//     assert(is_ip("fe80::1%eth0") == 6 && is_ip("127.1") == 0);

}  // namespace netkit

template <>
struct NETKIT_PUBLIC std::hash<netkit::IpAddress> {
  std::size_t operator()(const netkit::IpAddress& address) const noexcept;
};
