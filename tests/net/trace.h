// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/net/server.h>
#include <netkit/net/socket.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/loop_run.h"

namespace netkit::test {

using namespace net;

/// Hears a Socket and keeps a line for each event, in the words that trace() of node.h prints:
/// "connect open", "end writeOnly", "error ECONNRESET read ECONNRESET", "close true".
class Trace final : public SocketListener {
 public:
  explicit Trace(Socket& socket) : socket_(&socket) { socket.set_listener(*this); }

  std::vector<std::string> lines;
  std::string received;  ///< data and text
  bool closed = false;
  /// Called last of each event, with its name; may destroy the socket and this.
  std::function<void(std::string_view event)> then = [](std::string_view) {};

  /// Whether a line that begins so has been kept.
  bool heard(std::string_view beginning) const;

  void on_lookup(const std::string& host, const SocketAddress& address) override;
  void on_lookup_failed(const std::string& host, const Error& error) override;
  void on_connection_attempt(const SocketAddress& to) override;
  void on_connection_attempt_failed(const SocketAddress& to, const Error& error) override;
  void on_connection_attempt_timeout(const SocketAddress& to) override;
  void on_connect() override { tell_state("connect"); }
  void on_ready() override { tell_state("ready"); }
  void on_data(Bytes bytes) override;
  void on_text(std::string_view text) override;
  void on_drain() override { tell_state("drain"); }
  void on_end() override { tell_state("end"); }
  void on_finish() override { tell_state("finish"); }
  void on_timeout() override { tell_state("timeout"); }
  void on_error(const Error& error) override;
  void on_close(bool had_error) override;

 private:
  void tell(std::string_view event, const std::string& rest);
  void tell_state(std::string_view event);
  void receive(std::string_view text);

  Socket* socket_;
  bool receiving_ = false;
};

/// A server on 127.0.0.1 (or where it is told) that keeps what it hears and hands its connections on.
class TracedServer final : private net::Server::Events {
 public:
  explicit TracedServer(Loop& loop, const ServerOptions& options = {});

  /// Listens on 127.0.0.1 and waits for that.
  void listen();
  std::uint16_t port() const;
  net::Server& server() { return server_; }

  std::vector<std::unique_ptr<Socket>> sockets;
  std::vector<std::unique_ptr<Trace>> traces;  ///< of the sockets; made when they come
  std::vector<std::string>
      lines;  ///< "listening", "connection", "drop REASON", "error CODE MESSAGE", "close"
  std::vector<Dropped> dropped;
  std::vector<Dropped> blocked;  ///< in none of the lines
  /// Called after each connection, before it reads.
  std::function<void(Socket&)> on_accept = [](Socket&) {};

 private:
  void on_listening() override { lines.emplace_back("listening"); }
  void on_connection(std::unique_ptr<Socket> socket) override;
  void on_drop(const Dropped& drop) override;
  void on_blocked(const Dropped& drop) override { blocked.push_back(drop); }
  void on_error(const Error& error) override;
  void on_close() override { lines.emplace_back("close"); }

  Loop& loop_;
  net::Server server_;
};

/// Where a TracedServer listens.
ConnectOptions to(std::uint16_t port, const std::string& host = "127.0.0.1");

}  // namespace netkit::test
