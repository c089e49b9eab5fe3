// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/bind_local.h>

#include <netkit/loop/uv_error.h>
#include <netkit/socket/address_error.h>
#include <netkit/socket/internal/sockaddr.h>
#include <sys/socket.h>

#include <cerrno>

namespace netkit::internal {

std::optional<Error> bind_local(int fd, const LocalEnd& from, const SocketAddress& to) {
  if (!from.address && from.port == 0) return std::nullopt;
  const IpAddress any = to.address.is_v4() ? IpAddress::v4(0) : IpAddress::v6({});
  const SocketAddress local{from.address.value_or(any), from.port, from.scope_id};
  if (local.address.is_v4() != to.address.is_v4()) return address_error(errno_error(EINVAL), "bind", local);
  const SystemAddress name = to_system(local);
  if (::bind(fd, name.get(), name.length) == 0) return std::nullopt;
  return address_error(errno_error(errno), "bind", local);
}

}  // namespace netkit::internal
