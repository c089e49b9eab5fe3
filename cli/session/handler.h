// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>

namespace netkit::cli {

class Run;
class Session;

/// What connections are joined to: the console, a program (exec), another connection (forward), themselves
/// (echo), or nothing (probe). Each loop has one.
class Handler {
 public:
  /// The handler's part of one session, such as an echo or a relay. The session owns it and destroys it
  /// before the streams.
  class Task {
   public:
    virtual ~Task() = default;
    /// Sends what is queued, then closes (--on-idle end).
    virtual void wind_up() = 0;
    /// Ends immediately.
    virtual void cut() = 0;
  };

  virtual ~Handler() = default;
  /// Starts the session's stream. The task calls Session::over() once, from the loop.
  virtual std::unique_ptr<Task> serve(Session& session) = 0;
  /// No more sessions are going to be served.
  virtual void drain() {}
  /// No session is left: writes what the handler has queued, then calls `on_flushed`.
  virtual void flush(std::function<void()> on_flushed) { on_flushed(); }
};

/// Makes the handler of one loop.
using MakeHandler = std::function<std::unique_ptr<Handler>(Run& run)>;

}  // namespace netkit::cli
