// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>

#include <optional>
#include <string>

namespace NETKIT_PUBLIC netkit {

/// The random bytes in a datagram that begins with a ClientHello in the clear (RFC 6347, section 4.3.2), by
/// which one that comes twice is recognised. Nothing for any other datagram.
std::optional<std::string> random_of_client_hello(Bytes datagram);

// Example:
//
//     assert(!random_of_client_hello(as_bytes("hello")));

}  // namespace netkit
