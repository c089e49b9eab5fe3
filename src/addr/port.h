// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// Reads a port, 0..65535, in decimal digits; anything else is refused: signs, blanks, fractions, exponents
/// and hexadecimal digits. Leading zeros are ignored ("080" is 80).
std::optional<std::uint16_t> parse_port(std::string_view text) noexcept;

// Example:
//
//     assert(parse_port("8124") == 8124);
//     assert(!parse_port("65536") && !parse_port("0x50"));

}  // namespace netkit
