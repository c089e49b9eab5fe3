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

/// One rule of a list: an address, a range, or a block (whose host bits are kept).
using Rule = std::variant<IpAddress, IpRange, Cidr>;

/// How leading zeros in an octet are read: some programs read "010" as 8, others as 10.
enum class Octets : std::uint8_t {
  strict,   ///< they are an error
  decimal,  ///< they are ignored: "010" is 10
};

/// Reads an address, "192.0.2.1"; a block, "192.0.2.0/24", "192.0.2.0 /24", "192.0.2.0/255.255.255.0" or
/// "192.0.2.0 255.255.255.0"; or a range, "192.0.2.1-192.0.2.9". The dash of a range may be any of Unicode's,
/// may have blanks around it, and may stand between blocks: the range extends from the first address of the
/// one to the last of the other. Addresses are read as by IpAddress::parse(), so "127.1" is refused. The zone
/// of an IPv6 address is ignored.
std::expected<Rule, ParseError> parse_rule(std::string_view text, Octets octets = Octets::strict) noexcept;

/// The text that parse_rule() reads: "192.0.2.0/24".
std::string to_string(const Rule& rule);

/// The text that `net.BlockList` of Node.js writes: "Subnet: IPv4 192.0.2.0/24", "Range: IPv6 ::1-::9",
/// "Address: IPv4 192.0.2.1".
std::string net_text(const Rule& rule);

/// Reads what net_text() writes.
std::expected<Rule, ParseError> parse_net_text(std::string_view text) noexcept;

/// The addresses of the rule, from the first to the last.
IpRange addresses_of(const Rule& rule) noexcept;

// Example:
//
//     const auto rule = parse_rule("192.0.2.77/255.255.255.0");
//     assert(rule && net_text(*rule) == "Subnet: IPv4 192.0.2.77/24");
//     assert(addresses_of(*rule).first() == *IpAddress::parse("192.0.2.0"));
//     assert(parse_rule("010.0.0.1").error().problem == ParseProblem::leading_zero);
//     assert(parse_net_text("Range: IPv4 10.0.0.1-10.0.0.9").has_value());

}  // namespace netkit
