// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/result.h>
#include <netkit/io/bound_socket.h>
#include <netkit/io/stream_socket.h>

#include <cstddef>
#include <memory>
#include <optional>

namespace netkit {

class Loop;

struct AcceptorOptions {
  SocketOptions socket;  ///< what each accepted connection is given
  int backlog = 511;     ///< connections that wait to be accepted; capped by the system
  std::optional<std::size_t>
      max_connections;  ///< open at once; more are dropped, 0 drops all; absent: no limit
};

/// A connection that was accepted and closed at once.
struct Dropped {
  enum class Reason { max_connections, descriptors };
  Reason reason;
  std::optional<SocketAddress> local, remote;  ///< none on Unix-domain sockets
};

/// Accepts connections. Destroying it stops that at once and removes its socket file; connections that
/// were accepted live on.
class Acceptor {
 public:
  class Listener {
   public:
    virtual void on_connection(std::unique_ptr<StreamSocket> socket) = 0;
    virtual void on_drop(const Dropped& dropped) = 0;
    virtual void on_error(const Error& error) = 0;  ///< the server goes on

   protected:
    ~Listener() = default;
  };

  static Result<std::unique_ptr<Acceptor>> listen(Loop& loop, BoundSocket socket,
                                                  const AcceptorOptions& options, Listener& listener);
  ~Acceptor();
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;

  const std::optional<SocketAddress>& address() const { return address_; }
  const std::optional<IpcPath>& path() const { return path_; }
  /// Accepted and not closed yet.
  std::size_t connections() const;

 private:
  struct Cell;
  Acceptor(Loop& loop, const AcceptorOptions& options, Listener& listener);
  int start(BoundSocket socket);
  void accept();
  std::optional<Dropped::Reason> reason_to_drop(int fd) const;

  Loop& loop_;
  AcceptorOptions options_;
  Listener& listener_;
  Cell* cell_ = nullptr;
  int family_ = 0;
  std::optional<SocketAddress> address_;
  std::optional<IpcPath> path_;
  SocketFile file_;
  std::shared_ptr<std::byte> token_;  // each connection keeps one reference until it is closed
  int descriptor_limit_ = 0;
};

}  // namespace netkit
