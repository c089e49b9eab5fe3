// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace netkit {

/// 128 bits: the value of an IPv6 address, or how many of them there are. An extension of GCC and clang.
__extension__ using Uint128 = unsigned __int128;

/// In decimal.
std::string to_decimal(Uint128 value);

// Example:
//
//     assert(to_decimal(Uint128{1} << 64) == "18446744073709551616");

}  // namespace netkit
