// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/socket/socket_options.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace NETKIT_PUBLIC netkit {

/// Options of datagram sockets, and of the connections that they carry.
struct DatagramOptions {
  std::size_t high_water_mark = 64 * 1024;  ///< bytes queued from which on write() returns false
  std::optional<int> type_of_service;       ///< IP_TOS and IPV6_TCLASS, 0..255; absent: the system's
  /// Hop limit of what is sent, 1..255 (IP_TTL, IPV6_UNICAST_HOPS, and those of multicast). Absent: the
  /// system's, which is 1 to a multicast group.
  std::optional<int> hops;
  bool broadcast = false;  ///< may send to a subnet's broadcast address (SO_BROADCAST)
  /// How long after our end no datagram may come until the peer counts as ended, too. Absent: it never does.
  std::optional<std::chrono::milliseconds> quiet = std::chrono::seconds(1);
  /// `interface` is the only one that is used; with a multicast group the one that the group is joined on,
  /// and that is sent from (ip(7), IP_MULTICAST_IF).
  EarlyOptions early = {};
};

/// Whether datagrams to this address go to all hosts of a network: 255.255.255.255. Broadcast addresses of
/// subnets look like any other.
bool is_limited_broadcast(const IpAddress& address) noexcept;

namespace internal {

/// Sets the options of a new socket, before it is bound or connected. `about` is the address that it is bound
/// or connected to. The error is "setsockopt ENODEV: ...".
std::optional<Error> apply_datagram_options(int fd, const DatagramOptions& options,
                                            const SocketAddress& about);

/// Joins the multicast group (IP_ADD_MEMBERSHIP, IPV6_JOIN_GROUP) and has the socket receive what is sent to
/// it alone. On `interface`, or, if that is empty, on the zone's or the one that the routing table chooses.
std::optional<Error> join_group(int fd, const SocketAddress& group, const std::string& interface);

}  // namespace internal

// Example:
//
//     DatagramOptions options;
//     options.quiet = std::chrono::milliseconds(0);  // ends as soon as everything has been sent
//     assert(is_limited_broadcast(*IpAddress::parse("255.255.255.255")));

}  // namespace netkit
