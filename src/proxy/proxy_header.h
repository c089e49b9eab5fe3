// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>

#include <cstdint>
#include <optional>
#include <string>

namespace NETKIT_PUBLIC netkit {

/// The two forms of the PROXY header: text, and binary (haproxy.org, "The PROXY protocol", versions 1 and 2).
enum class ProxyVersion : std::uint8_t { text = 1, binary = 2 };

/// The two ends of a connection that is passed on.
struct ProxiedEnds {
  SocketAddress source, destination;
};

/// The header that tells a server whose connection it gets. Without ends: of a connection that has no
/// addresses, such as that of a Unix-domain socket (UNKNOWN, AF_UNSPEC). IPv4 addresses in mapped form are
/// written as IPv4, unless the other end is IPv6. At most 107 bytes.
std::string proxy_header(ProxyVersion version, const std::optional<ProxiedEnds>& ends);

// Example:
//
//     const ProxiedEnds ends{*SocketAddress::parse("192.0.2.1:5000"), *SocketAddress::parse("192.0.2.2:80")};
//     assert(proxy_header(ProxyVersion::text, ends) == "PROXY TCP4 192.0.2.1 192.0.2.2 5000 80\r\n");
//     assert(proxy_header(ProxyVersion::text, {}) == "PROXY UNKNOWN\r\n");

}  // namespace netkit
