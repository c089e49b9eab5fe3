// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ipc_path.h>
#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/base/result.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/socket/socket_options.h>

#include <cstdint>
#include <memory>
#include <optional>

namespace NETKIT_PUBLIC netkit {

class Loop;
class BoundSocket;
class StreamSocket;
namespace internal {
struct NETKIT_HIDDEN SocketCell;
}

/// The local address and port to connect from (TCP only), or a socket.
struct LocalEnd {
  std::optional<IpAddress> address;  ///< absent: the system chooses
  std::uint32_t scope_id = 0;        ///< of a link-local address
  std::uint16_t port = 0;            ///< host byte order; 0: the system chooses
  /// Connect from this socket, which is TCP or Unix-domain as the destination is, and may be unbound; the
  /// members above have no effect. The connection takes it over, with its socket file; a second connection
  /// from it fails with ERR_SOCKET_HANDLE_ADOPTED.
  std::shared_ptr<BoundSocket> socket = {};
};

/// One attempt to connect. A connection that was reset meanwhile has still succeeded if the peer sent bytes
/// or its end before that; they are received, then ECONNRESET. Calls the callback once, from the loop; the
/// callback may destroy the Dial. Destroying the Dial earlier cancels the attempt.
class Dial {
 public:
  using Callback = Once<Result<std::unique_ptr<StreamSocket>>>;

  static std::unique_ptr<Dial> tcp(Loop& loop, const SocketAddress& to, const LocalEnd& from,
                                   const SocketOptions& options, Callback on_done);
  static std::unique_ptr<Dial> ipc(Loop& loop, const IpcPath& to, const LocalEnd& from,
                                   const SocketOptions& options, Callback on_done);
  ~Dial();
  Dial(const Dial&) = delete;
  Dial& operator=(const Dial&) = delete;

 private:
  Dial(Loop& loop, const LocalEnd& from, const SocketOptions& options, Callback on_done);
  void start_tcp(const SocketAddress& to);
  void start_ipc(const IpcPath& to);
  Result<UniqueFd> socket_for(int family);
  void connect(UniqueFd fd, const SocketAddress& to);
  void connected(int status);
  std::unique_ptr<StreamSocket> stream(internal::SocketCell* socket);
  std::unique_ptr<StreamSocket> reset_stream(internal::SocketCell* socket, int status);
  void report();
  void fail_later(Error error);

  struct Cell;
  Loop& loop_;
  LocalEnd from_;
  SocketOptions options_;
  Callback on_done_;
  Cell* cell_ = nullptr;                   // while the kernel connects
  internal::SocketCell* ready_ = nullptr;  // connected during the call; to be reported
  std::optional<Error> failure_;           // failed during the call; to be reported
  std::optional<SocketAddress> to_;
  Deferred later_;
};

// Example:
//
//     Loop loop;
//     const auto dial = Dial::ipc(loop, *IpcPath::parse("/no/such/socket"), {}, {}, [](auto result) {
//       assert(result.error().message == "connect ENOENT /no/such/socket");
//     });
//     loop.run();

}  // namespace netkit
