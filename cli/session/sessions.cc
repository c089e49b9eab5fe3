// SPDX-License-Identifier: MIT
#include "cli/session/sessions.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace netkit::cli {

Sessions::Sessions(Run& run, Handler& handler, OnOver on_over, std::function<void()> on_empty)
    : run_(run), handler_(handler), on_over_(std::move(on_over)), on_empty_(std::move(on_empty)) {
  run_.watch(*this);
}

Sessions::~Sessions() {
  run_.forget(*this);
}

void Sessions::add(std::unique_ptr<Connection> connection, const Announce& announce, Facts facts) {
  auto added = std::make_unique<Session>(run_, *this, std::move(connection), std::move(facts));
  Session& session = *(sessions_[added->id()] = std::move(added));
  announce(session);
  session.begin(handler_);
}

void Sessions::end(Session& session, const Exit& exit) {
  {
    shaking_.erase(session.id());
    const auto ended = sessions_.extract(session.id());  // first: on_over() may cut the others
    if (!run_.result()) on_over_(session, exit);
  }
  if (!sessions_.empty()) return;
  if (run_.result()) return run_.sessions_ended();
  on_empty_();
}

void Sessions::shaking(const Session& session) {
  constexpr std::size_t most = 1024;  // of all loops
  shaking_.insert(session.id());
  if (shaking_.size() > std::max<std::size_t>(1, most / run_.settings().server.workers))
    sessions_.at(*shaking_.begin())->give_way();
}

void Sessions::cut() {
  std::vector<std::int64_t> ids;
  ids.reserve(sessions_.size());
  for (const auto& [id, session] : sessions_) ids.push_back(id);
  for (const std::int64_t id : ids) {
    if (const auto found = sessions_.find(id); found != sessions_.end()) found->second->cut();
  }
}

TrafficCounter Sessions::traffic() const {
  TrafficCounter all;
  for (const auto& [id, session] : sessions_) all += session->traffic();
  return all;
}

void report_accepted(Report& report, const Session& session) {
  if (!report.reports_connections()) return;
  EventFields fields{{"id", session.id()}};
  add_address(fields, "local", session.connection().local_address());
  add_address(fields, "remote", session.connection().remote_address());
  if (const auto peer = session.connection().peer_credentials()) add_peer(fields, *peer);
  report.event("connection", fields);
  report.say(1, fmt::format("accepted {}", session.peer()));
}

}  // namespace netkit::cli
