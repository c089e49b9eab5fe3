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
#include "cli/session/facts.h"
#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

class Sessions;

/// One connection and everything that belongs to it alone: its number, its handshakes, the filters that the
/// options ask for, its task, its events, its idle timeout.
class Session {
 public:
  /// `facts` were learned when the connection was made. The destructor reports it as closed.
  Session(Run& run, Sessions& owner, std::unique_ptr<Connection> connection, Facts facts);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs the handshakes, then hands the session to `handler`.
  void begin(Handler& handler);

  std::int64_t id() const { return id_; }
  /// The stream for the task: the connection behind its filters.
  Stream& stream() { return filters_.empty() ? static_cast<Stream&>(*connection_) : *filters_.back(); }
  const Connection& connection() const { return *connection_; }
  Connection& connection() { return *connection_; }
  /// What the handshakes have learned.
  const Facts& facts() const { return facts_; }
  TrafficCounter traffic() const;
  /// "127.0.0.1:1234", or "connection 3" if the peer has no address.
  std::string peer() const;

  /// Called by the task when it has ended, with its result. Destroys the session.
  void over(Exit exit);
  /// The same for a task whose stream has closed with `cause`.
  void closed(std::error_code cause);
  /// Has the connection close with RST in place of FIN, so that the peer does not take for complete what was
  /// lost here. A Unix-domain socket has no RST.
  void break_off() { connection_->reset_on_close(); }
  /// Has the close event report an error.
  void set_failed() { had_error_ = true; }

  /// Ends the task immediately.
  void cut();
  /// Closes it in favour of others, while its handshakes run.
  void give_way();

 private:
  void report_closed() const;
  void refuse(const Error& error);
  void shaken(Handler& handler, Handshake::Result result);
  void serve(Handler& handler);
  void start_idle_timer();
  void on_idle_timeout();
  Exit idle_exit() const;

  Run& run_;
  Sessions& owner_;
  std::unique_ptr<Connection> connection_;
  Filters filters_;
  Facts facts_;
  std::unique_ptr<Handshakes> handshakes_;       // while they run; they own the connection
  std::optional<SocketAddress> local_, remote_;  // known to those
  std::unique_ptr<IdleTimer> idle_timer_;
  std::unique_ptr<Handler::Task> task_;
  std::int64_t id_;
  TrafficCounter::Clock::time_point since_ = TrafficCounter::Clock::now();
  bool had_error_ = false;
  bool was_idle_ = false;  // is ending because of the idle timeout
};

}  // namespace netkit::cli
