// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/cidr.h>
#include <netkit/addr/ip_address.h>
#include <netkit/addr/ip_range.h>
#include <netkit/addr/parse_error.h>
#include <netkit/base/export.h>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>

namespace NETKIT_PUBLIC netkit {

/// One rule of a list, as it was written: an address, a range, or a block with its host bits.
using Rule = std::variant<IpAddress, IpRange, Cidr>;

/// What leading zeros in an octet mean: to some programs "010" is 8, to others 10.
enum class Octets : std::uint8_t {
  strict,   ///< they are an error
  decimal,  ///< nothing: "010" is 10
};

/// "192.0.2.1", "192.0.2.0/24", "192.0.2.0/255.255.255.0" (a block), "192.0.2.1-192.0.2.9", or with blanks
/// around the '-'. Otherwise as the parse() of these types: no zone, no "127.1".
std::expected<Rule, ParseError> parse_rule(std::string_view text, Octets octets = Octets::strict) noexcept;

/// As parse_rule() reads it: "192.0.2.0/24".
std::string to_string(const Rule& rule);

/// As Node.js's `net.BlockList` writes it: "Subnet: IPv4 192.0.2.0/24", "Range: IPv6 ::1-::9",
/// "Address: IPv4 192.0.2.1".
std::string net_text(const Rule& rule);

/// Reads net_text() back.
std::expected<Rule, ParseError> parse_net_text(std::string_view text) noexcept;

/// What the rule names, from its first address to its last.
IpRange addresses_of(const Rule& rule) noexcept;

// Example:
//
//     const auto rule = parse_rule("192.0.2.77/255.255.255.0");
//     assert(rule && net_text(*rule) == "Subnet: IPv4 192.0.2.77/24");
//     assert(addresses_of(*rule).first() == *IpAddress::parse("192.0.2.0"));
//     assert(parse_rule("010.0.0.1").error().problem == ParseProblem::leading_zero);
//     assert(parse_net_text("Range: IPv4 10.0.0.1-10.0.0.9").has_value());

}  // namespace netkit
