// SPDX-License-Identifier: MIT
#include "cli/handler/console_handler.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <netkit/loop/shared_descriptor.h>
#include <netkit/loop/uv_error.h>

#include <utility>

#include "cli/option/values.h"

namespace netkit::cli {
namespace {

using AfterPeerEnd = RelayOptions::AfterPeerEnd;
using HalfOpen = ConsoleSettings::HalfOpen;

// netkit(1), "Life and death": the first rule that matches; that stdin has ended comes before all of them.
AfterPeerEnd after_peer_end(const ConsoleSettings& settings, DescriptorKind input) {
  if (settings.half_open == HalfOpen::off) return AfterPeerEnd::end;
  if (input == DescriptorKind::file || settings.half_open == HalfOpen::on || settings.send_only) {
    return AfterPeerEnd::send_on;
  }
  return input == DescriptorKind::terminal ? AfterPeerEnd::end : AfterPeerEnd::find_out;
}

RelayOptions relay_options(const ConsoleSettings& settings, Role role) {
  const DescriptorKind input = kind_of(0);
  // A service's stdin is no input that has come to its end.
  const bool nothing_to_send =
      role == Role::server && input == DescriptorKind::nothing && !settings.send_only;
  RelayOptions options;
  options.after_peer_end = after_peer_end(settings, input);
  options.read_input = !settings.recv_only && !nothing_to_send;
  options.end_with_input = !settings.no_shutdown;
  options.discard_received = settings.send_only;
  options.quit_after = settings.quit_after;
  if (settings.silence) options.silence = options.silence_after_data = *settings.silence;
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

std::string lost_note(const RelayOutcome& outcome) {
  if (outcome.undelivered == 0) return "";
  return fmt::format("; up to {} bytes were not delivered", outcome.undelivered);
}

Exit local_failure(const RelayOutcome& outcome, std::string_view syscall, std::string_view what) {
  Exit exit{ExitStatus::local_io, {}};
  if (outcome.cause == std::errc::broken_pipe) return exit;
  exit.lines.push_back(
      fmt::format("{} {}: {} ({})", syscall, error_name(outcome.cause), outcome.cause.message(), what));
  return exit;
}

Exit exit_of(const RelayOutcome& outcome, const Settings& settings) {
  switch (outcome.kind) {
    case RelayOutcome::Kind::complete:
      return {};
    case RelayOutcome::Kind::input_left:
      return {ExitStatus::reset,
              {"the peer has ended and stdin has not; what stdin still brings is not sent "
               "(--half-open=on sends all of it)"}};
    case RelayOutcome::Kind::peer_lost:
      return {
          ExitStatus::reset,
          {step_error(outcome.cause, outcome.while_sending ? "write" : "read").message + lost_note(outcome)}};
    case RelayOutcome::Kind::not_delivered:
      return {ExitStatus::reset,
              {fmt::format("{}{} bytes were not taken within {} of our end (--quit-after)",
                           settings.common.unix_path ? "at least " : "", outcome.undelivered,
                           format_duration(*settings.console.quit_after))}};
    case RelayOutcome::Kind::input_failed:
      return local_failure(outcome, "read", "stdin");
    case RelayOutcome::Kind::output_failed:
      return local_failure(outcome, "write", "stdout");
  }
  return {};
}

// Refused where it is no pipe, or where the user may not have so much: then it stays as it is.
void size_pipe(int fd, const CommonSettings& settings) {
  constexpr int ample =
      1024 * 1024;  // what anybody may have (pipe(7)); others pay for it only when it is full
  const int size = settings.size_pipes ? static_cast<int>(settings.socket.high_water_mark) : ample;
  if (settings.size_pipes || ::fcntl(fd, F_GETPIPE_SZ) < size) ::fcntl(fd, F_SETPIPE_SZ, size);
}

}  // namespace

ConsoleOptions console_options(const CommonSettings& settings) {
  ConsoleOptions options;
  options.high_water_mark = settings.socket.high_water_mark;
  for (const int fd : {options.input, options.output}) size_pipe(fd, settings);
  return options;
}

ConsoleHandler::ConsoleHandler(Run& run, std::unique_ptr<StreamSocket> socket, Role role)
    : run_(run),
      role_(role),
      connection_(std::move(socket), run),
      options_(relay_options(run.settings().console, role)),
      console_(run.loop(), console_options(run.settings().common)),
      relay_(run.loop(), console_, connection_.stream(), options_,
             [this](const RelayOutcome& outcome) { over(outcome); }) {}

void ConsoleHandler::start() {
  if (role_ == Role::server) connection_.report_accepted();
  connection_.watch_idle([this](CommonSettings::OnIdle what) { part_for_idleness(what); });
  const auto tell = [this](std::string_view lane) {
    return [this, lane](Route route) { run_.report().say(2, fmt::format("{}: {}", lane, text_of(route))); };
  };
  relay_.on_input_route(tell("stdin to socket"));
  relay_.on_output_route(tell("socket to stdout"));
  relay_.start();
}

void ConsoleHandler::part_for_idleness(CommonSettings::OnIdle what) {
  idle_ = true;
  if (what == CommonSettings::OnIdle::end) return relay_.wind_up();
  RelayOutcome cut;
  cut.undelivered = connection_.socket().unsent();
  over(cut);
}

void ConsoleHandler::over(const RelayOutcome& outcome) {
  if (outcome.kind == RelayOutcome::Kind::peer_lost) connection_.failed();
  if (!idle_) return run_.finish(exit_of(outcome, run_.settings()));
  run_.finish({ExitStatus::idle_timeout,
               {fmt::format("nothing was sent or received for {}{}",
                            format_duration(*run_.settings().common.idle_timeout), lost_note(outcome))}});
}

}  // namespace netkit::cli
