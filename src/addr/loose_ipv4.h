// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/addr/parse_error.h>
#include <netkit/base/export.h>

#include <expected>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// Reads an IPv4 address in every form that inet_aton(3) and browsers accept: one to four numbers separated
/// by dots, each decimal, octal (leading 0) or hexadecimal (leading 0x); the last number fills the remaining
/// bytes. "127.1", "0x7f000001" and "0177.0.0.1" all are 127.0.0.1. A final dot, and a digit that its base
/// does not have, are refused. Programs disagree about such texts: 010.8.0.1 is 8.8.0.1 to some and 10.8.0.1
/// to others. Do not use this function to decide whether an address may have access.
std::expected<IpAddress, ParseError> parse_loose_ipv4(std::string_view text) noexcept;

// Example:
//
//     assert(parse_loose_ipv4("127.1")->to_string() == "127.0.0.1");
//     assert(parse_loose_ipv4("010.0.0.1")->to_string() == "8.0.0.1");
//     assert((parse_loose_ipv4("1.256.1").error() == ParseError{2, ParseProblem::number_too_large}));

}  // namespace netkit
