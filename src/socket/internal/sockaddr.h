// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ipc_path.h>
#include <netkit/addr/socket_address.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <optional>

namespace netkit::internal {

/// A socket address in the system's form, with its length.
struct SystemAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

SystemAddress to_system(const SocketAddress& address);

/// The abstract name has its exact length, without padding (unix(7)).
SystemAddress to_system(const IpcPath& path);

/// Nothing where it is neither IPv4 nor IPv6.
std::optional<SocketAddress> from_system(const sockaddr* address);

/// What the socket is bound to, and whom it is connected to; nothing on Unix-domain sockets.
std::optional<SocketAddress> local_address_of(int fd);
std::optional<SocketAddress> remote_address_of(int fd);

}  // namespace netkit::internal
