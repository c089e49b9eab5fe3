// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <bit>
#include <cstdint>
#include <string>

namespace NETKIT_PUBLIC netkit {

/// 128 bits: the value of an IPv6 address, or how many of them there are. An extension of GCC and clang.
__extension__ using Uint128 = unsigned __int128;

// <bit> has these for the types of the standard only.

/// How many bits the value needs: 0 for 0, 128 at most.
constexpr int bit_width(Uint128 value) noexcept {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  const auto low = static_cast<std::uint64_t>(value);
  return 128 - (high != 0 ? std::countl_zero(high) : 64 + std::countl_zero(low));
}

/// How many of the low bits are zero: all 128 of 0.
constexpr int countr_zero(Uint128 value) noexcept {
  const auto low = static_cast<std::uint64_t>(value);
  return low != 0 ? std::countr_zero(low) : 64 + std::countr_zero(static_cast<std::uint64_t>(value >> 64));
}

/// In decimal.
std::string to_decimal(Uint128 value);

// Example:
//
//     assert(to_decimal(Uint128{1} << 64) == "18446744073709551616");
//     assert(bit_width(Uint128{1} << 64) == 65 && countr_zero(Uint128{1} << 64) == 64);

}  // namespace netkit
