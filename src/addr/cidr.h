// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/addr/parse_error.h>
#include <netkit/base/export.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// A block of addresses: all that have the same first `length` bits as one address (RFC 4632). The host bits
/// of that address are kept: 10.0.0.1/8 and 10.0.0.0/8 are different values for the same block.
/// Ordered by address, then by length.
class Cidr {
 public:
  /// The greatest prefix length: 32 or 128.
  static constexpr int longest(Family family) noexcept { return family == Family::ipv4 ? 32 : 128; }

  /// Nothing if the length is not in 0..longest().
  static constexpr std::optional<Cidr> of(const IpAddress& address, int length) noexcept {
    if (length < 0 || length > longest(address.family())) return std::nullopt;
    return Cidr(address, length);
  }

  /// The block that has only this address.
  explicit constexpr Cidr(const IpAddress& address) noexcept : Cidr(address, longest(address.family())) {}

  /// Reads "ADDRESS/LENGTH": what IpAddress::parse() reads, and a decimal number without leading zeros. Host
  /// bits are accepted. Zones, blanks, netmasks and a missing length are refused.
  static std::expected<Cidr, ParseError> parse(std::string_view text) noexcept;

  /// The address as it was given, with its host bits.
  constexpr const IpAddress& address() const noexcept { return address_; }
  constexpr int length() const noexcept { return length_; }

  constexpr IpAddress first() const noexcept {
    return like_address(address_.high() & ~host_bits().high, address_.low() & ~host_bits().low);
  }
  constexpr IpAddress last() const noexcept {
    return like_address(address_.high() | host_bits().high, address_.low() | host_bits().low);
  }
  /// The same block, with all host bits 0.
  constexpr Cidr masked() const noexcept { return {first(), length_}; }

  /// False for an address of the other family, so an IPv4 block contains no mapped address.
  constexpr bool contains(const IpAddress& address) const noexcept {
    return address.family() == address_.family() &&
           ((address.high() ^ address_.high()) & ~host_bits().high) == 0 &&
           ((address.low() ^ address_.low()) & ~host_bits().low) == 0;
  }
  /// Whether it contains every address of the other.
  constexpr bool contains(const Cidr& other) const noexcept {
    return length_ <= other.length_ && contains(other.address_);
  }

  /// "10.0.0.1/8", with the host bits. parse() reads it back.
  std::string to_string() const;

  constexpr bool operator==(const Cidr&) const noexcept = default;
  constexpr auto operator<=>(const Cidr&) const noexcept = default;

 private:
  struct Bits {
    std::uint64_t high, low;
  };

  constexpr Cidr(const IpAddress& address, int length) noexcept : address_(address), length_(length) {}

  /// A mask of the host bits, in the 128 bits that an IPv4 address has in mapped form.
  constexpr Bits host_bits() const noexcept {
    constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
    const int count = longest(address_.family()) - length_;
    if (count >= 64) return {count == 128 ? all : ~(all << (count - 64)), all};
    return {0, ~(all << count)};
  }

  constexpr IpAddress like_address(std::uint64_t high, std::uint64_t low) const noexcept {
    return address_.is_v4() ? IpAddress::v4(static_cast<std::uint32_t>(low)) : IpAddress::v6(high, low);
  }

  IpAddress address_;
  int length_;
};

// Example:
//
//     const auto block = Cidr::parse("192.0.2.77/24");
//     assert(block && block->first().to_string() == "192.0.2.0");
//     assert(block->last().to_string() == "192.0.2.255");
//     assert(block->contains(*IpAddress::parse("192.0.2.1")));
//     assert(block->masked().to_string() == "192.0.2.0/24");
//     assert(Cidr::parse("192.0.2.0/33").error().problem == ParseProblem::length_too_large);

}  // namespace netkit

template <>
struct NETKIT_PUBLIC std::hash<netkit::Cidr> {
  std::size_t operator()(const netkit::Cidr& block) const noexcept;
};
