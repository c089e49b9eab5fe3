// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/io/stream_socket.h>
#include <netkit/io/timer.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include "cli/connection.h"
#include "cli/run.h"

namespace netkit::cli {

/// The live connections of a server that serves many, and how it winds down: after a signal they may go on
/// for --drain, a second signal or the end of that time cuts what is left.
class Clients {
 public:
  /// `before_removal`: a connection is about to be destroyed. `on_drained`: draining was asked for and the
  /// last one has gone.
  Clients(Run& run, std::function<void(Connection&)> before_removal, std::function<void()> on_drained);

  /// Takes a new connection in and reports it.
  Connection& add(std::unique_ptr<StreamSocket> socket);
  /// A connection has closed by itself; destroys it.
  void departed(std::int64_t id, std::error_code cause);

  /// Begins to drain; the second time cuts off who is left.
  void drain();

 private:
  void remove(std::int64_t id);
  void part_for_idleness(Connection& connection, CommonSettings::OnIdle what);
  void cut_off();

  Run& run_;
  std::function<void(Connection&)> before_removal_;
  std::function<void()> on_drained_;
  std::unordered_map<std::int64_t, std::unique_ptr<Connection>> connections_;
  bool draining_ = false;
  Timer drain_is_over_;
};

}  // namespace netkit::cli
