// SPDX-License-Identifier: MIT
#include "cli/session/session.h"

#include <fmt/core.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/zone.h>

#include <utility>

#include "cli/option/values.h"
#include "cli/report/drop_report.h"
#include "cli/report/request_report.h"
#include "cli/report/tls_report.h"
#include "cli/session/handshakes.h"
#include "cli/session/sessions.h"

namespace netkit::cli {

using OnIdle = CommonSettings::OnIdle;

namespace {

// A datagram peer that has refused before it sent anything was never there.
Exit failed_exit(const Error& error) {
  if (error.syscall == "connect" || error.syscall == "tls" || error.syscall.empty())
    return connect_failure(error);
  return {ExitStatus::reset, {error.message}};
}

}  // namespace

Session::Session(Run& run, Sessions& owner, std::unique_ptr<Connection> connection, Facts facts)
    : run_(run),
      owner_(owner),
      connection_(std::move(connection)),
      facts_(std::move(facts)),
      id_(run.next_id()) {}

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
  auto list = session_handshakes(run_, *connection_, facts_);
  if (list.empty()) return serve(handler);
  local_ = connection_->local_address();
  remote_ = connection_->remote_address();
  handshakes_ = std::make_unique<Handshakes>(std::move(list));
  owner_.shaking(*this);
  handshakes_->start(std::move(connection_),
                     [this, &handler](Handshake::Result result) { shaken(handler, std::move(result)); });
}

void Session::shaken(Handler& handler, Handshake::Result result) {
  if (!result) return refuse(result.error());
  connection_ = std::move(*result);
  handshakes_.reset();
  owner_.shaken(*this);
  if (facts_.tls) report_secured(run_.report(), "secureConnection", id_, *facts_.tls);
  if (facts_.request) report_request(run_.report(), id_, facts_.request->request());
  serve(handler);
}

void Session::refuse(const Error& error) {
  had_error_ = true;
  EventFields fields{{"id", id_}};
  add_address(fields, "remote", remote_);
  fields.emplace_back("code", error.name);
  fields.emplace_back("message", error.message);
  run_.report().event(error.syscall == "tls" ? "tlsClientError" : "clientError", fields);
  if (facts_.request) report_answered(run_.report(), id_, remote_, *facts_.request);
  over(connect_failure(error));
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
  add_address(fields, "local", connection_ ? connection_->local_address() : local_);
  add_address(fields, "remote", connection_ ? connection_->remote_address() : remote_);
  fields.insert(fields.end(), {{"hadError", had_error_},
                               {"bytesRead", static_cast<std::int64_t>(moved.received)},
                               {"bytesWritten", static_cast<std::int64_t>(moved.sent)},
                               {"duration", lived.count()}});
  if (facts_.request && facts_.request->status())
    fields.emplace_back("status", std::int64_t{*facts_.request->status()});
  run_.report().event("close", fields);
  run_.report().say(1,
                    fmt::format("closed {}: {} bytes received, {} sent", peer(), moved.received, moved.sent));
}

std::string Session::peer() const {
  if (const auto& remote = connection_ ? connection_->remote_address() : remote_)
    return endpoint_text(*remote);
  return fmt::format("connection {}", id_);
}

void Session::over(Exit exit) {
  if (exit.status == ExitStatus::reset && connection_ && connection_->failure())
    exit = failed_exit(*connection_->failure());
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

void Session::give_way() {
  report_dropped(run_.report(), "handshakes", "too many handshakes at a time", local_, remote_);
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
