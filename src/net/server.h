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

/// Options of accepted connections.
struct ServerOptions {
  SocketOptions socket;
  bool allow_half_open = false;   ///< a connection may send after its peer has sent FIN
  bool pause_on_connect = false;  ///< a connection does not read until resume()
};

/// Options for listening.
struct ListenOptions {
  BindOptions where = {};
  int backlog = 511;          ///< most connections that wait to be accepted; 0: 511; the system may lower it
  std::stop_token stop = {};  ///< a stop request closes the server
};

/// `net.Server` of Node.js: listens, accepts connections as Sockets, and is closed when, after close(), the
/// last of them is closed. The destructor stops listening and calls no callback; connections are not
/// affected.
///
/// Functions return an error for misuse. Errors of the system are reported later. All callbacks come from the
/// loop, never from within a call of a function of this class.
class Server final : private GatedEvents {
 public:
  /// Receives the events of a server. Must outlive it. Each call may destroy it.
  class Events {
   public:
    virtual void on_listening() {}
    /// The socket does not read until it is given a listener.
    virtual void on_connection(std::unique_ptr<Socket> socket) = 0;
    virtual void on_drop(const Dropped& /*dropped*/) {}  ///< closed because of a limit
    /// Closed because of a list. `net` does not report this.
    virtual void on_blocked(const Dropped& /*dropped*/) {}
    /// If listening() is true, the server continues; otherwise listen() may be called again.
    virtual void on_error(const Error& /*error*/) {}
    virtual void on_close() {}  ///< after close(), when the last connection is closed

   protected:
    ~Events() = default;
  };
  /// Receives no error, or ERR_SERVER_NOT_RUNNING.
  using CloseDone = std::move_only_function<void(const std::optional<Error>& error)>;
  using Address = std::variant<SocketAddress, IpcPath>;

  Server(Loop& loop, const ServerOptions& options, Events& listener);
  ~Server();

  /// ERR_SERVER_ALREADY_LISTEN while the server listens or is starting to.
  Result<void> listen(const ListenOptions& options);
  /// Listens on a bound socket.
  Result<void> listen(BoundSocket socket, int backlog = 511);
  /// Listens on an inherited socket, which may be unbound (the system then chooses a port), bound or
  /// listening. Its socket file is never removed. Any other descriptor is reported as `listen EINVAL`, to
  /// on_error().
  Result<void> listen(UniqueFd fd, int backlog = 511);

  /// Stops listening. Connections are not affected. `done` is called after on_close().
  void close(CloseDone done = {});

  bool listening() const { return acceptor_ != nullptr; }
  /// Present from on_listening() until close(), except for an adopted Unix-domain socket.
  std::optional<Address> address() const;
  std::size_t connections() const { return gate().connections(); }  ///< that are open

  void set_options(const ServerOptions& options);  ///< for new connections
  const ServerOptions& options() const { return options_; }
  /// For new connections.
  void set_limits(const GateLimits& limits) { gate().set_limits(limits); }
  const GateLimits& limits() const { return gate().limits(); }
  /// For new connections. One that the lists refuse is closed and not counted.
  void set_access(AccessLists lists) { gate().set_lists(std::move(lists)); }
  const AccessLists& access() const { return gate().lists(); }

  /// Whether listening keeps the loop running. It does until unref().
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
  std::optional<Result<BoundSocket>> given_;  // to listen on
  int backlog_ = 511;
  std::unique_ptr<Acceptor> acceptor_;
  std::optional<StopTokenWatcher> stop_token_watcher_;
  bool referenced_ = true;
  bool closing_ = false, over_ = false;  // on_close() will be called; can be called now
  std::vector<std::pair<CloseDone, std::optional<Error>>> close_done_;
  Deferred later_;
  Alive alive_;
};

// Example:
//
//     // An echo server and a client that says hello.
//     struct Client final : SocketListener {
//       explicit Client(Loop& loop) : socket(loop) { socket.set_listener(*this); }
//       void on_data(Bytes bytes) override { received += as_text(bytes); }
//       Socket socket;
//       std::string received;
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
//     assert(client.received == "hello");

}  // namespace net
}  // namespace netkit
