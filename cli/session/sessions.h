// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/stream/connection.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include "cli/report/exit_status.h"
#include "cli/report/traffic_counter.h"
#include "cli/session/handler.h"
#include "cli/session/run.h"
#include "cli/session/session.h"

namespace netkit::cli {

/// The sessions of one loop, which all have one handler.
class Sessions {
 public:
  using Announce = std::function<void(const Session& session)>;
  using OnOver = std::function<void(const Session& session, const Exit& exit)>;

  /// `on_over`: a session is about to be destroyed, with the result of its task. Not called once the run is
  /// finished. `on_empty`: the last one has been destroyed.
  Sessions(Run& run, Handler& handler, OnOver on_over, std::function<void()> on_empty);
  ~Sessions();
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;

  /// Reports the connection with `announce` and begins its session.
  void add(std::unique_ptr<Connection> connection, const Announce& announce);
  /// Called by the session itself; destroys it.
  void end(Session& session, const Exit& exit);
  /// Ends all of them now.
  void cut();

  std::size_t size() const { return sessions_.size(); }
  /// Bytes of those that live.
  TrafficCounter traffic() const;

 private:
  Run& run_;
  Handler& handler_;
  OnOver on_over_;
  std::function<void()> on_empty_;
  std::unordered_map<std::int64_t, std::unique_ptr<Session>> sessions_;
};

/// Reports a connection that was accepted.
void report_accepted(Report& report, const Session& session);

}  // namespace netkit::cli
