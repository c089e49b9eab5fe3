// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/socket/dial.h>
#include <netkit/socket/socket_options.h>

namespace NETKIT_PUBLIC netkit {

/// The address that a connection to `to` reaches. It differs only for 0.0.0.0 and `::` (also mapped, or with
/// a zone): the kernel connects to the loopback address, or to an address of the interface or local end that
/// was asked for.
IpAddress destination_of(const SocketAddress& to, const LocalEnd& from = {}, const EarlyOptions& early = {});

// Example:
//
//     assert(destination_of(SocketAddress{IpAddress::v4(0), 80}).is_loopback());

}  // namespace netkit
