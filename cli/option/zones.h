// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/endpoint.h>
#include <netkit/addr/socket_address.h>

#include <string_view>

namespace netkit::cli {

/// The address with the scope id of its zone, port 0. Throws UsageError for a zone that is no interface.
SocketAddress address_of(const IpLiteral& literal);

/// Throws UsageError, with the interfaces to choose from, if the address makes no sense without a zone and
/// has none. `text` is how it was given: "fe80::1", "-s fe80::1".
void check_zone(const SocketAddress& address, std::string_view text);

/// Throws UsageError if this is no host because of a '%' in it.
void refuse_misplaced_zone(std::string_view text);

}  // namespace netkit::cli
