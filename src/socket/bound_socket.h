// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ipc_path.h>
#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/socket/socket_file.h>
#include <netkit/socket/socket_options.h>
#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace NETKIT_PUBLIC netkit {

/// How a TCP socket is bound.
struct TcpBindOptions {
  bool ipv6_only = false;   ///< no IPv4 on an IPv6 address (IPV6_V6ONLY); nothing on IPv4
  bool reuse_port = false;  ///< several sockets share the address (SO_REUSEPORT)
  EarlyOptions early = {};  ///< accepted connections inherit them
};

/// How a Unix-domain socket is bound: all but `early` is for socket files, not for abstract names.
struct IpcBindOptions {
  std::optional<mode_t> mode;    ///< of the socket file; absent: as the umask has it
  bool readable_all = false;     ///< add r for everyone
  bool writable_all = false;     ///< add w for everyone
  bool take_over_stale = false;  ///< replace a socket file that nobody is bound to
  EarlyOptions early = {};       ///< accepted connections inherit them
};

/// A stream socket with its address, not listening yet: what an Acceptor takes over.
/// Errors read "listen EADDRINUSE: address already in use 127.0.0.1:80", as a server's do.
class BoundSocket {
 public:
  static Result<BoundSocket> tcp(const SocketAddress& address, const TcpBindOptions& options);
  /// Every address: `::`, with IPv4 unless ipv6_only; 0.0.0.0 where there is no IPv6.
  static Result<BoundSocket> every_address(std::uint16_t port, const TcpBindOptions& options);
  static Result<BoundSocket> ipc(const IpcPath& path, const IpcBindOptions& options);

  /// An inherited stream socket, bound, unbound (the system chooses a port) or listening already; a socket
  /// file stays when we go. Anything else is EINVAL, a FIFO ENOTSOCK.
  static Result<BoundSocket> adopt(UniqueFd fd);

  /// As it is bound, with the port that the system chose; nothing for a Unix-domain socket.
  std::optional<SocketAddress> address() const;
  const std::optional<IpcPath>& path() const { return path_; }  ///< nothing for an adopted one

 private:
  friend class Acceptor;
  explicit BoundSocket(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
  std::optional<IpcPath> path_;
  SocketFile file_;
};

// Example:
//
//     const auto socket = BoundSocket::tcp(SocketAddress{*IpAddress::parse("127.0.0.1")}, {});
//     assert(socket && socket->address()->port != 0);
//     const auto again = BoundSocket::tcp(*socket->address(), {});
//     assert(again.has_value());  // until one of the two listens

}  // namespace netkit
