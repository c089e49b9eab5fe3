// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/socket/bound_socket.h>
#include <netkit/socket/stream_socket.h>

#include <expected>
#include <memory>
#include <optional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// How to listen, and what accepted connections are given.
struct AcceptorOptions {
  SocketOptions socket;  ///< what each accepted connection is given
  int backlog = 511;     ///< connections that wait to be accepted; capped by the system
};

/// A connection that was accepted and closed at once.
struct Dropped {
  /// Which limit it was over, or which list kept it out.
  enum class Reason {
    max_connections,
    max_per_address,
    blocked,     ///< by the block list
    not_listed,  ///< the allow list has it not
    descriptors,
  };
  Reason reason;
  std::optional<SocketAddress> local, remote;  ///< none on Unix-domain sockets

  bool by_list() const { return reason == Reason::blocked || reason == Reason::not_listed; }
};

/// Accepts connections. Destroying it stops that at once and removes its socket file; connections that
/// were accepted live on.
class Acceptor {
 public:
  /// Decides who is let in and takes the connections, in the loop's thread. Outlives the acceptor.
  class Listener {
   public:
    /// What each connection keeps until it is closed, or why this one is dropped. `remote`: none on
    /// Unix-domain sockets.
    using Admission = std::expected<std::shared_ptr<void>, Dropped::Reason>;
    virtual Admission admit(const std::optional<SocketAddress>& remote) = 0;
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
  /// Another socket on the same address, for an acceptor of another loop: the kernel spreads connections over
  /// all of them (SO_REUSEPORT). Who asks for the address without that option still finds it in use. TCP
  /// only; of the options `early` counts, the others are as here.
  Result<BoundSocket> socket_beside(TcpBindOptions options) const;
  /// What connections are given that are accepted from now on.
  void set_socket_options(const SocketOptions& options) { options_.socket = options; }

  /// Whether listening keeps the loop running; it does at first.
  void ref();
  void unref();

 private:
  struct Cell;
  Acceptor(Loop& loop, const AcceptorOptions& options, Listener& listener);
  int start(BoundSocket socket);
  void accept();
  Listener::Admission admit(int fd, const std::optional<SocketAddress>& remote);

  Loop& loop_;
  AcceptorOptions options_;
  Listener& listener_;
  Cell* cell_ = nullptr;
  int family_ = 0;
  std::optional<SocketAddress> address_;
  std::optional<IpcPath> path_;
  SocketFile file_;
  int descriptor_limit_ = 0;
};

// Example:
//
//     Loop loop;
//     struct Listener final : Acceptor::Listener {
//       Admission admit(const std::optional<SocketAddress>&) override { return {}; }
//       void on_connection(std::unique_ptr<StreamSocket> socket) override { accepted = std::move(socket); }
//       void on_drop(const Dropped&) override {}
//       void on_error(const Error&) override {}
//       std::unique_ptr<StreamSocket> accepted;
//     } listener;
//     auto bound = BoundSocket::tcp(SocketAddress{*IpAddress::parse("127.0.0.1")}, {});
//     const auto acceptor = *Acceptor::listen(loop, std::move(*bound), {}, listener);
//     const auto dial = Dial::tcp(loop, *acceptor->address(), {}, {}, [&loop](auto) { loop.stop(); });
//     loop.run();

}  // namespace netkit
