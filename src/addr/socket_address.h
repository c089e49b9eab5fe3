// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>

#include <compare>
#include <cstdint>
#include <string>

namespace netkit {

/// Where a TCP socket is: an address, a port and, for IPv6, the interface through which it is meant.
struct SocketAddress {
  IpAddress address;
  std::uint16_t port = 0;      ///< host byte order; 0: none yet
  std::uint32_t scope_id = 0;  ///< interface index (RFC 4007 section 11.2); 0: none

  /// "1.2.3.4:80", "[::1]:80", "[fe80::1%2]:80": never ambiguous.
  std::string to_string() const;

  /// As the error texts of Node.js's `net` have it: "::1:80", without brackets and scope; "::1" for port 0.
  std::string net_text() const;

  bool operator==(const SocketAddress&) const noexcept = default;
  auto operator<=>(const SocketAddress&) const noexcept = default;
};

// Example:
//
//     const SocketAddress address{*IpAddress::parse("::1"), 80};
//     assert(address.to_string() == "[::1]:80");

}  // namespace netkit
