// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/stream/connection.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <unordered_map>

#include "cli/report/exit_status.h"
#include "cli/report/traffic_counter.h"
#include "cli/session/handler.h"
#include "cli/session/run.h"
#include "cli/session/session.h"

namespace netkit::cli {

/// The sessions of one loop. They share one handler.
class Sessions {
 public:
  using Announce = std::function<void(const Session& session)>;
  using OnOver = std::function<void(const Session& session, const Exit& exit)>;

  /// Calls `on_over` with the result of a session's task before it destroys the session, unless the run is
  /// finished; `on_empty` after it has destroyed the last one.
  Sessions(Run& run, Handler& handler, OnOver on_over, std::function<void()> on_empty);
  ~Sessions();
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;

  /// Calls `announce`, which reports the connection, and begins its session.
  void add(std::unique_ptr<Connection> connection, const Announce& announce, Facts facts = {});
  /// Called by the session itself; destroys it.
  void end(Session& session, const Exit& exit);
  /// Its handshakes run. So that they are never too many, the oldest may have to give way.
  void shaking(const Session& session);
  /// They are done.
  void shaken(const Session& session) { shaking_.erase(session.id()); }
  /// Ends all of them immediately.
  void cut();

  std::size_t size() const { return sessions_.size(); }
  /// Bytes of the sessions that have not ended.
  TrafficCounter traffic() const;

 private:
  Run& run_;
  Handler& handler_;
  OnOver on_over_;
  std::function<void()> on_empty_;
  std::unordered_map<std::int64_t, std::unique_ptr<Session>> sessions_;
  std::set<std::int64_t> shaking_;  // the oldest first
};

/// Reports a connection that was accepted.
void report_accepted(Report& report, const Session& session);

}  // namespace netkit::cli
