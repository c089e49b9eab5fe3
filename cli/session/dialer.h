// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/connector.h>
#include <netkit/connect/handshakes.h>
#include <netkit/socket/resolver.h>
#include <netkit/socket/stream_socket.h>

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "cli/option/location.h"
#include "cli/process/inherited_sockets.h"
#include "cli/session/retries.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// From what the user typed to a connection: look-up, attempts, their events, the connect time-out, further
/// tries, handshakes; or the connection that was handed to the process.
class Dialer final : private Connector::Listener {
 public:
  /// A connection, or the result of the run that wanted it.
  using Result = std::expected<std::unique_ptr<Connection>, Exit>;
  using Callback = std::function<void(Result result)>;

  /// `resolver` outlives the dialer. `on_done` is called once, from the loop or, with a connection that was
  /// handed to the process, from start().
  Dialer(Run& run, Resolver& resolver, Location location, Callback on_done);

  void start();
  /// Every address that was tried, as "ADDRESS:PORT"; empty where there was but one candidate.
  std::vector<std::string> attempted() const;

 private:
  void adopt(int fd);
  void start_try();
  void stop_try();
  /// A try has failed: makes another, or gives up with this result.
  void failed(const Error& error, Exit exit);
  void run_handshakes(std::unique_ptr<Connection> connection);
  ConnectOptions options();
  void took_too_long();
  void idle_for_too_long();

  void on_lookup(const std::string& host, const SocketAddress& address) override;
  void on_lookup_failed(const std::string& host, const Error& error) override;
  void on_attempt(const SocketAddress& to) override;
  void on_attempt_failed(const SocketAddress& to, const Error& error) override;
  void on_attempt_timeout(const SocketAddress& to) override;
  void on_connected(std::unique_ptr<StreamSocket> socket) override;
  void on_failed(const Error& error) override;
  std::string blocked_text(const IpAddress& address, Access access) override;

  Run& run_;
  Location location_;
  Resolver& resolver_;
  Callback on_done_;
  std::optional<RestoreBlocking> shared_;  // of a connection that was handed to the process
  std::unique_ptr<Connector> connector_;
  std::unique_ptr<Handshakes> handshakes_;
  Retries retries_;
  std::chrono::steady_clock::time_point since_;
  Timer again_;
  Timer time_is_up_;
  Timer idle_;
};

}  // namespace netkit::cli
