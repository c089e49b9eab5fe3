// SPDX-License-Identifier: MIT
#include "cli/session/drain_timer.h"

#include <fmt/core.h>

#include <utility>

namespace netkit::cli {

DrainTimer::DrainTimer(Run& run, std::function<void()> on_over)
    : service_manager_(run.service_manager()),
      period_(run.settings().server.drain),
      on_over_(std::move(on_over)),
      time_is_up_(run.loop(), [this] { on_over_(); }) {}

void DrainTimer::begin() {
  if (time_is_up_.running()) return on_over_();
  service_manager_.stopping();
  time_is_up_.start(period_);
}

Exit drain_expired(std::size_t connections) {
  return {ExitStatus::failed,
          {fmt::format("closed {} unfinished connection{}", connections, connections == 1 ? "" : "s")}};
}

}  // namespace netkit::cli
