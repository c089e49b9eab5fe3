// SPDX-License-Identifier: MIT
#include "cli/session/session.h"

#include <fmt/core.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/zone.h>

#include <utility>

#include "cli/option/values.h"
#include "cli/session/handshakes.h"
#include "cli/session/sessions.h"

namespace netkit::cli {

using OnIdle = CommonSettings::OnIdle;

namespace {

// A datagram peer that has refused before it sent anything was never there.
Exit failed_exit(const Error& error) {
  if (error.syscall == "connect" || error.syscall.empty()) return connect_failure(error);
  return {ExitStatus::reset, {error.message}};
}

}  // namespace

Session::Session(Run& run, Sessions& owner, std::unique_ptr<Connection> connection)
    : run_(run), owner_(owner), connection_(std::move(connection)), id_(run.next_id()) {}

Session::~Session() {
  run_.add_traffic(traffic());
  if (run_.report().reports_connections()) report_closed();
}

// While handshakes run they own the connection.
TrafficCounter Session::traffic() const {
  TrafficCounter counted{.since = since_, .until = TrafficCounter::Clock::now()};
  if (!connection_) return counted;
  counted.received = connection_->bytes_read();
  counted.sent = connection_->bytes_written();
  counted.datagrams = connection_->datagrams();
  return counted;
}

void Session::begin(Handler& handler) {
  auto list = session_handshakes(run_.settings());
  if (list.empty()) return serve(handler);
  handshakes_ = std::make_unique<Handshakes>(std::move(list));
  handshakes_->start(std::move(connection_), [this, &handler](Handshake::Result result) {
    if (!result) return over({ExitStatus::failed, {result.error().message}});
    connection_ = std::move(*result);
    handshakes_.reset();
    serve(handler);
  });
}

void Session::serve(Handler& handler) {
  filters_ = make_filters(run_, *connection_, id_);
  start_idle_timer();
  task_ = handler.serve(*this);
}

void Session::report_closed() const {
  const TrafficCounter moved = traffic();
  const std::chrono::duration<double> lived = *moved.until - since_;
  EventFields fields{{"id", id_}};
  if (connection_) {
    add_address(fields, "local", connection_->local_address());
    add_address(fields, "remote", connection_->remote_address());
  }
  fields.insert(fields.end(), {{"hadError", had_error_},
                               {"bytesRead", static_cast<std::int64_t>(moved.received)},
                               {"bytesWritten", static_cast<std::int64_t>(moved.sent)},
                               {"duration", lived.count()}});
  run_.report().event("close", fields);
  run_.report().say(1,
                    fmt::format("closed {}: {} bytes received, {} sent", peer(), moved.received, moved.sent));
}

std::string Session::peer() const {
  if (connection_ && connection_->remote_address()) return endpoint_text(*connection_->remote_address());
  return fmt::format("connection {}", id_);
}

void Session::over(Exit exit) {
  if (exit.status == ExitStatus::reset && connection_->failure()) exit = failed_exit(*connection_->failure());
  owner_.end(*this, was_idle_ ? idle_exit() : std::move(exit));
}

void Session::closed(std::error_code cause) {
  if (!cause) return over({});
  had_error_ = true;
  over({ExitStatus::reset, {step_error(cause, "read").message}});
}

void Session::cut() {
  if (task_) return task_->cut();
  over({});
}

void Session::start_idle_timer() {
  const auto& idle = run_.settings().common.idle_timeout;
  if (!idle) return;
  idle_timer_ = std::make_unique<IdleTimer>(run_.loop(), *connection_, *idle, [this] { on_idle_timeout(); });
}

void Session::on_idle_timeout() {
  const CommonSettings& settings = run_.settings().common;
  run_.report().event("timeout", {{"id", id_}, {"readyState", std::string(connection_->ready_state())}});
  run_.report().say(1,
                    fmt::format("{} has been idle for {}", peer(), format_duration(*settings.idle_timeout)));
  if (settings.on_idle == OnIdle::report) return;
  const bool ending = std::exchange(was_idle_, true);
  if (ending || settings.on_idle == OnIdle::destroy) return cut();
  start_idle_timer();  // sending the queue may take any time, as long as it progresses
  task_->wind_up();
}

Exit Session::idle_exit() const {
  const auto idle = format_duration(*run_.settings().common.idle_timeout);
  return {ExitStatus::idle_timeout,
          {fmt::format("nothing was sent or received for {}{}", idle, lost_note(connection_->unsent()))}};
}

}  // namespace netkit::cli
