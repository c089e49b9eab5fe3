// SPDX-License-Identifier: MIT
#include "cli/session/session.h"

#include <fmt/core.h>

#include <utility>

#include "cli/filter/decoding_filter.h"
#include "cli/filter/delayed_start_filter.h"
#include "cli/filter/event_filter.h"
#include "cli/option/values.h"

namespace netkit::cli {

using OnIdle = CommonSettings::OnIdle;

Session::Session(std::unique_ptr<StreamSocket> socket, Run& run)
    : socket_(std::move(socket)), id_(run.next_id()), run_(run), stream_(socket_.get()) {
  const Settings& settings = run_.settings();
  if (const auto& hold = settings.server.pause_on_connect) {
    held_ = std::make_unique<DelayedStartFilter>(run_.loop(), *stream_, *hold);
    stream_ = held_.get();
  }
  if (run_.report().writes_events()) {
    observed_ = std::make_unique<EventFilter>(*stream_, run_.report(), id_);
    stream_ = observed_.get();
  }
  if (const auto& encoding = settings.console.encoding) {
    decoded_ = std::make_unique<DecodingFilter>(*stream_, *encoding);
    stream_ = decoded_.get();
  }
  run_.traffic().add(*socket_);
}

Session::~Session() {
  run_.traffic().remove(*socket_);
  if (run_.report().tells_connections()) report_closed();
}

void Session::report_closed() const {
  const std::chrono::duration<double> lived = std::chrono::steady_clock::now() - since_;
  run_.report().event("close", {{"id", id_},
                                {"hadError", had_error_},
                                {"bytesRead", static_cast<std::int64_t>(socket_->bytes_read())},
                                {"bytesWritten", static_cast<std::int64_t>(socket_->bytes_written())},
                                {"duration", lived.count()}});
  run_.report().say(1, fmt::format("closed {}: {} bytes received, {} sent", peer(), socket_->bytes_read(),
                                   socket_->bytes_written()));
}

void Session::report_accepted() const {
  if (!run_.report().tells_connections()) return;
  EventFields fields{{"id", id_}};
  add_address(fields, "local", socket_->local_address());
  add_address(fields, "remote", socket_->remote_address());
  run_.report().event("connection", fields);
  run_.report().say(1, fmt::format("accepted {}", peer()));
}

std::string Session::peer() const {
  const auto& remote = socket_->remote_address();
  return remote ? remote->to_string() : fmt::format("connection {}", id_);
}

void Session::watch_idle(std::function<void(OnIdle)> on_idle) {
  const CommonSettings& settings = run_.settings().common;
  if (settings.idle_timeout.value_or(Duration(0)) == Duration(0)) return;
  what_ = settings.on_idle;
  on_idle_ = std::move(on_idle);
  socket_->set_timeout(*settings.idle_timeout, [this] { idle_for_too_long(); });
}

void Session::idle_for_too_long() {
  const Duration idle = *run_.settings().common.idle_timeout;
  run_.report().event("timeout", {{"id", id_}, {"readyState", std::string(socket_->ready_state())}});
  run_.report().say(1, fmt::format("{} was idle for {}", peer(), format_duration(idle)));
  if (what_ == OnIdle::report) return;
  // What is queued may take its time, as long as it moves.
  if (what_ == OnIdle::end) socket_->set_timeout(idle, [this] { on_idle_(OnIdle::destroy); });
  on_idle_(std::exchange(what_, OnIdle::destroy));
}

}  // namespace netkit::cli
