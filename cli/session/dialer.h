// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/connector.h>
#include <netkit/socket/resolver.h>
#include <netkit/socket/stream_socket.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "cli/option/location.h"
#include "cli/process/inherited_sockets.h"
#include "cli/session/access_rules.h"
#include "cli/session/retries.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// From what the user typed to a connection: look-up, attempts, their events, the connect time-out, further
/// tries; or the connection that was handed to us.
class Dialer final : private Connector::Listener {
 public:
  /// A connection, or how the run shall end. Called once, from the loop.
  using Callback = std::function<void(std::unique_ptr<StreamSocket> socket)>;

  /// Fails by finishing the run.
  Dialer(Run& run, Location where, Callback on_connected);

  void start();
  /// Every address that was tried, as "ADDRESS:PORT"; empty where there was but one candidate.
  std::vector<std::string> attempted() const;

 private:
  void adopt(int fd);
  void start_try();
  void stop_try();
  /// A try is over: makes another, or ends like this.
  void failed(const Error& error, Exit exit);
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

  Run& run_;
  Location location_;
  AccessRules access_;
  Callback on_connected_;
  std::optional<RestoreBlocking> shared_;  // of a connection that was handed to us
  Resolver resolver_;
  std::unique_ptr<Connector> connector_;
  Retries retries_;
  std::chrono::steady_clock::time_point since_;
  Timer again_;
  Timer time_is_up_;
  Timer idle_;
};

}  // namespace netkit::cli
