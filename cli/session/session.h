// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/handshakes.h>
#include <netkit/stream/connection.h>
#include <netkit/stream/idle_timer.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "cli/filter/filters.h"
#include "cli/report/exit_status.h"
#include "cli/report/traffic_counter.h"
#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

class Sessions;

/// One connection and all that concerns it alone: its number, its handshakes, the filters that the options
/// ask for, the task that it is joined to, its events, its idle time-out.
class Session {
 public:
  /// Reported as closed when it is destroyed.
  Session(Run& run, Sessions& owner, std::unique_ptr<Connection> connection);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs the handshakes, then hands the session to `handler`.
  void begin(Handler& handler);

  std::int64_t id() const { return id_; }
  /// What the task joins: the connection behind its filters.
  Stream& stream() { return filters_.empty() ? static_cast<Stream&>(*connection_) : *filters_.back(); }
  const Connection& connection() const { return *connection_; }
  TrafficCounter traffic() const;
  /// "127.0.0.1:1234", or "connection 3" where the peer has no address.
  std::string peer() const;

  /// The task has come to its end. Destroys the session.
  void over(Exit exit);
  /// The same, where the stream closed by itself.
  void closed(std::error_code cause);
  /// The close event reports an error.
  void set_failed() { had_error_ = true; }

  /// Ends the task now.
  void cut();

 private:
  void report_closed() const;
  void serve(Handler& handler);
  void watch_idle();
  void idle_for_too_long();
  Exit idle_exit() const;

  Run& run_;
  Sessions& owner_;
  std::unique_ptr<Connection> connection_;
  Filters filters_;
  std::unique_ptr<Handshakes> handshakes_;  // while they run
  std::unique_ptr<IdleTimer> idle_timer_;
  std::unique_ptr<Handler::Task> task_;
  std::int64_t id_;
  TrafficCounter::Clock::time_point since_ = TrafficCounter::Clock::now();
  bool had_error_ = false;
  bool was_idle_ = false;  // its end has begun for that reason
};

}  // namespace netkit::cli
