// SPDX-License-Identifier: MIT
#include "cli/connection.h"

#include <fmt/core.h>

#include <utility>

#include "cli/values.h"

namespace netkit::cli {

using OnIdle = CommonSettings::OnIdle;

Connection::Connection(std::unique_ptr<StreamSocket> socket, Run& run)
    : socket_(std::move(socket)),
      id_(run.next_id()),
      run_(run),
      report_(run.report()),
      stream_(socket_.get()) {
  const Settings& settings = run_.settings();
  if (const auto& hold = settings.server.pause_on_connect) {
    stream_ = &held_.emplace(run_.loop(), *stream_, *hold);
  }
  if (report_.writes_events()) stream_ = &observed_.emplace(*stream_, report_, id_);
  if (const auto& encoding = settings.conversation.encoding) {
    stream_ = &decoded_.emplace(*stream_, *encoding);
  }
  run_.traffic().add(*socket_);
}

Connection::~Connection() {
  run_.traffic().remove(*socket_);
  const std::chrono::duration<double> lived = std::chrono::steady_clock::now() - since_;
  report_.event("close", {{"id", id_},
                          {"hadError", had_error_},
                          {"bytesRead", static_cast<std::int64_t>(socket_->bytes_read())},
                          {"bytesWritten", static_cast<std::int64_t>(socket_->bytes_written())},
                          {"duration", lived.count()}});
  report_.say(1, fmt::format("closed {}: {} bytes received, {} sent", peer(), socket_->bytes_read(),
                             socket_->bytes_written()));
}

void Connection::report_accepted() const {
  EventFields fields{{"id", id_}};
  add_address(fields, "local", socket_->local_address());
  add_address(fields, "remote", socket_->remote_address());
  report_.event("connection", fields);
  report_.say(1, fmt::format("accepted {}", peer()));
}

std::string Connection::peer() const {
  const auto& remote = socket_->remote_address();
  return remote ? remote->to_string() : fmt::format("connection {}", id_);
}

void Connection::watch_idle(const CommonSettings& settings, std::function<void(OnIdle)> on_idle) {
  if (!settings.idle_timeout || *settings.idle_timeout == Duration(0)) return;
  idle_ = *settings.idle_timeout;
  what_ = settings.on_idle;
  on_idle_ = std::move(on_idle);
  socket_->set_timeout(idle_, [this] { idle_for_too_long(); });
}

void Connection::idle_for_too_long() {
  report_.event("timeout", {{"id", id_}, {"readyState", std::string(socket_->ready_state())}});
  report_.say(1, fmt::format("{} was idle for {}", peer(), format_duration(idle_)));
  if (what_ == OnIdle::report) return;
  // What is queued may take its time, as long as it moves.
  if (what_ == OnIdle::end) socket_->set_timeout(idle_, [this] { on_idle_(OnIdle::destroy); });
  on_idle_(std::exchange(what_, OnIdle::destroy));
}

}  // namespace netkit::cli
