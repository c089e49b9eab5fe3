// SPDX-License-Identifier: MIT
#include "cli/session/sessions.h"

#include <utility>

namespace netkit::cli {

Sessions::Sessions(Run& run, std::function<void(Session&)> before_removal, std::function<void()> on_drained)
    : run_(run), before_removal_(std::move(before_removal)), on_drained_(std::move(on_drained)) {}

Session& Sessions::add(std::unique_ptr<StreamSocket> socket) {
  auto added = std::make_unique<Session>(std::move(socket), run_);
  const std::int64_t id = added->id();
  added->report_accepted();
  added->watch_idle(
      [this, id](CommonSettings::OnIdle what) { part_for_idleness(*connections_.at(id), what); });
  return *(connections_[id] = std::move(added));
}

void Sessions::departed(std::int64_t id, std::error_code cause) {
  if (cause) connections_.at(id)->failed();
  remove(id);
}

void Sessions::part_for_idleness(Session& connection, CommonSettings::OnIdle what) {
  if (what == CommonSettings::OnIdle::end) return connection.stream().destroy_soon();
  remove(connection.id());
}

void Sessions::remove(std::int64_t id) {
  const auto found = connections_.find(id);
  before_removal_(*found->second);
  connections_.erase(found);
  if (drain_timer_ && connections_.empty()) on_drained_();
}

void Sessions::drain() {
  if (std::exchange(drain_timer_, true)) return;
  if (connections_.empty()) on_drained_();
}

}  // namespace netkit::cli
