// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/endpoint.h>
#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// The scope id that a zone stands for (RFC 4007 section 11): a number from 1 on, or the name of an interface
/// of this machine. Nothing for what is neither.
std::optional<std::uint32_t> scope_id_of(std::string_view zone);

/// The socket address that a literal stands for, with the scope id of its zone. Nothing for a name, which has
/// to be looked up. ERR_INVALID_ARG_VALUE for a zone that is no interface.
Result<std::optional<SocketAddress>> resolve_literal(const Host& host, std::uint16_t port);

/// Whether the address is an IPv6 address of a link, which means nothing without a zone (RFC 4007 section 6).
bool needs_zone(const IpAddress& address) noexcept;

// Addresses as users write them, with their zone: the name of the interface, or its number if it has no name
// that can be read back.

std::string host_text(const SocketAddress& address);      ///< "::1", "fe80::1%eth0"; parse_host() reads it
std::string endpoint_text(const SocketAddress& address);  ///< "127.0.0.1:80", "[fe80::1%eth0]:80"
/// As in the error texts of `net` of Node.js: "::1:80", "fe80::1%eth0:80"; "::1" for port 0.
std::string net_text(const SocketAddress& address);

// Example:
//
//     assert(scope_id_of("7") == 7U);
//     assert(scope_id_of("lo") && !scope_id_of("no such interface"));
//     const IpLiteral typed{*IpAddress::parse("fe80::1"), "7"};
//     assert((*resolve_literal(typed, 80) == SocketAddress{typed.address, 80, 7}));
//     const auto loopback = scope_id_of("lo");
//     assert(host_text(SocketAddress{typed.address, 80, *loopback}) == "fe80::1%lo");

}  // namespace netkit
