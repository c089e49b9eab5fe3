// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>
#include <netkit/base/uint128.h>

#include <cstdint>

// Addresses as numbers.

namespace NETKIT_PUBLIC netkit {

constexpr Uint128 mapped_first = Uint128{0xffff} << 32;
constexpr Uint128 mapped_last = mapped_first | 0xffff'ffff;

/// The value of an IPv6 address, or of the mapped form of an IPv4 address.
constexpr Uint128 value_of(const IpAddress& address) noexcept {
  return Uint128{address.high()} << 64 | address.low();
}

constexpr IpAddress v6_address(Uint128 value) noexcept {
  return IpAddress::v6(static_cast<std::uint64_t>(value >> 64), static_cast<std::uint64_t>(value));
}

}  // namespace netkit
