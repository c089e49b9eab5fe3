// SPDX-License-Identifier: MIT
#include <netkit/socket/destination.h>

#include <netkit/loop/unique_fd.h>
#include <netkit/socket/internal/sockaddr.h>
#include <sys/socket.h>

namespace netkit {
namespace {

bool connect_to(int fd, const SocketAddress& to) {
  const internal::SystemAddress name = internal::to_system(to);
  return ::connect(fd, name.get(), name.length) == 0;
}

// If this fails, so will the connection.
void bind_to(int fd, const LocalEnd& from) {
  if (!from.address) return;
  const internal::SystemAddress name = internal::to_system(SocketAddress{*from.address, 0, from.scope_id});
  (void)::bind(fd, name.get(), name.length);
}

IpAddress loopback_for(const IpAddress& any) {
  return any.unmapped().is_v4() ? IpAddress::v4(0x7f00'0001) : IpAddress::v6(0, 1);
}

}  // namespace

// Asks the kernel: connecting a datagram socket chooses the address and sends nothing.
IpAddress destination_of(const SocketAddress& to, const LocalEnd& from, const EarlyOptions& early) {
  if (!to.address.is_unspecified()) return to.address;
  const UniqueFd fd(::socket(to.address.is_v4() ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  (void)internal::apply_early(fd.get(), early);
  bind_to(fd.get(), from);
  constexpr std::uint16_t any_port = 9;
  const bool is_connected = connect_to(fd.get(), SocketAddress{to.address, any_port, to.scope_id});
  const auto reached = is_connected ? internal::remote_address_of(fd.get()) : std::nullopt;
  return reached && !reached->address.is_unspecified() ? reached->address : loopback_for(to.address);
}

}  // namespace netkit
