// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/gate.h>
#include <netkit/stream/connection.h>

#include <memory>

#include "cli/report/exit_status.h"
#include "cli/session/admission.h"
#include "cli/session/handler.h"
#include "cli/session/run.h"
#include "cli/session/sessions.h"

namespace netkit::cli {

/// Serves the clients of one loop: admission, sessions and their handler. All calls are made in the loop's
/// thread.
class Worker {
 public:
  class Events {
   public:
    /// A connection was let in; its session begins when this returns.
    virtual void on_connection() {}
    /// The task of a session has ended.
    virtual void on_over(const Session& session, const Exit& exit) = 0;
    /// The last session has ended.
    virtual void on_empty() {}

   protected:
    ~Events() = default;
  };

  /// Copies of a gate share their counts. `events` must outlive the worker.
  Worker(Run& run, const MakeHandler& make, const Gate& limits, Events& events);

  Admission& admission() { return admission_; }
  Handler& handler() { return *handler_; }
  std::size_t clients() const { return sessions_.size(); }
  /// To be copied for the workers of other loops, which then share its counts.
  const Gate& gate() const { return admission_.gate(); }
  /// For connections accepted from now on.
  void set_prepared(const Prepared& prepared);

 private:
  void accepted(std::unique_ptr<Connection> connection);

  Run& run_;
  Events& events_;
  std::unique_ptr<Handler> handler_;
  Sessions sessions_;
  Admission admission_;
};

/// A gate with the limits of -m and --max-per-address.
Gate gate_of(const Settings& settings);

}  // namespace netkit::cli
