// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/timer.h>

#include <cstddef>
#include <functional>

#include "cli/session/run.h"

namespace netkit::cli {

/// How long a server may wind down: after a signal for --drain, or until a second one.
class DrainTimer {
 public:
  /// `on_over`: that time has passed, or a second signal has come.
  DrainTimer(Run& run, std::function<void()> on_over);

  /// A signal has come.
  void begin();

 private:
  const ServiceManager& service_manager_;
  const Duration period_;
  std::function<void()> on_over_;
  Timer time_is_up_;
};

/// How a run ends that has to cut so many connections.
Exit drain_expired(std::size_t connections);

}  // namespace netkit::cli
