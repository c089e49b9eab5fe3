// SPDX-License-Identifier: MIT
#include "cli/handler/console_handler.h"

#include <fmt/core.h>
#include <netkit/console/console.h>
#include <netkit/loop/shared_descriptor.h>
#include <netkit/loop/uv_error.h>
#include <netkit/relay/console_relay.h>

#include <utility>

#include "cli/handler/console_options.h"
#include "cli/option/values.h"
#include "cli/session/session.h"

namespace netkit::cli {
namespace {

using HalfOpen = ConsoleSettings::HalfOpen;

// The rules of the manual about the peer's end, in their order. That stdin has ended comes before all of
// them.
AfterPeerEnd after_peer_end(const ConsoleSettings& settings, DescriptorKind input) {
  if (settings.half_open == HalfOpen::off) return AfterPeerEnd::end;
  // A FIFO with a name was made to be written to.
  const bool has_own_end = input == DescriptorKind::file || is_named_fifo(0);
  if (has_own_end || settings.half_open == HalfOpen::on || settings.send_only) return AfterPeerEnd::send_on;
  return input == DescriptorKind::terminal ? AfterPeerEnd::end : AfterPeerEnd::find_out;
}

ConsoleRelayOptions relay_options(const Settings& all, Role role) {
  const ConsoleSettings& settings = all.console;
  const DescriptorKind input = kind_of(0);
  // The /dev/null that a service has as its stdin does not mean that its input has ended.
  const bool nothing_to_send =
      role == Role::server && input == DescriptorKind::nothing && !settings.send_only;
  ConsoleRelayOptions options;
  options.peer_end.after_peer_end = after_peer_end(settings, input);
  options.read_input = !settings.recv_only && !nothing_to_send;
  options.end_with_input = !settings.no_shutdown;
  options.discard_received = settings.send_only;
  if (!all.common.datagrams) options.quit_after = settings.quit_after;  // see datagram_options()
  if (settings.silence) options.peer_end.silence = options.peer_end.silence_after_data = *settings.silence;
  return options;
}

std::string_view text_of(Route route) {
  switch (route) {
    case Route::plain:
      return "read and write";
    case Route::sendfile:
      return "sendfile";
    case Route::splice:
      return "splice";
    case Route::splice_twice:
      return "splice through a pipe";
  }
  return {};
}

Exit exit_of(const ConsoleRelayOutcome& outcome, const Settings& settings) {
  switch (outcome.kind) {
    case ConsoleRelayOutcome::Kind::complete:
      return {};
    case ConsoleRelayOutcome::Kind::input_left:
      return {ExitStatus::reset,
              {"the peer closed the connection before stdin ended; the rest of stdin was not sent "
               "(--half-open=on sends all of it)"}};
    case ConsoleRelayOutcome::Kind::peer_lost:
      return {ExitStatus::reset,
              {step_error(outcome.cause, outcome.while_sending ? "write" : "read").message +
               lost_note(outcome.undelivered)}};
    case ConsoleRelayOutcome::Kind::not_delivered:
      return {ExitStatus::reset,
              {fmt::format(
                  "{}{} bytes were not delivered within {} after the end of stdin was sent (--quit-after)",
                  settings.common.unix_path ? "at least " : "", outcome.undelivered,
                  format_duration(*settings.console.quit_after))}};
    case ConsoleRelayOutcome::Kind::input_failed:
      return local_failure("read", outcome.cause, "stdin");
    case ConsoleRelayOutcome::Kind::output_failed:
      return local_failure("write", outcome.cause, "stdout");
  }
  return {};
}

/// Relays one connection and the console.
class ConsoleTask final : public Handler::Task {
 public:
  ConsoleTask(Run& run, Session& session, Console& console, Stream::Listener& idle,
              const ConsoleRelayOptions& options)
      : settings_(run.settings()),
        session_(session),
        console_(console),
        idle_(idle),
        relay_(run.loop(), console, session.stream(), options,
               [this](const ConsoleRelayOutcome& outcome) { over(outcome); }) {
    const auto report_of = [&run](std::string_view lane) {
      return [&run, lane](Route route) { run.report().say(2, fmt::format("{}: {}", lane, text_of(route))); };
    };
    relay_.on_input_route(report_of("stdin to socket"));
    relay_.on_output_route(report_of("socket to stdout"));
    console.resume();
    relay_.start();
  }

  ~ConsoleTask() override {
    console_.pause();
    console_.start(idle_);
  }

  void wind_up() override { relay_.wind_up(); }
  void cut() override {
    if (console_.unsent() > 0) session_.break_off();
    session_.over({});
  }

 private:
  void over(const ConsoleRelayOutcome& outcome) {
    const Exit exit = exit_of(outcome, settings_);
    if (outcome.kind == ConsoleRelayOutcome::Kind::peer_lost) session_.set_failed();
    if (exit.status == ExitStatus::local_io) session_.break_off();
    session_.over(exit);
  }

  const Settings& settings_;
  Session& session_;
  Console& console_;
  Stream::Listener& idle_;  // of the console, when the task has ended
  ConsoleRelay relay_;
};

}  // namespace

ConsoleHandler::ConsoleHandler(Run& run, Role role)
    : run_(run),
      options_(relay_options(run.settings(), role)),
      console_(run.loop(), console_options(run.settings())) {
  console_.pause();
  console_.start(*this);
}

void ConsoleHandler::on_finish(std::error_code cause) {
  run_.finish(local_failure("write", cause, "stdout"));
}

std::unique_ptr<Handler::Task> ConsoleHandler::serve(Session& session) {
  Stream::Listener& idle = *this;
  return std::make_unique<ConsoleTask>(run_, session, console_, idle, options_);
}

}  // namespace netkit::cli
