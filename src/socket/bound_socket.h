// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ipc_path.h>
#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/socket/socket_file.h>
#include <netkit/socket/socket_options.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace NETKIT_PUBLIC netkit {

/// How a TCP or UDP socket is bound.
struct TcpBindOptions {
  bool ipv6_only = false;   ///< an IPv6 socket takes no IPv4 connections (IPV6_V6ONLY)
  bool reuse_port = false;  ///< several sockets may share the address (SO_REUSEPORT)
  EarlyOptions early = {};  ///< accepted connections inherit them
};

/// How a Unix-domain socket is bound. All options but `early` are for socket files, not for abstract names.
struct IpcBindOptions {
  int type = SOCK_STREAM;      ///< or SOCK_DGRAM (socket(2))
  std::optional<mode_t> mode;  ///< of the socket file; absent: 0777 less the umask
  bool readable_all = false;   ///< add read permission for all users
  bool writable_all = false;   ///< add write permission for all users
  bool take_over_stale =
      false;  ///< replace a socket file that no socket is bound to; EBUSY if its folder is locked
  EarlyOptions early = {};  ///< accepted connections inherit them
};

/// `net.BoundSocket` of Node.js: a socket that is bound to its address. An Acceptor takes it over and listens
/// on it, a Dial takes it over and connects from it (LocalEnd::socket), or a DatagramSocket receives with it.
/// Until then it owns its
/// descriptor, and its socket file. For one thread at a time.
///
/// The errors are those of a server: "listen EADDRINUSE: address already in use 127.0.0.1:80".
class BoundSocket {
 public:
  /// A function that binds to an IP address: tcp() or udp().
  using Bind = Result<BoundSocket>(const SocketAddress& address, const TcpBindOptions& options);

  static Result<BoundSocket> tcp(const SocketAddress& address, const TcpBindOptions& options);
  /// A datagram socket, for a DatagramSocket. Several may be bound to the same port of a multicast group.
  static Result<BoundSocket> udp(const SocketAddress& address, const TcpBindOptions& options);
  /// Binds to `::`, which includes IPv4 unless ipv6_only. On a system without IPv6, binds to 0.0.0.0.
  static Result<BoundSocket> every_address(std::uint16_t port, const TcpBindOptions& options,
                                           Bind& bind = tcp);
  static Result<BoundSocket> ipc(const IpcPath& path, const IpcBindOptions& options);

  /// Takes over an inherited socket of this type (SOCK_STREAM or SOCK_DGRAM, socket(2)), which may be unbound
  /// (the system then chooses a port), bound or listening. Its socket file is never removed. Any other
  /// descriptor is EINVAL; a FIFO is ENOTSOCK.
  static Result<BoundSocket> adopt(UniqueFd fd, int type = SOCK_STREAM);

  /// The address with the actual port. Nothing for a Unix-domain socket.
  std::optional<SocketAddress> address() const;
  const std::optional<IpcPath>& path() const { return path_; }  ///< nothing for TCP and for an adopted socket
  /// It is a Unix-domain socket (`isPipe` of Node.js).
  bool is_ipc() const;
  /// The descriptor, which stays owned; -1 once the socket is taken over or closed.
  int fd() const { return fd_.get(); }
  /// Closes the socket and removes its socket file, as the destructor does. No effect on one that was taken
  /// over.
  void close();

 private:
  friend class Acceptor;
  friend class Dial;
  friend class DatagramSocket;
  static Result<BoundSocket> group(SocketAddress address, TcpBindOptions options);
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
//     assert(again->fd() >= 0 && !again->is_ipc());

}  // namespace netkit
