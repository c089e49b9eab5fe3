// SPDX-License-Identifier: MIT
#include "cli/session/drain_timer.h"

#include <fmt/core.h>

#include <string>
#include <utility>

#include "cli/option/values.h"

namespace netkit::cli {
namespace {

std::string waiting_text(std::size_t connections, Duration period) {
  const auto [subject, object] =
      connections == 1 ? std::pair("connection", "it") : std::pair("connections", "them");
  return fmt::format("waiting up to {} for {} {} to finish; interrupt again to close {} now",
                     format_duration(period), connections, subject, object);
}

}  // namespace

DrainTimer::DrainTimer(Run& run, std::function<void()> on_over)
    : run_(run), on_over_(std::move(on_over)), time_is_up_(run.loop(), [this] { on_over_(); }) {}

void DrainTimer::begin(std::size_t connections) {
  if (time_is_up_.running()) return on_over_();
  run_.service_manager().stopping();
  const Duration period = run_.settings().server.drain;
  if (connections > 0 && period > Duration(0)) run_.report().say(0, waiting_text(connections, period));
  time_is_up_.start(period);
}

Exit drain_expired(std::size_t connections) {
  return {ExitStatus::failed,
          {fmt::format("{} connection{} cut off", connections, connections == 1 ? " was" : "s were")}};
}

}  // namespace netkit::cli
