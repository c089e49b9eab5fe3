// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/loop/timer.h>
#include <netkit/socket/bound_socket.h>
#include <netkit/socket/stream_socket.h>

#include <chrono>
#include <memory>
#include <optional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Options for listening.
struct AcceptorOptions {
  SocketOptions socket;  ///< for each accepted connection
  int backlog = 511;     ///< most connections that wait to be accepted; the system may lower it
};

/// The addresses of a connection that was closed right after it was accepted; none for a Unix-domain socket.
struct TurnedAway {
  std::optional<SocketAddress> local, remote;
};

/// Accepts connections. The destructor stops listening and removes the socket file; accepted connections are
/// not affected.
class Acceptor {
 public:
  /// Receives the events of an acceptor, from the loop. Must outlive the acceptor. Each call but admit() may
  /// destroy the acceptor.
  class Events {
   public:
    /// A connection owns it until it is closed. It may be null.
    using Token = std::shared_ptr<void>;
    /// Decides about a new connection: a token accepts it, nothing refuses it, which on_refused() reports.
    /// `remote` is absent for a Unix-domain socket.
    virtual std::optional<Token> admit(const std::optional<SocketAddress>& remote) = 0;
    virtual void on_connection(std::unique_ptr<StreamSocket> socket) = 0;
    virtual void on_refused(const TurnedAway& connection) = 0;             ///< admit() gave nothing
    virtual void on_out_of_descriptors(const TurnedAway& connection) = 0;  ///< closed, because few are left
    /// accept(2) failed, and the system would only fail again at once: the acceptor pauses, at first for 10
    /// ms, then for longer, up to 1 s. Called once for failures in a row.
    virtual void on_error(const Error& error) = 0;
    virtual void on_recovered() {}  ///< after on_error(): connections are accepted again

   protected:
    ~Events() = default;
  };

  /// The error is "listen EADDRINUSE: address already in use 127.0.0.1:80".
  static Result<std::unique_ptr<Acceptor>> listen(Loop& loop, BoundSocket socket,
                                                  const AcceptorOptions& options, Events& events);
  ~Acceptor();
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;

  /// Absent for a Unix-domain socket.
  const std::optional<SocketAddress>& address() const { return address_; }
  /// Absent for TCP, and for an adopted socket.
  const std::optional<IpcPath>& path() const { return path_; }
  /// Binds another TCP socket to the same address, for the acceptor of another loop. The kernel distributes
  /// connections among these sockets (SO_REUSEPORT). A program that binds the address without this option
  /// still gets EADDRINUSE. Only `early` of the options is used; the others are those of this socket.
  Result<BoundSocket> socket_beside(TcpBindOptions options) const;
  /// For connections accepted from now on.
  void set_socket_options(const SocketOptions& options) { options_.socket = options; }

  /// Whether listening keeps the loop running. It does until unref().
  void ref();
  void unref();

 private:
  struct Cell;
  Acceptor(Loop& loop, const AcceptorOptions& options, Events& events);
  int start(BoundSocket socket);
  void watch();
  void accept_waiting();
  void accepted(UniqueFd fd);
  void accept_failed(int error);
  void recovered();
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
  std::chrono::milliseconds pause_{0};  // the last one; 0 unless accepting fails
  Timer again_;
  Alive alive_;
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
