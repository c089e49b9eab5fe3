// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ipc_path.h>
#include <netkit/addr/socket_address.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <optional>
#include <string>

namespace netkit::internal {

/// A socket address in the form of the system, with its length.
struct SystemAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

SystemAddress to_system(const SocketAddress& address);

/// An abstract name has its exact length, without padding (unix(7)).
SystemAddress to_system(const IpcPath& path);

/// The path of a Unix-domain address, or "@NAME"; empty if it has no name (unix(7)).
std::string path_in(const SystemAddress& address);

/// Nothing for an address that is neither IPv4 nor IPv6.
std::optional<SocketAddress> from_system(const sockaddr* address);

/// The addresses that the socket is bound and connected to; nothing for a Unix-domain socket.
std::optional<SocketAddress> local_address_of(int fd);
std::optional<SocketAddress> remote_address_of(int fd);

}  // namespace netkit::internal
