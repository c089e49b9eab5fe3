// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/socket/stream_socket.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "cli/filter/stream_filter.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// One connection of the program's: its number, its socket, its events, its idle time-out, and
/// what the options put between it and its user. `close` is reported when it goes.
class Session {
 public:
  Session(std::unique_ptr<StreamSocket> socket, Run& run);
  ~Session();

  std::int64_t id() const { return id_; }
  Stream& stream() { return *stream_; }
  const StreamSocket& socket() const { return *socket_; }
  /// "127.0.0.1:1234", or what there is to say of a Unix-domain socket.
  std::string peer() const;

  /// Says that it was accepted.
  void report_accepted() const;

  /// Keeps to -i and --on-idle: reports each idle period; where the connection shall part for it,
  /// `on_idle` is called with that choice, and once more, to destroy it, if it is still there a period later.
  void watch_idle(std::function<void(CommonSettings::OnIdle what)> on_idle);

  /// It ended for a reason that the close event shall call an error.
  void failed() { had_error_ = true; }

 private:
  void report_closed() const;
  void idle_for_too_long();

  std::unique_ptr<StreamSocket> socket_;
  std::int64_t id_;
  Run& run_;
  std::unique_ptr<StreamFilter> held_, observed_, decoded_;  // where the options ask for them
  Stream* stream_;                                           // the foremost of these, or the socket
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
  bool had_error_ = false;

  CommonSettings::OnIdle what_ = CommonSettings::OnIdle::report;
  std::function<void(CommonSettings::OnIdle)> on_idle_;
};

}  // namespace netkit::cli
