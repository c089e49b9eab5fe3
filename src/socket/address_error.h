// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/error.h>
#include <netkit/base/export.h>

#include <string_view>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

// Errors about a socket address: Error::address, with its zone, and Error::port say which (a port of 0 is
// left out).

/// "connect ECONNREFUSED 127.0.0.1:1"
Error address_error(std::error_code code, std::string_view syscall, const SocketAddress& where);

/// "listen EADDRINUSE: address already in use 127.0.0.1:8124", for bind(2) and listen(2) alike, as `net`
/// says.
Error listen_error(std::error_code code, const SocketAddress& where);

// Example:
//
//     const SocketAddress where{*IpAddress::parse("127.0.0.1"), 80};
//     const Error error = address_error(errno_error(ETIMEDOUT), "connect", where);
//     assert(error.message == "connect ETIMEDOUT 127.0.0.1:80");
//     assert(error.address == "127.0.0.1" && error.port == 80);

}  // namespace netkit
