// SPDX-License-Identifier: MIT
#include "cli/session/dialer.h"

#include <fmt/core.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/zone.h>

#include <algorithm>
#include <cerrno>
#include <random>
#include <utility>

#include "cli/option/datagrams.h"
#include "cli/option/exclusions.h"
#include "cli/option/values.h"
#include "cli/report/usage_error.h"
#include "cli/session/handshakes.h"
#include "cli/session/path_hint.h"

namespace netkit::cli {
namespace {

EventFields attempt_fields(const SocketAddress& to) {
  return {{"ip", host_text(to)},
          {"port", std::int64_t{to.port}},
          {"family", std::string(family_name(to.address.family()))}};
}

// Of what attempt_fields() has made.
std::string endpoint_in(const EventFields& fields) {
  const auto value = [&fields](std::string_view name) {
    return std::ranges::find(fields, name, &EventFields::value_type::first)->second;
  };
  const auto host = std::get<std::string>(value("ip"));
  return fmt::format("{}:{}", host.contains(':') ? fmt::format("[{}]", host) : host,
                     std::get<std::int64_t>(value("port")));
}

double random_share() {
  static std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

}  // namespace

Dialer::Dialer(Run& run, const Settings& settings, Resolver& resolver, Location location, ReportEvent report,
               Callback on_done)
    : run_(run),
      settings_(settings),
      resolver_(resolver),
      location_(std::move(location)),
      report_(std::move(report)),
      on_done_(std::move(on_done)),
      route_(run, settings, report_),
      retries_(settings.connect.retry),
      again_(run.loop(), [this] { start_try(); }),
      connect_timer_(run.loop(), [this] { on_connect_timeout(); }),
      idle_timer_(run.loop(), [this] { on_idle_timeout(); }) {}

void Dialer::ask_for(const ProxyTarget& target, RuleAgainst rule_against) {
  if (!route_.empty()) return route_.ask_for(target, std::move(rule_against));
  rule_against_ = std::move(rule_against);
}

void Dialer::start() {
  if (!location_.descriptors.empty()) return adopt(location_.descriptors.front());
  since_ = std::chrono::steady_clock::now();
  if (route_.empty()) return start_try();
  location_ = route_.first();
  route_.look_up(resolver_, [this](const netkit::Result<void>& found) {
    if (found) return start_try();
    error_ = found.error();
    on_done_(std::unexpected(connect_failure(error_)));
  });
}

void Dialer::adopt(int fd) {
  try_since_ = std::chrono::steady_clock::now();
  shared_.emplace(fd);
  auto connection = adopted(claim_descriptor(fd));
  if (!connection) {
    throw UsageError(fmt::format("--fd: {} is not a connected {}: {}", fd,
                                 settings_.common.datagrams ? "datagram socket" : "stream",
                                 connection.error().message));
  }
  if (settings_.common.socket.reset && !(*connection)->local_address())
    throw UsageError(std::string(no_reset_on_unix_sockets));
  run_handshakes(std::move(*connection));
}

netkit::Result<std::unique_ptr<Connection>> Dialer::adopted(UniqueFd fd) const {
  if (settings_.common.datagrams)
    return DatagramConnection::adopt(run_.loop(), std::move(fd), datagram_options(settings_));
  return StreamSocket::adopt(run_.loop(), std::move(fd), settings_.common.socket);
}

void Dialer::start_try() {
  try_since_ = std::chrono::steady_clock::now();
  if (const auto& limit = settings_.connect.connect_timeout) connect_timer_.start(*limit);
  if (const auto& idle = settings_.common.idle_timeout) idle_timer_.start(*idle);
  start_connector();
}

void Dialer::start_connector() {
  if (!settings_.common.datagrams) {
    connector_.reset(new Connector(run_.loop(), options(), settings_.common.socket, *this));
    return;
  }
  Connector::Listener& listener = *this;
  datagrams_.reset(new DatagramConnector(run_.loop(), options(), datagram_options(settings_),
                                         location_.from_path, listener,
                                         [this](auto connection) { on_datagrams(std::move(connection)); }));
}

// Within the time of this try.
void Dialer::dial_again() {
  handshakes_.reset();
  connector_.reset();
  start_connector();
}

void Dialer::on_datagrams(netkit::Result<std::unique_ptr<DatagramConnection>> connection) {
  if (!connection) return on_failed(connection.error());
  if (!run_.prepared().tls.target()) connect_timer_.stop();
  run_handshakes(std::move(*connection));
}

void Dialer::stop_try() {
  connect_timer_.stop();
  idle_timer_.stop();
  handshakes_.reset();
  connector_.reset();
  datagrams_.reset();
}

// As in `net`, a connection that was never made is closed, too.
void Dialer::report_closed(Closing how) {
  const std::chrono::duration<double> lived = std::chrono::steady_clock::now() - try_since_;
  report_("close", {{"hadError", how == Closing::with_error},
                    {"bytesRead", std::int64_t{0}},
                    {"bytesWritten", std::int64_t{0}},
                    {"duration", lived.count()}});
}

void Dialer::failed(const Error& error, Exit exit) {
  error_ = error;
  report_("error", error_fields(error));
  report_closed(Closing::with_error);
  const auto passed = std::chrono::steady_clock::now() - since_;
  const auto wait = may_pass(error)
                        ? retries_.next(std::chrono::duration_cast<Duration>(passed), random_share())
                        : std::nullopt;
  if (!wait) return on_done_(std::unexpected(std::move(exit)));
  for (const std::string& line : exit.lines) run_.report().say(1, line);
  run_.report().say(1, fmt::format("trying again in {}", format_duration(*wait)));
  stop_try();
  again_.start(*wait);
}

ConnectOptions Dialer::options() {
  ConnectOptions options;
  options.path = location_.path;
  if (location_.host) options.host = *location_.host;
  options.port = location_.port;
  options.family = settings_.common.family;
  if (settings_.connect.from.address) options.family = settings_.connect.from.address->family();
  options.resolver = &resolver_;
  options.from = settings_.connect.from;
  options.auto_select_family = settings_.connect.auto_select_family;
  options.attempts = settings_.connect.attempts;
  options.hints = settings_.connect.hints;
  options.attempt_timeout = settings_.connect.attempt_timeout;
  options.access = run_.prepared().access.lists();
  if (settings_.common.access.allow.empty()) options.access.allow.reset();  // a server's are for its clients
  if (rule_against_) {
    options.access = {};
    options.may_dial = [this](const SocketAddress& to) { return !rule_against_(to); };
  }
  return options;
}

std::vector<std::string> Dialer::attempted() const {
  std::vector<std::string> texts;
  if (!connector_) return texts;
  for (const SocketAddress& address : connector_->attempted()) texts.push_back(net_text(address));
  return texts;
}

std::vector<Error> Dialer::errors_so_far() const {
  const std::error_code pending = errno_error(ETIMEDOUT);
  if (connector_) return connector_->errors_so_far(pending);
  return {address_error(pending, "getaddrinfo", host_text(*location_.host))};
}

void Dialer::on_connect_timeout() {
  Exit exit{ExitStatus::connect_timeout, {}};
  const std::vector<Error> errors = errors_so_far();
  for (const Error& error : errors) exit.lines.push_back(error.message);
  Error all = errors.front();
  if (errors.size() > 1) {
    all.message.clear();
    all.errors = errors;
  }
  failed(all, std::move(exit));
}

void Dialer::on_idle_timeout() {
  report_("timeout", {{"readyState", std::string("opening")}});
  const CommonSettings& common = settings_.common;
  if (common.on_idle == CommonSettings::OnIdle::report) return;
  report_closed(Closing::without_error);
  on_done_(std::unexpected(
      Exit{ExitStatus::idle_timeout,
           {fmt::format("nothing was sent or received for {}", format_duration(*common.idle_timeout))}}));
}

void Dialer::on_lookup(const std::string& host, const SocketAddress& address) {
  report_("lookup", {{"host", host},
                     {"address", host_text(address)},
                     {"family", std::string(family_name(address.address.family()))}});
}

void Dialer::on_lookup_failed(const std::string& host, const Error& error) {
  report_("lookup", {{"host", host}, {"error", error.message}});
}

void Dialer::on_attempt(const SocketAddress& to) {
  report_("connectionAttempt", attempt_fields(to));
}

void Dialer::on_attempt_failed(const SocketAddress& to, const Error& error) {
  EventFields fields = attempt_fields(to);
  fields.emplace_back("error", error.message);
  report_("connectionAttemptFailed", fields);
}

void Dialer::on_attempt_timeout(const SocketAddress& to) {
  report_("connectionAttemptTimeout", attempt_fields(to));
}

void Dialer::on_connected(std::unique_ptr<StreamSocket> socket) {
  run_handshakes(std::move(socket));
}

void Dialer::run_handshakes(std::unique_ptr<Connection> connection) {
  handshakes_ =
      std::make_unique<Handshakes>(dial_handshakes(run_, settings_, *connection, client_, facts_, route_));
  handshakes_->start(std::move(connection), [this](Handshake::Result result) {
    if (!result && route_.has_another_try()) return dial_again();
    if (!result) return failed(result.error(), connect_failure(result.error()));
    connect_timer_.stop();
    idle_timer_.stop();
    took_ = std::chrono::steady_clock::now() - try_since_;
    on_done_(std::move(*result));
  });
}

void Dialer::on_failed(const Error& error) {
  Exit exit = connect_failure(error);
  if (location_.path) exit.lines.back() += hint_about_path(error, *location_.path);
  if (!route_.empty()) {
    for (std::string& line : exit.lines) line += " (proxy)";
  }
  if (settings_.common.datagrams && error.code == std::errc::permission_denied && !location_.path)
    exit.lines.back() += "; to send to a broadcast address add --broadcast";
  failed(Error(error), std::move(exit));
}

std::string Dialer::blocked_text(const Refusal& refusal) {
  const std::string reached =
      refusal.reached == refusal.to.address ? "" : fmt::format(" ({})", refusal.reached.to_string());
  const auto rule = rule_against_ ? rule_against_({refusal.reached, refusal.to.port}) : std::nullopt;
  return fmt::format("blocked {}{}: {}", host_text(refusal.to), reached,
                     rule ? *rule : run_.prepared().access.rule_against(refusal.reached));
}

void report_dialling(Report& report, std::string_view event, const EventFields& fields) {
  report.event(event, fields);
  if (event == "connectionAttempt") report.say(1, "connecting to " + endpoint_in(fields));
}

void add_answers(Resolver& resolver, const ConnectSettings& settings) {
  for (const auto& [name, addresses] : settings.answers) {
    for (const SocketAddress& address : addresses) resolver.answer(name, address);
  }
}

}  // namespace netkit::cli
