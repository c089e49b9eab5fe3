// SPDX-License-Identifier: MIT
#include "cli/session/listening_sockets.h"

#include <fmt/core.h>
#include <netkit/loop/system.h>
#include <netkit/socket/zone.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "cli/option/datagrams.h"
#include "cli/option/exclusions.h"
#include "cli/report/usage_error.h"
#include "cli/session/path_hint.h"

namespace netkit::cli {
namespace {

constexpr Duration between_tries{1000};  // --retry-in-use

// Each connection takes a descriptor.
void report_descriptor_limit(const Report& report) {
  const auto [before, now] = raise_descriptor_limit();
  if (now != before) report.say(1, fmt::format("descriptor limit raised from {} to {}", before, now));
}

}  // namespace

ListeningSockets::ListeningSockets(Run& run, Location location, Announce announce,
                                   DatagramSocket::Peers peers, Admission& admission)
    : run_(run),
      location_(std::move(location)),
      announce_(announce),
      peers_(peers),
      admission_(admission),
      again_(run.loop(), [this] { bind(); }),
      reload_(run.loop(), [this] { reload_now(); }) {
  report_descriptor_limit(run_.report());
}

ListeningSockets::~ListeningSockets() {
  close();
}

int ListeningSockets::type() const {
  return run_.settings().common.datagrams ? SOCK_DGRAM : SOCK_STREAM;
}

void ListeningSockets::start() {
  forget_inherited_sockets();
  since_ = std::chrono::steady_clock::now();
  if (location_.descriptors.empty()) return bind();
  for (const int fd : location_.descriptors) adopt(fd);
  if (!run_.result()) on_listening();
}

void ListeningSockets::stop() {
  // A signal that has come before the one that stops.
  if (reload_.scheduled()) {
    reload_.cancel();
    reload_now();
  }
  close();
  shared_.clear();
  binder_.reset();
  again_.stop();
}

void ListeningSockets::close() {
  for (const Place& place : places_) {
    if (place.datagrams)
      run_.add_traffic({.datagrams = DatagramCounts{.dropped = place.datagrams->dropped()}});
  }
  places_.clear();
}

bool ListeningSockets::reload(std::function<void(const Prepared&)> hand_on) {
  const Prepared& now = run_.prepared();
  if (!now.access.have_files() && !now.tls.have_files() && !now.proxy_server.have_files()) return false;
  hand_on_ = std::move(hand_on);
  reload_.schedule();
  return true;
}

void ListeningSockets::reload_now() {
  Prepared next = run_.prepared();
  const bool is_ready = !places_.empty();
  if (is_ready) run_.service_manager().reloading();
  if (next.access.reload() && next.tls.reload() && next.proxy_server.reload()) {
    hand_on_(next);
    next.access.report_reloaded();
    next.tls.report_reloaded();
    next.proxy_server.report_reloaded();
  }
  if (is_ready) run_.service_manager().ready();
}

void ListeningSockets::bind() {
  binder_.emplace(run_.loop(), options(), [this](Result<BoundSocket> result) { bound(std::move(result)); });
}

BindOptions ListeningSockets::options() const {
  const auto& settings = run_.settings();
  BindOptions options;
  options.type = type();
  options.host = location_.host;
  options.path = location_.path;
  if (!location_.path) options.port = location_.port.value_or(0);
  options.family = settings.common.family;
  options.tcp = settings.server.tcp;
  options.ipc = settings.server.ipc;
  options.tcp.early = options.ipc.early = settings.common.socket.early;
  return options;
}

void ListeningSockets::bound(Result<BoundSocket> result) {
  if (!result) return cannot_listen(result.error());
  const auto address = result->address();
  const std::string path = result->path() ? result->path()->text() : "";
  if (listen_on(std::move(*result), {}, address ? endpoint_text(*address) : path)) on_listening();
}

void ListeningSockets::adopt(int fd) {
  std::string name = unix_name_of(fd);
  shared_.emplace_back(fd);
  auto result = BoundSocket::adopt(claim_descriptor(fd), type());
  if (!result) {
    throw UsageError(fmt::format("descriptor {} is not a {} socket to listen on: {}", fd,
                                 type() == SOCK_DGRAM ? "datagram" : "stream", result.error().message));
  }
  const auto address = result->address();
  if (!address && run_.settings().common.socket.reset)
    throw UsageError(std::string(no_reset_on_unix_sockets));
  if (address) name = endpoint_text(*address);
  listen_on(std::move(*result), fd, name.empty() ? fmt::format("descriptor {}", fd) : name);
}

bool ListeningSockets::listen_on(BoundSocket socket, std::optional<int> fd, std::string name) {
  Place place{{}, fd, std::move(name)};
  if (const auto error = open(place, std::move(socket))) {
    cannot_listen(*error);
    return false;
  }
  places_.push_back(std::move(place));
  return true;
}

std::optional<Error> ListeningSockets::open(Place& place, BoundSocket socket) {
  const Settings& settings = run_.settings();
  if (settings.common.datagrams) {
    auto datagrams = DatagramSocket::open(run_.loop(), std::move(socket), peers_, datagram_options(settings),
                                          admission_.datagrams());
    if (!datagrams) return std::move(datagrams.error());
    place.address = (*datagrams)->address();
    place.datagrams = std::move(*datagrams);
    return std::nullopt;
  }
  auto acceptor = Acceptor::listen(run_.loop(), std::move(socket),
                                   {settings.common.socket, settings.server.backlog}, admission_);
  if (!acceptor) return std::move(acceptor.error());
  place.address = (*acceptor)->address();
  place.acceptor = std::move(*acceptor);
  return std::nullopt;
}

void ListeningSockets::cannot_listen(const Error& error) {
  run_.report().event("error", error_fields(error));
  const auto passed = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - since_);
  const Duration left = run_.settings().server.retry_in_use.value_or(Duration(0)) - passed;
  if (error.code == std::errc::address_in_use && left > Duration(0)) {
    run_.report().say(1, error.message);
    return again_.start(std::min(left, between_tries));
  }
  if (error.syscall == "getaddrinfo") return run_.finish(connect_failure(error));
  run_.finish({ExitStatus::listen, {error.message + hint_about(error)}});
}

std::string ListeningSockets::hint_about(const Error& error) const {
  if (location_.path) return hint_about_path(error, *location_.path);
  const IpLiteral* const literal = location_.host ? location_.host->literal() : nullptr;
  if (literal == nullptr || error.code != std::errc::address_not_available) return "";
  return hint_at_brackets(run_.settings().operands.front());
}

EventFields ListeningSockets::Place::event_fields() const {
  if (fd) return {{"fd", std::int64_t{*fd}}};
  if (!address) return {{"path", name}};
  return {{"address", host_text(*address)},
          {"family", std::string(family_name(address->address.family()))},
          {"port", std::int64_t{address->port}}};
}

std::string ListeningSockets::Place::ready_line() const {
  if (!address) return name + "\n";
  return fmt::format("{} {}\n", host_text(*address), address->port);
}

EventFields ListeningSockets::event_fields(const Place& place) const {
  EventFields fields = place.event_fields();
  const Tls& tls = run_.prepared().tls;
  if (tls.clients()) fields.emplace_back("tls", true);
  if (const auto pin = tls.ephemeral_pin()) fields.emplace_back("pin", *pin);
  return fields;
}

// What everyone may use is known once the addresses are.
void ListeningSockets::on_listening() {
  std::vector<std::optional<SocketAddress>> addresses;
  for (const Place& place : places_) addresses.push_back(place.address);
  ProxyServer proxy_server = run_.prepared().proxy_server;
  if (const auto refusal = proxy_server.listens_on(addresses))
    return run_.finish({ExitStatus::usage, {*refusal}});
  if (before_ready_ && places_.front().acceptor) before_ready_(*places_.front().acceptor);
  if (!run_.result()) report_ready();
}

void ListeningSockets::report_ready() {
  std::string lines;
  for (const Place& place : places_) {
    run_.report().event("listening", event_fields(place));
    const bool system_chose = !place.fd && place.address && location_.port.value_or(0) == 0;
    const bool announced = announce_ == Announce::always || system_chose || ::isatty(STDERR_FILENO) == 1;
    run_.report().say(announced ? 0 : 1, "listening on " + place.name);
    lines += place.ready_line();
  }
  if (const auto pin = run_.prepared().tls.ephemeral_pin())
    run_.report().say(0, "certificate of this run: --pin " + *pin);
  const auto& ready_fd = run_.settings().server.ready_fd;
  if (ready_fd) ready_line_.emplace(run_.loop(), run_.report(), *ready_fd, std::move(lines));
  run_.service_manager().ready();
}

}  // namespace netkit::cli
