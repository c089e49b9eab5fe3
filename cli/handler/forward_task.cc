// SPDX-License-Identifier: MIT
#include "cli/handler/forward_task.h"

#include <fmt/core.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/zone.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "cli/report/tls_report.h"

namespace netkit::cli {
namespace {

using Side = Relay::Side;

Error error_of(const Connection& connection, const Relay::Ending& ending) {
  if (const auto& failure = connection.failure()) return *failure;
  return step_error(ending.cause, ending.while_sending ? "write" : "read");
}

void add_ending(Exit& exit, std::string_view who, const Connection& connection, const Relay::Ending& ending) {
  if (!ending.cause) return;
  const Error error = error_of(connection, ending);
  exit.lines.push_back(fmt::format("{}: {}{}", who, error.message, lost_note(ending.undelivered)));
  exit.status = error.syscall == "tls" ? ExitStatus::tls : ExitStatus::reset;
}

}  // namespace

ForwardTask::ForwardTask(Run& run, Session& session, const Settings& target, Resolver& resolver,
                         const Location& to)
    : run_(run),
      session_(session),
      dialer_(std::make_unique<Dialer>(
          run, target, resolver, to,
          [this](std::string_view event, EventFields fields) { report(event, std::move(fields)); },
          [this](Dialer::Result result) { dialled(std::move(result)); })) {
  dialer_->pass_on(session.connection());
}

void ForwardTask::start() {
  dialer_->start();
}

void ForwardTask::wind_up() {
  if (!target_) return cut();
  session_.stream().destroy_soon();
  target_->destroy_soon();
}

void ForwardTask::cut() {
  session_.break_off();
  if (target_) target_->reset_on_close();
  session_.over({});
}

// The client's close stands for both connections.
void ForwardTask::report(std::string_view event, EventFields fields) {
  if (event == "close") return watch_client();
  fields.emplace(fields.begin(), "id", session_.id());
  report_dialling(run_.report(), event, fields);
}

void ForwardTask::dialled(Dialer::Result result) {
  client_gone_.reset();
  if (!result) return failed(std::move(result.error()));
  target_ = std::move(*result);
  report_connected();
  dialer_.reset();
  joined();
}

// The dialer may try again for a long time, and the client is not read meanwhile.
void ForwardTask::watch_client() {
  if (client_gone_) return;
  try {
    client_gone_.emplace(run_.loop(), session_.connection().descriptor(), [this] { on_hang_up(); });
    client_gone_->watch_hang_up();
  } catch (const std::system_error&) {  // no descriptor is left for it: the first write will fail
  }
}

// A client that has ended in order may still wait for an answer.
void ForwardTask::on_hang_up() {
  client_gone_->watch(0);
  if (!session_.connection().aborted()) return;
  session_.set_failed();
  Exit exit;
  add_ending(exit, "client", session_.connection(), {.cause = errno_error(ECONNRESET)});
  session_.over(std::move(exit));
}

// An end would look like an empty answer.
void ForwardTask::failed(Exit exit) {
  session_.break_off();
  session_.set_failed();
  session_.over(std::move(exit));
}

void ForwardTask::report_connected() {
  EventFields fields;
  auto attempted = dialer_->attempted();
  add_address(fields, "local", target_->local_address());
  add_address(fields, "remote", target_->remote_address());
  if (!attempted.empty()) fields.emplace_back("attempted", std::move(attempted));
  report("connect", std::move(fields));
  if (const auto& tls = dialer_->facts().tls)
    report_secured(run_.report(), "secureConnect", session_.id(), *tls);
}

void ForwardTask::relay(Stream& client, Stream& target) {
  Relay::Events& events = *this;
  relay_.emplace(run_.loop(), client, target, events);
  relay_->start();
}

// The other side is closed next, and must not take what it has for complete.
void ForwardTask::on_broken(Side side, const Relay::Ending&) {
  if (side == Side::first) {
    target_->reset_on_close();
  } else {
    session_.break_off();
  }
}

void ForwardTask::on_done(const Relay::Outcome& outcome) {
  if (outcome.second.cause) report("error", error_fields(error_of(*target_, outcome.second)));
  Exit exit;
  add_ending(exit, "client", session_.connection(), outcome.first);
  add_ending(exit, "target", *target_, outcome.second);
  if (exit.status != ExitStatus::ok) session_.set_failed();
  session_.over(std::move(exit));
}

}  // namespace netkit::cli
