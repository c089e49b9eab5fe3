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

/// What SocketAddress::create() makes one from; the names and defaults of Node.js's `net.SocketAddress`.
struct SocketAddressOptions {
  std::optional<std::string_view> address = {};  ///< of that family; absent: 127.0.0.1 or `::`
  Family family = Family::ipv4;
  std::uint16_t port = 0;        ///< host byte order
  std::uint32_t flow_label = 0;  ///< 0..0xfffff; means nothing with IPv4
};

/// Where a TCP socket is: an address, a port and, for IPv6, the interface through which it is meant. By
/// default nowhere: 0.0.0.0, port 0. Ordered by address, port, scope, flow label.
struct SocketAddress {
  static constexpr std::uint32_t largest_flow_label = 0xfffff;  ///< RFC 6437: 20 bits

  IpAddress address;
  std::uint16_t port = 0;        ///< host byte order; 0: none yet
  std::uint32_t scope_id = 0;    ///< interface index (RFC 4007 section 11.2); 0: none
  std::uint32_t flow_label = 0;  ///< host byte order, at most largest_flow_label; 0 with IPv4

  /// An IPv6 address may have a zone, the number of an interface; names take scope_id_of() and `scope_id`.
  /// Errors: ERR_INVALID_ADDRESS, ERR_OUT_OF_RANGE.
  static Result<SocketAddress> create(const SocketAddressOptions& options = {});

  /// "V4", "V4:PORT", "[V6]", "[V6]:PORT"; no port, or none behind the colon, is port 0. The IPv4 address in
  /// any way that parse_loose_ipv4() reads, the IPv6 one perhaps with the number of a zone. Nothing before or
  /// behind that: `net`'s parse swallows user names, paths and blanks, and takes port 80 for none.
  static std::expected<SocketAddress, ParseError> parse(std::string_view text) noexcept;

  /// "1.2.3.4:80", "[::1]:80", "[fe80::1%2]:80": never ambiguous. parse() reads it back, but for the flow
  /// label.
  std::string to_string() const;

  /// As the error texts of Node.js's `net` have it: "::1:80", without brackets and scope; "::1" for port 0.
  std::string net_text() const;

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
