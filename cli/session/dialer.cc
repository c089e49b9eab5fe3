// SPDX-License-Identifier: MIT
#include "cli/session/dialer.h"

#include <fmt/core.h>
#include <netkit/loop/uv_error.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <random>
#include <utility>

#include "cli/option/exclusions.h"
#include "cli/option/values.h"
#include "cli/report/usage_error.h"
#include "cli/session/handshakes.h"

namespace netkit::cli {
namespace {

EventFields attempt_fields(const SocketAddress& to) {
  return {{"ip", to.address.to_string()},
          {"port", std::int64_t{to.port}},
          {"family", std::string(family_name(to.address.family()))}};
}

// The next try may succeed: there was no listener yet, no answer, or the resolver was busy.
bool is_transient(const Error& error) {
  if (!error.errors.empty()) return std::ranges::any_of(error.errors, is_transient);
  constexpr std::array transient{std::errc::connection_refused, std::errc::timed_out,
                                 std::errc::no_such_file_or_directory,
                                 std::errc::resource_unavailable_try_again};
  return error.name == "EAI_AGAIN" ||
         std::ranges::any_of(transient, [&](std::errc one) { return error.code == one; });
}

double random_share() {
  static std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

}  // namespace

Dialer::Dialer(Run& run, Resolver& resolver, Location location, Callback on_done)
    : run_(run),
      location_(std::move(location)),
      resolver_(resolver),
      on_done_(std::move(on_done)),
      retries_(run.settings().connect.retry),
      again_(run.loop(), [this] { start_try(); }),
      connect_timer_(run.loop(), [this] { on_connect_timeout(); }),
      idle_timer_(run.loop(), [this] { on_idle_timeout(); }) {}

void Dialer::start() {
  if (!location_.descriptors.empty()) return adopt(location_.descriptors.front());
  since_ = std::chrono::steady_clock::now();
  start_try();
}

void Dialer::adopt(int fd) {
  const SocketOptions& options = run_.settings().common.socket;
  shared_.emplace(fd);
  auto socket = StreamSocket::adopt(run_.loop(), claim_descriptor(fd), options);
  if (!socket)
    throw UsageError(fmt::format("--fd: {} is not a connected stream: {}", fd, socket.error().message));
  if (options.reset && !(*socket)->local_address()) throw UsageError(std::string(no_reset_on_unix_sockets));
  run_handshakes(std::move(*socket));
}

void Dialer::start_try() {
  const auto& settings = run_.settings();
  if (const auto& limit = settings.connect.connect_timeout) connect_timer_.start(*limit);
  if (const auto& idle = settings.common.idle_timeout; idle && *idle > Duration(0)) idle_timer_.start(*idle);
  connector_.reset(new Connector(run_.loop(), options(), settings.common.socket, *this));
}

void Dialer::stop_try() {
  connect_timer_.stop();
  idle_timer_.stop();
  handshakes_.reset();
  connector_.reset();
}

void Dialer::failed(const Error& error, Exit exit) {
  run_.report().event("error", error_fields(error));
  const auto passed = std::chrono::steady_clock::now() - since_;
  const auto wait = is_transient(error)
                        ? retries_.next(std::chrono::duration_cast<Duration>(passed), random_share())
                        : std::nullopt;
  if (!wait) return on_done_(std::unexpected(std::move(exit)));
  for (const std::string& line : exit.lines) run_.report().say(1, line);
  run_.report().say(1, fmt::format("trying again in {}", format_duration(*wait)));
  stop_try();
  again_.start(*wait);
}

ConnectOptions Dialer::options() {
  const auto& settings = run_.settings();
  ConnectOptions options;
  options.path = location_.path;
  if (location_.host) options.host = *location_.host;
  options.port = location_.port;
  options.family = settings.common.family;
  if (settings.connect.from.address) options.family = settings.connect.from.address->family();
  options.resolver = &resolver_;
  options.from = settings.connect.from;
  options.auto_select_family = settings.connect.auto_select_family;
  options.attempts = settings.connect.attempts;
  options.hints = settings.connect.hints;
  options.attempt_timeout = settings.connect.attempt_timeout;
  options.access = run_.prepared().access.lists();
  return options;
}

std::vector<std::string> Dialer::attempted() const {
  std::vector<std::string> texts;
  if (!connector_) return texts;
  for (const SocketAddress& address : connector_->attempted()) texts.push_back(address.net_text());
  return texts;
}

void Dialer::on_connect_timeout() {
  Exit exit{ExitStatus::connect_timeout, {}};
  const std::vector<Error> errors = connector_->errors_so_far(errno_error(ETIMEDOUT));
  for (const Error& error : errors) exit.lines.push_back(error.message);
  Error all = errors.front();
  if (errors.size() > 1) {
    all.message.clear();
    all.errors = errors;
  }
  failed(all, std::move(exit));
}

void Dialer::on_idle_timeout() {
  run_.report().event("timeout", {{"readyState", std::string("opening")}});
  const auto& common = run_.settings().common;
  if (common.on_idle == CommonSettings::OnIdle::report) return;
  on_done_(std::unexpected(
      Exit{ExitStatus::idle_timeout,
           {fmt::format("nothing was sent or received for {}", format_duration(*common.idle_timeout))}}));
}

void Dialer::on_lookup(const std::string& host, const SocketAddress& address) {
  run_.report().event("lookup", {{"host", host},
                                 {"address", address.address.to_string()},
                                 {"family", std::string(family_name(address.address.family()))}});
}

void Dialer::on_lookup_failed(const std::string& host, const Error& error) {
  run_.report().event("lookup", {{"host", host}, {"error", error.message}});
}

void Dialer::on_attempt(const SocketAddress& to) {
  run_.report().event("connectionAttempt", attempt_fields(to));
  run_.report().say(1, fmt::format("connecting to {}", to.to_string()));
}

void Dialer::on_attempt_failed(const SocketAddress& to, const Error& error) {
  EventFields fields = attempt_fields(to);
  fields.emplace_back("error", error.message);
  run_.report().event("connectionAttemptFailed", fields);
}

void Dialer::on_attempt_timeout(const SocketAddress& to) {
  run_.report().event("connectionAttemptTimeout", attempt_fields(to));
}

void Dialer::on_connected(std::unique_ptr<StreamSocket> socket) {
  run_handshakes(std::move(socket));
}

void Dialer::run_handshakes(std::unique_ptr<Connection> connection) {
  handshakes_ = std::make_unique<Handshakes>(dial_handshakes(run_.settings()));
  handshakes_->start(std::move(connection), [this](Handshake::Result result) {
    if (!result) return failed(result.error(), {ExitStatus::failed, {result.error().message}});
    connect_timer_.stop();
    idle_timer_.stop();
    on_done_(std::move(*result));
  });
}

void Dialer::on_failed(const Error& error) {
  failed(Error(error), connect_failure(error));
}

std::string Dialer::blocked_text(const IpAddress& address, Access /*access*/) {
  return fmt::format("blocked {}: {}", address.to_string(), run_.prepared().access.rule_against(address));
}

}  // namespace netkit::cli
