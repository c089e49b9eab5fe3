// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ipc_path.h>
#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/connect/binder.h>
#include <netkit/connect/gate.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/stop_token_watcher.h>
#include <netkit/net/socket.h>
#include <netkit/socket/acceptor.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>
#include <variant>
#include <vector>

namespace NETKIT_PUBLIC netkit {
namespace net {

/// What each accepted connection is given; may be replaced while the server runs.
struct ServerOptions {
  SocketOptions socket;
  bool allow_half_open = false;   ///< a connection may go on sending after its peer's end
  bool pause_on_connect = false;  ///< it reads nothing until resume()
};

/// Where and how long to listen.
struct ListenOptions {
  BindOptions where = {};
  int backlog = 511;  ///< connections that wait to be accepted; 0 is 511, the system has its own bound
  std::stop_token stop = {};  ///< a stop request closes the server
};

/// What `net.Server` is: listens, hands out Sockets, and closes once the last of them has gone.
/// Destroying it stops listening at once and calls nobody; connections live on.
///
/// Misuse is an error at the call; what the system says comes later, from the loop. No call calls the
/// listener.
class Server final : private GatedEvents {
 public:
  /// Each call may destroy the server.
  class Events {
   public:
    virtual void on_listening() {}
    /// Give it a listener: until then it does not read.
    virtual void on_connection(std::unique_ptr<Socket> socket) = 0;
    virtual void on_drop(const Dropped& /*dropped*/) {}     ///< over a limit
    virtual void on_blocked(const Dropped& /*dropped*/) {}  ///< kept out by a list; `net` tells nobody
    virtual void on_error(const Error& /*error*/) {}  ///< a server that listens goes on; else listen() again
    virtual void on_close() {}  ///< after close(), once the last connection has been closed

   protected:
    ~Events() = default;
  };
  /// ERR_SERVER_NOT_RUNNING, if it was not.
  using CloseDone = std::move_only_function<void(const std::optional<Error>& error)>;
  using Address = std::variant<SocketAddress, IpcPath>;

  Server(Loop& loop, const ServerOptions& options, Events& listener);
  ~Server();

  /// Again only after an error or close(): else ERR_SERVER_ALREADY_LISTEN.
  Result<void> listen(const ListenOptions& options);
  /// On a socket that is bound already.
  Result<void> listen(BoundSocket socket, int backlog = 511);
  /// On an inherited socket: bound, unbound (the system chooses a port) or listening already. Its socket file
  /// stays. What is no such socket is `listen EINVAL` later.
  Result<void> listen(UniqueFd fd, int backlog = 511);

  /// Accepts no more, at once; connections go on. `done` is called after on_close().
  void close(CloseDone done = {});

  bool listening() const { return acceptor_ != nullptr; }
  /// From on_listening() until close(); nothing for an adopted Unix-domain socket.
  std::optional<Address> address() const;
  std::size_t connections() const { return gate().connections(); }  ///< accepted and not yet closed

  void set_options(const ServerOptions& options);  ///< for connections from now on
  const ServerOptions& options() const { return options_; }
  void set_limits(const GateLimits& limits) { gate().set_limits(limits); }
  const GateLimits& limits() const { return gate().limits(); }
  /// Who is let in from now on, if below the limits: others are closed at once and never counted.
  void set_access(AccessLists lists) { gate().set_lists(std::move(lists)); }
  const AccessLists& access() const { return gate().lists(); }

  /// Whether listening keeps the loop running; it does at first.
  void ref();
  void unref();

 private:
  Result<void> begin();
  void listen_on(Result<BoundSocket> socket);
  bool running() const { return acceptor_ || binder_ || given_; }
  void stop();
  void close_if_over();
  void deliver_results();
  bool deliver_close();

  void on_connection(std::unique_ptr<StreamSocket> stream) override;
  void on_drop(const Dropped& dropped) override;
  void on_error(const Error& error) override { listener_.on_error(error); }

  Loop& loop_;
  ServerOptions options_;
  Events& listener_;
  std::optional<Binder> binder_;
  std::optional<Result<BoundSocket>> given_;  // to listen on, from the loop
  int backlog_ = 511;
  std::unique_ptr<Acceptor> acceptor_;
  std::optional<StopTokenWatcher> stop_token_watcher_;
  bool referenced_ = true;
  bool closing_ = false, over_ = false;  // on_close() is owed; it is due
  std::vector<std::pair<CloseDone, std::optional<Error>>> close_done_;
  Deferred later_;
  Alive alive_;
};

// Example:
//
//     // An echo server and a client that says hello.
//     struct Client final : SocketListener {
//       explicit Client(Loop& loop) : socket(loop) { socket.set_listener(*this); }
//       void on_data(Bytes bytes) override { heard += as_text(bytes); }
//       Socket socket;
//       std::string heard;
//     };
//     struct Peer final : SocketListener {
//       explicit Peer(std::unique_ptr<Socket> accepted) : socket(std::move(accepted)) {}
//       void on_data(Bytes bytes) override { socket->write(bytes); }
//       std::unique_ptr<Socket> socket;
//     };
//     struct Service final : Server::Events {
//       Service(Loop& loop, Client& greeter) : server(loop, {}, *this), client(greeter) {}
//       void on_listening() override {
//         ConnectOptions options;
//         options.host = "127.0.0.1";
//         options.port = std::get<SocketAddress>(*server.address()).port;
//         assert(client.socket.connect(options).has_value());
//         client.socket.end("hello");
//       }
//       void on_connection(std::unique_ptr<Socket> socket) override {
//         server.close();  // one client is enough
//         peer = std::make_unique<Peer>(std::move(socket));
//         peer->socket->set_listener(*peer);
//       }
//       Server server;
//       Client& client;
//       std::unique_ptr<Peer> peer;
//     };
//     Loop loop;
//     Client client(loop);
//     Service service(loop, client);
//     ListenOptions options;
//     options.where.host = "127.0.0.1";
//     options.where.port = 0;
//     assert(service.server.listen(options).has_value());
//     loop.run();  // until the server and both sockets are closed
//     assert(client.heard == "hello");

}  // namespace net
}  // namespace netkit
