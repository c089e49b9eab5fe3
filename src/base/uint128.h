// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <bit>
#include <cstdint>
#include <string>

namespace NETKIT_PUBLIC netkit {

/// An unsigned integer of 128 bits, for the value of an IPv6 address or a number of addresses. An extension
/// of GCC and clang.
__extension__ using Uint128 = unsigned __int128;

// <bit> has these functions for standard types only.

/// The number of bits that the value needs: 0 for 0, at most 128.
constexpr int bit_width(Uint128 value) noexcept {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  const auto low = static_cast<std::uint64_t>(value);
  return 128 - (high != 0 ? std::countl_zero(high) : 64 + std::countl_zero(low));
}

/// The number of zero bits below the lowest one bit; 128 for 0.
constexpr int countr_zero(Uint128 value) noexcept {
  const auto low = static_cast<std::uint64_t>(value);
  return low != 0 ? std::countr_zero(low) : 64 + std::countr_zero(static_cast<std::uint64_t>(value >> 64));
}

/// The decimal digits, without leading zeros.
std::string to_decimal(Uint128 value);

// Example:
//
//     assert(to_decimal(Uint128{1} << 64) == "18446744073709551616");
//     assert(bit_width(Uint128{1} << 64) == 65 && countr_zero(Uint128{1} << 64) == 64);

}  // namespace netkit
