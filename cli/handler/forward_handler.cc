// SPDX-License-Identifier: MIT
#include "cli/handler/forward_handler.h"

#include <fmt/core.h>
#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/uv_error.h>
#include <netkit/relay/relay.h>
#include <netkit/socket/zone.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "cli/report/tls_report.h"
#include "cli/session/dialer.h"
#include "cli/session/session.h"

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

/// A client, and the connection that was made for it.
class ForwardTask final : public Handler::Task, private Relay::Events {
 public:
  ForwardTask(Run& run, Session& session, const Settings& target, Resolver& resolver, const Location& to)
      : run_(run),
        session_(session),
        dialer_(std::make_unique<Dialer>(
            run, target, resolver, to,
            [this](std::string_view event, EventFields fields) { report(event, std::move(fields)); },
            [this](Dialer::Result result) { dialled(std::move(result)); })) {
    dialer_->pass_on(session.connection());
    dialer_->start();
  }

  void wind_up() override {
    if (!target_) return cut();
    session_.stream().destroy_soon();
    target_->destroy_soon();
  }

  void cut() override {
    session_.break_off();
    if (target_) target_->reset_on_close();
    session_.over({});
  }

 private:
  // The client's close stands for both connections.
  void report(std::string_view event, EventFields fields) {
    if (event == "close") return watch_client();
    fields.emplace(fields.begin(), "id", session_.id());
    report_dialling(run_.report(), event, fields);
  }

  void dialled(Dialer::Result result) {
    const auto dialer = std::move(dialer_);
    client_gone_.reset();
    if (!result) return fail(std::move(result.error()));
    target_ = std::move(*result);
    report_connected(*dialer);
    Relay::Events& events = *this;
    relay_.emplace(run_.loop(), session_.stream(), *target_, events);
    relay_->start();
  }

  // The dialer may try again for a long time, and the client is not read meanwhile.
  void watch_client() {
    if (client_gone_) return;
    try {
      client_gone_.emplace(run_.loop(), session_.connection().descriptor(), [this] { on_hang_up(); });
      client_gone_->watch_hang_up();
    } catch (const std::system_error&) {  // no descriptor is left for it: the first write will fail
    }
  }

  // A client that has ended in order may still wait for an answer.
  void on_hang_up() {
    client_gone_->watch(0);
    if (!session_.connection().aborted()) return;
    session_.set_failed();
    Exit exit;
    add_ending(exit, "client", session_.connection(), {.cause = errno_error(ECONNRESET)});
    session_.over(std::move(exit));
  }

  // An end would look like an empty answer.
  void fail(Exit exit) {
    session_.break_off();
    session_.set_failed();
    session_.over(std::move(exit));
  }

  void report_connected(const Dialer& dialer) {
    EventFields fields;
    auto attempted = dialer.attempted();
    add_address(fields, "local", target_->local_address());
    add_address(fields, "remote", target_->remote_address());
    if (!attempted.empty()) fields.emplace_back("attempted", std::move(attempted));
    report("connect", std::move(fields));
    if (const auto& tls = dialer.facts().tls)
      report_secured(run_.report(), "secureConnect", session_.id(), *tls);
  }

  // The other side is closed next, and must not take what it has for complete.
  void on_broken(Side side, const Relay::Ending&) override {
    if (side == Side::first) {
      target_->reset_on_close();
    } else {
      session_.break_off();
    }
  }

  void on_done(const Relay::Outcome& outcome) override {
    if (outcome.second.cause) report("error", error_fields(error_of(*target_, outcome.second)));
    Exit exit;
    add_ending(exit, "client", session_.connection(), outcome.first);
    add_ending(exit, "target", *target_, outcome.second);
    if (exit.status != ExitStatus::ok) session_.set_failed();
    session_.over(std::move(exit));
  }

  Run& run_;
  Session& session_;
  std::unique_ptr<Dialer> dialer_;        // until there is a target
  std::optional<FdWatcher> client_gone_;  // from the first failure on, until there is a target
  std::unique_ptr<Connection> target_;
  std::optional<Relay> relay_;
};

}  // namespace

ForwardHandler::ForwardHandler(Run& run, const Settings& target, const Location& to)
    : run_(run), target_(target), to_(to), resolver_(run.loop()) {
  add_answers(resolver_, target.connect);
}

std::unique_ptr<Handler::Task> ForwardHandler::serve(Session& session) {
  return std::make_unique<ForwardTask>(run_, session, target_, resolver_, to_);
}

}  // namespace netkit::cli
