// SPDX-License-Identifier: MIT
#include <netkit/socket/datagram_options.h>

#include <net/if.h>
#include <netinet/in.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/zone.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace netkit {

bool is_limited_broadcast(const IpAddress& address) noexcept {
  return address.is_v4() && address.v4_value() == 0xffff'ffff;
}

namespace internal {
namespace {

// 0: the routing table chooses.
int index_of(const std::string& interface, const SocketAddress& address) {
  return static_cast<int>(interface.empty() ? address.scope_id : ::if_nametoindex(interface.c_str()));
}

ip_mreqn membership(const SocketAddress& group, int interface) {
  ip_mreqn request{};
  if (group.address.is_v4()) request.imr_multiaddr.s_addr = htonl(group.address.v4_value());
  request.imr_ifindex = interface;
  return request;
}

bool send_from_interface(int fd, const SocketAddress& group, int interface) {
  if (!group.address.is_v4()) return set_option(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, interface);
  const ip_mreqn request = membership(SocketAddress{IpAddress::v4(0)}, interface);
  return ::setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof(request)) == 0;
}

// An IPv6 socket may carry IPv4, so it gets both.
void set_hops(int fd, int hops) {
  set_option(fd, IPPROTO_IP, IP_TTL, hops);
  set_option(fd, IPPROTO_IP, IP_MULTICAST_TTL, hops);
  if (get_option(fd, SOL_SOCKET, SO_DOMAIN) != AF_INET6) return;
  set_option(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, hops);
  set_option(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, hops);
}

}  // namespace

std::optional<Error> apply_datagram_options(int fd, const DatagramOptions& options,
                                            const SocketAddress& about) {
  const bool is_group = about.address.is_multicast();
  EarlyOptions early = options.early;
  if (is_group) early.interface.clear();
  if (auto error = apply_early(fd, early)) return error;
  if (options.type_of_service) set_type_of_service(fd, *options.type_of_service);
  if (options.hops) set_hops(fd, *options.hops);
  if (options.broadcast || is_limited_broadcast(about.address)) set_option(fd, SOL_SOCKET, SO_BROADCAST, 1);
  if (!is_group) return std::nullopt;
  const int interface = index_of(options.early.interface, about);
  if (interface != 0 && !send_from_interface(fd, about, interface))
    return option_error("IP_MULTICAST_IF", options.early.interface);
  return std::nullopt;
}

std::optional<Error> join_group(int fd, const SocketAddress& group, const std::string& interface) {
  const int index = index_of(interface, group);
  if (group.address.is_v4()) {
    const ip_mreqn request = membership(group, index);
    set_option(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0);
    if (::setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof(request)) == 0) return std::nullopt;
    return option_error("IP_ADD_MEMBERSHIP", host_text(group));
  }
  ipv6_mreq request{};
  const auto bytes = group.address.v6_bytes();
  std::ranges::copy(bytes, request.ipv6mr_multiaddr.s6_addr);
  request.ipv6mr_interface = static_cast<unsigned>(index);
  if (::setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &request, sizeof(request)) == 0) return std::nullopt;
  return option_error("IPV6_JOIN_GROUP", host_text(group));
}

}  // namespace internal
}  // namespace netkit
