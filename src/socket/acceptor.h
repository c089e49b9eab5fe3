// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/socket/bound_socket.h>
#include <netkit/socket/stream_socket.h>

#include <memory>
#include <optional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// How to listen, and what accepted connections are given.
struct AcceptorOptions {
  SocketOptions socket;  ///< what each accepted connection is given
  int backlog = 511;     ///< connections that wait to be accepted; capped by the system
};

/// The two ends of a connection that was accepted and closed at once; none on Unix-domain sockets.
struct TurnedAway {
  std::optional<SocketAddress> local, remote;
};

/// Accepts connections. Destroying it stops that at once and removes its socket file; connections that
/// were accepted live on.
class Acceptor {
 public:
  /// Called in the loop's thread. Outlives the acceptor; each call may destroy it.
  class Events {
   public:
    /// A connection keeps it until it is closed; it may be null.
    using Token = std::shared_ptr<void>;
    /// Whether to let this connection in; absent: no, and on_refused() follows. Must not destroy the
    /// acceptor. `remote`: none on Unix-domain sockets.
    virtual std::optional<Token> admit(const std::optional<SocketAddress>& remote) = 0;
    virtual void on_connection(std::unique_ptr<StreamSocket> socket) = 0;
    virtual void on_refused(const TurnedAway& connection) = 0;             ///< admit() said no
    virtual void on_out_of_descriptors(const TurnedAway& connection) = 0;  ///< closed to keep a reserve
    virtual void on_error(const Error& error) = 0;                         ///< the acceptor goes on

   protected:
    ~Events() = default;
  };

  static Result<std::unique_ptr<Acceptor>> listen(Loop& loop, BoundSocket socket,
                                                  const AcceptorOptions& options, Events& events);
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
  Acceptor(Loop& loop, const AcceptorOptions& options, Events& events);
  int start(BoundSocket socket);
  void accept();
  bool below_reserve(int fd) const;

  Loop& loop_;
  AcceptorOptions options_;
  Events& events_;
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
//     struct Accepting final : Acceptor::Events {
//       std::optional<Token> admit(const std::optional<SocketAddress>&) override { return Token(); }
//       void on_connection(std::unique_ptr<StreamSocket> socket) override { accepted = std::move(socket); }
//       void on_refused(const TurnedAway&) override {}
//       void on_out_of_descriptors(const TurnedAway&) override {}
//       void on_error(const Error&) override {}
//       std::unique_ptr<StreamSocket> accepted;
//     } events;
//     auto bound = BoundSocket::tcp(SocketAddress{*IpAddress::parse("127.0.0.1")}, {});
//     const auto acceptor = *Acceptor::listen(loop, std::move(*bound), {}, events);
//     const auto dial = Dial::tcp(loop, *acceptor->address(), {}, {}, [&loop](auto) { loop.stop(); });
//     loop.run();

}  // namespace netkit
