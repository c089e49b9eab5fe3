// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/socket/stream_socket.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include "cli/session/run.h"
#include "cli/session/session.h"

namespace netkit::cli {

/// The live connections of a server that serves many, or of one of its threads.
class Sessions {
 public:
  /// `before_removal`: a connection is about to be destroyed. `on_drained`: draining was asked for and the
  /// last one has gone.
  Sessions(Run& run, std::function<void(Session&)> before_removal, std::function<void()> on_drained);

  /// Takes a new connection in and reports it.
  Session& add(std::unique_ptr<StreamSocket> socket);
  /// A connection has closed by itself; destroys it.
  void departed(std::int64_t id, std::error_code cause);

  /// No more will come: when the last one goes, or at once, `on_drained` is called.
  void drain();
  std::size_t size() const { return connections_.size(); }

 private:
  void remove(std::int64_t id);
  void part_for_idleness(Session& connection, CommonSettings::OnIdle what);

  Run& run_;
  std::function<void(Session&)> before_removal_;
  std::function<void()> on_drained_;
  std::unordered_map<std::int64_t, std::unique_ptr<Session>> connections_;
  bool drain_timer_ = false;
};

}  // namespace netkit::cli
