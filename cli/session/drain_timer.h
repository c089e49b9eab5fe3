// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/timer.h>

#include <cstddef>
#include <functional>

#include "cli/session/run.h"

namespace netkit::cli {

/// Limits how long a server drains after a signal: for --drain, or until a second signal.
class DrainTimer {
 public:
  /// Calls `on_over` when the time has passed or a second signal has arrived.
  DrainTimer(Run& run, std::function<void()> on_over);

  /// To be called at each signal, with the number of connections that have not finished.
  void begin(std::size_t connections);

 private:
  Run& run_;
  std::function<void()> on_over_;
  Timer time_is_up_;
};

/// How a run ends that closes `connections` connections before they have finished.
Exit drain_expired(std::size_t connections);

}  // namespace netkit::cli
