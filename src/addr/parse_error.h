// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// What is wrong with a text that was to be an address, a block, a range, a socket's address or an endpoint.
enum class ParseProblem : std::uint8_t {
  unexpected,        ///< a byte that cannot stand there
  incomplete,        ///< the text ends where more has to come
  leading_zero,      ///< in an octet or a prefix length: octal to some, decimal to others
  octet_too_large,   ///< over 255
  number_too_large,  ///< inet_aton's way of writing IPv4: over what its place holds
  group_too_long,    ///< over four hexadecimal digits
  second_gap,        ///< "::" twice
  too_many_groups,   ///< over eight, or a "::" that would stand for none
  too_few_groups,    ///< under eight, and no "::"
  zone,              ///< where no zone may stand
  length_too_large,  ///< a prefix length over 32 or 128
  scattered_mask,    ///< an IPv4 mask whose ones do not all stand in front
  wildcard_mask,     ///< an IPv4 mask with its zeros in front, where "0.0.0.255" means a /24
  families_differ,   ///< a range from one version to the other
  other_family,      ///< an address of one version behind the name of the other
  reversed,          ///< a range whose last address lies before the first
  port_too_large,    ///< over 65535
  no_brackets,       ///< an IPv6 address where only brackets tell it from a port
  label_too_long,    ///< a part of a name over 63 bytes
  name_too_long,     ///< a host's name over 253 bytes, a service's over 15
};

/// In words, to stand behind a colon: "an octet over 255".
std::string_view problem_text(ParseProblem problem) noexcept;

/// Why a text was refused, and where.
struct ParseError {
  std::size_t offset = 0;  ///< the first byte that is wrong; the text's length where more has to come
  ParseProblem problem = ParseProblem::unexpected;

  bool operator==(const ParseError&) const noexcept = default;
};

// Example:
//
//     const auto address = IpAddress::parse("10.0.0.256");
//     assert((address.error() == ParseError{7, ParseProblem::octet_too_large}));
//     assert(problem_text(address.error().problem) == "an octet over 255");

}  // namespace netkit
