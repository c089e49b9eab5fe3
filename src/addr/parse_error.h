// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// What is wrong with the text of an address, a block, a range, a socket address, a host or a service.
enum class ParseProblem : std::uint8_t {
  unexpected,        ///< a byte that is not allowed there
  incomplete,        ///< the text ends too early
  leading_zero,      ///< in an octet or a prefix length: some programs read it as octal, others as decimal
  octet_too_large,   ///< an octet greater than 255
  number_too_large,  ///< in a form that inet_aton(3) reads: more than the bytes that it stands for can hold
  group_too_long,    ///< more than four hexadecimal digits
  second_gap,        ///< "::" twice
  too_many_groups,   ///< more than eight, or eight and a "::"
  too_few_groups,    ///< fewer than eight, and no "::"
  zone,              ///< a zone where none is allowed
  length_too_large,  ///< a prefix length greater than 32 or 128
  scattered_mask,    ///< an IPv4 netmask whose one bits are not all at the front
  wildcard_mask,     ///< an inverted IPv4 netmask: "0.0.0.255" for /24
  families_differ,   ///< a range whose two addresses are of different families
  other_family,      ///< "IPv4" followed by an IPv6 address, or the reverse
  reversed,          ///< a range whose last address is less than the first
  port_too_large,    ///< a port greater than 65535
  no_brackets,       ///< an IPv6 address without brackets, followed by a port
  label_too_long,    ///< a label of a host name longer than 63 bytes
  name_too_long,     ///< a host name longer than 253 bytes, or the name of a service longer than 15
};

/// In words, for use after a colon: "an octet over 255".
std::string_view problem_text(ParseProblem problem) noexcept;

/// Why a text was refused, and where.
struct ParseError {
  std::size_t offset = 0;  ///< of the first wrong byte, from 0; the length of the text if it ends too early
  ParseProblem problem = ParseProblem::unexpected;

  bool operator==(const ParseError&) const noexcept = default;
};

// Example:
//
//     const auto address = IpAddress::parse("10.0.0.256");
//     assert((address.error() == ParseError{7, ParseProblem::octet_too_large}));
//     assert(problem_text(address.error().problem) == "an octet over 255");

}  // namespace netkit
