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

/// A block of addresses: those that share their first bits with one (RFC 4632). The host bits of that address
/// stay as they were given: 10.0.0.1/8 is another value than 10.0.0.0/8, and the same block.
/// Ordered by address, then by length.
class Cidr {
 public:
  /// 32 or 128.
  static constexpr int longest(Family family) noexcept { return family == Family::ipv4 ? 32 : 128; }

  /// None where the length is not in 0..longest().
  static constexpr std::optional<Cidr> of(const IpAddress& address, int length) noexcept {
    if (length < 0 || length > longest(address.family())) return std::nullopt;
    return Cidr(address, length);
  }

  /// The address alone.
  explicit constexpr Cidr(const IpAddress& address) noexcept : Cidr(address, longest(address.family())) {}

  /// "ADDRESS/LENGTH", nothing left out: what IpAddress::parse() takes, and a decimal number without leading
  /// zeros. Host bits are let in; no zone, no blanks, no mask.
  static std::expected<Cidr, ParseError> parse(std::string_view text) noexcept;

  /// As given, with its host bits.
  constexpr const IpAddress& address() const noexcept { return address_; }
  constexpr int length() const noexcept { return length_; }

  constexpr IpAddress first() const noexcept {
    return like_address(address_.high() & ~host_bits().high, address_.low() & ~host_bits().low);
  }
  constexpr IpAddress last() const noexcept {
    return like_address(address_.high() | host_bits().high, address_.low() | host_bits().low);
  }
  /// The same block without host bits.
  constexpr Cidr masked() const noexcept { return {first(), length_}; }

  /// Of the same family only: no mapped address is in an IPv4 block.
  constexpr bool contains(const IpAddress& address) const noexcept {
    return address.family() == address_.family() &&
           ((address.high() ^ address_.high()) & ~host_bits().high) == 0 &&
           ((address.low() ^ address_.low()) & ~host_bits().low) == 0;
  }
  /// All of the other.
  constexpr bool contains(const Cidr& other) const noexcept {
    return length_ <= other.length_ && contains(other.address_);
  }

  /// "10.0.0.1/8", as given. parse() reads it back.
  std::string to_string() const;

  constexpr bool operator==(const Cidr&) const noexcept = default;
  constexpr auto operator<=>(const Cidr&) const noexcept = default;

 private:
  struct Bits {
    std::uint64_t high, low;
  };

  constexpr Cidr(const IpAddress& address, int length) noexcept : address_(address), length_(length) {}

  /// The bits that addresses of the block need not share, of the 128 that an IPv4 address has in mapped form.
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
//     assert(block && block->first() == IpAddress::v4(0xc0000200) && block->last() ==
//     IpAddress::v4(0xc00002ff)); assert(block->contains(*IpAddress::parse("192.0.2.1")));
//     assert(block->masked().to_string() == "192.0.2.0/24");
//     assert(Cidr::parse("192.0.2.0/33").error().problem == ParseProblem::length_too_large);

}  // namespace netkit

template <>
struct NETKIT_PUBLIC std::hash<netkit::Cidr> {
  std::size_t operator()(const netkit::Cidr& block) const noexcept;
};
