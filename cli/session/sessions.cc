// SPDX-License-Identifier: MIT
#include "cli/session/sessions.h"

#include <utility>

namespace netkit::cli {

Clients::Clients(Run& run, std::function<void(Connection&)> before_removal, std::function<void()> on_drained)
    : run_(run), before_removal_(std::move(before_removal)), on_drained_(std::move(on_drained)) {}

Connection& Clients::add(std::unique_ptr<StreamSocket> socket) {
  auto added = std::make_unique<Connection>(std::move(socket), run_);
  const std::int64_t id = added->id();
  added->report_accepted();
  added->watch_idle(
      [this, id](CommonSettings::OnIdle what) { part_for_idleness(*connections_.at(id), what); });
  return *(connections_[id] = std::move(added));
}

void Clients::departed(std::int64_t id, std::error_code cause) {
  if (cause) connections_.at(id)->failed();
  remove(id);
}

void Clients::part_for_idleness(Connection& connection, CommonSettings::OnIdle what) {
  if (what == CommonSettings::OnIdle::end) return connection.stream().destroy_soon();
  remove(connection.id());
}

void Clients::remove(std::int64_t id) {
  const auto found = connections_.find(id);
  before_removal_(*found->second);
  connections_.erase(found);
  if (draining_ && connections_.empty()) on_drained_();
}

void Clients::drain() {
  if (std::exchange(draining_, true)) return;
  if (connections_.empty()) on_drained_();
}

}  // namespace netkit::cli
