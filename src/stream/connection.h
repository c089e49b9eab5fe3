// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/error.h>
#include <netkit/base/export.h>
#include <netkit/stream/stream.h>
#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// The process at the other end of a Unix-domain socket, as it was when the connection was made (unix(7),
/// SO_PEERCRED).
struct PeerCredentials {
  pid_t process;
  uid_t user;
  gid_t group;
};

/// What has passed over a connection whose reads and writes are datagrams.
struct DatagramCounts {
  std::uint64_t received = 0, sent = 0;
  std::uint64_t dropped = 0;  ///< came faster than they were read
};

/// A Stream between two ends that have addresses: a TCP connection, a Unix-domain socket, a peer of a
/// datagram socket, or a layer over one.
class Connection : public Stream {
 public:
  /// None on Unix-domain sockets. The remote address stays known after the peer has gone.
  virtual std::optional<SocketAddress> local_address() const = 0;
  virtual const std::optional<SocketAddress>& remote_address() const = 0;
  /// The name of the peer of Unix-domain datagrams; empty if it has none. Other connections leave it to
  /// getpeername(2).
  virtual std::optional<std::string> peer_name() const { return std::nullopt; }
  /// None except on Unix-domain sockets.
  virtual std::optional<PeerCredentials> peer_credentials() const { return std::nullopt; }

  virtual std::uint64_t bytes_read() const = 0;
  virtual std::uint64_t bytes_written() const = 0;  ///< taken by write(), queued ones included
  virtual std::size_t queued() const = 0;           ///< bytes taken by write() and not yet by the kernel
  /// None if it carries a stream of bytes.
  virtual std::optional<DatagramCounts> datagrams() const { return std::nullopt; }
  /// The time at which bytes were last read or written, on the loop's clock (Loop::now()).
  virtual std::chrono::milliseconds last_activity() const = 0;

  virtual bool readable() const = 0;  ///< the other side has not sent its end
  virtual bool writable() const = 0;  ///< neither end() was called nor has a write failed
  /// "open"; "readOnly" once not writable(); "writeOnly" once not readable(); "closed" after both.
  std::string_view ready_state() const {
    if (readable()) return writable() ? "open" : "readOnly";
    return writable() ? "writeOnly" : "closed";
  }

  /// Puts back bytes that were read: on_data() delivers them again, from the loop and before any others. They
  /// are not counted twice in bytes_read(). May be called again only after they have been delivered.
  virtual void unread(Bytes bytes) = 0;
  /// Closes with RST in place of FIN from now on: end() and destroy_soon() send it after everything written
  /// has been acknowledged; the destructor sends it immediately and drops what is queued. No effect on
  /// connections that cannot be reset, such as Unix-domain sockets.
  virtual void reset_on_close() = 0;

  /// Lends the socket to a child process, for its stdin and stdout: returns the descriptor, which stays this
  /// object's and is blocking from now on. Until take_back() the connection is neither read nor written here;
  /// it still says what has passed. To be called before start(). Returns -1 if the bytes have to pass through
  /// this object, or if some wait here.
  virtual int lend() { return -1; }
  virtual void take_back() {}
  /// The connection was reset, or, on a Unix-domain socket, the peer has closed it before we have ended our
  /// side. False if both sides have ended in order.
  virtual bool aborted() const { return false; }
  /// Why the connection has failed, where on_close()'s cause alone does not say what failed.
  virtual const std::optional<Error>& failure() const {
    static const std::optional<Error> none;
    return none;
  }
  /// The descriptor under this connection, to be watched for a hang-up only; -1 if there is none.
  virtual int descriptor() const { return -1; }
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd peer(ends[1]);
//     Loop loop;
//     const std::unique_ptr<Connection> connection = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     assert(connection->ready_state() == "open" && !connection->remote_address());
//     assert(connection->peer_credentials()->user == ::getuid());

}  // namespace netkit
