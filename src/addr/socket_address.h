// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/addr/parse_error.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// What SocketAddress::create() takes, with the names and defaults of `net.SocketAddress` of Node.js.
struct SocketAddressOptions {
  std::optional<std::string_view> address = {};  ///< of this family; absent: 127.0.0.1 or `::`
  Family family = Family::ipv4;
  std::uint16_t port = 0;        ///< host byte order
  std::uint32_t flow_label = 0;  ///< host byte order, 0..0xfffff; ignored for IPv4
};

/// The address of a TCP socket: an IP address and a port, for IPv6 also a scope id and a flow label. The
/// default is 0.0.0.0, port 0. Ordered by address, port, scope id, flow label.
struct SocketAddress {
  static constexpr std::uint32_t largest_flow_label = 0xfffff;  ///< RFC 6437: 20 bits

  IpAddress address;
  std::uint16_t port = 0;        ///< host byte order; 0: none, or any
  std::uint32_t scope_id = 0;    ///< interface index (RFC 4007 section 11.2); 0: none
  std::uint32_t flow_label = 0;  ///< host byte order, at most largest_flow_label; 0 with IPv4

  /// An IPv6 address may have a zone that is the number of an interface. For a zone that is a name, set
  /// `scope_id` to what scope_id_of() gives. Errors: ERR_INVALID_ADDRESS, ERR_OUT_OF_RANGE.
  static Result<SocketAddress> create(const SocketAddressOptions& options = {});

  /// Reads "IPV4", "IPV4:PORT", "[IPV6]" or "[IPV6]:PORT". A missing port is port 0, also after a colon. The
  /// IPv4 address may have any form that parse_loose_ipv4() reads, the IPv6 address a zone that is a number.
  /// Anything before or after is refused, whereas `net` of Node.js ignores user names, paths and blanks, and
  /// gives port 0 for port 80.
  static std::expected<SocketAddress, ParseError> parse(std::string_view text) noexcept;

  /// "1.2.3.4:80", "[::1]:80", "[fe80::1%2]:80". parse() reads it back, except the flow label. With the name
  /// of the interface in place of its number: endpoint_text().
  std::string to_string() const;

  /// {"address":"::1","port":80,"family":"ipv6","flowlabel":0}
  std::string to_json() const;

  bool operator==(const SocketAddress&) const noexcept = default;
  auto operator<=>(const SocketAddress&) const noexcept = default;
};

// Example:
//
//     const SocketAddress address{*IpAddress::parse("::1"), 80};
//     assert(address.to_string() == "[::1]:80" && SocketAddress::parse("[::1]:80") == address);
//     assert(SocketAddress::create({.port = 8124})->to_string() == "127.0.0.1:8124");
//     assert((SocketAddress::parse("::1:80").error() == ParseError{0, ParseProblem::no_brackets}));

}  // namespace netkit

template <>
struct NETKIT_PUBLIC std::hash<netkit::SocketAddress> {
  std::size_t operator()(const netkit::SocketAddress& address) const noexcept;
};
