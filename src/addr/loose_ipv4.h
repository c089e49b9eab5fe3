// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/addr/parse_error.h>
#include <netkit/base/export.h>

#include <expected>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// An IPv4 address in any of the ways that inet_aton(3) and the URLs of browsers read it: one to four numbers
/// with dots between them, each decimal, octal (a leading 0) or hexadecimal (0x), the last one filling all
/// bytes that are left. "127.1", "0x7f000001" and "0177.0.0.1" are 127.0.0.1. A final dot is not let in, nor
/// are digits that are not of the number's base. What one program reads as 10.8.0.1 is 8.8.0.1 to another: to
/// be used only where such texts have to be understood, never to decide who somebody is.
std::expected<IpAddress, ParseError> parse_loose_ipv4(std::string_view text) noexcept;

// Example:
//
//     assert(parse_loose_ipv4("127.1")->to_string() == "127.0.0.1");
//     assert(parse_loose_ipv4("010.0.0.1")->to_string() == "8.0.0.1");
//     assert((parse_loose_ipv4("1.256.1").error() == ParseError{2, ParseProblem::number_too_large}));

}  // namespace netkit
