// SPDX-License-Identifier: MIT
#include "cli/session/serve_many.h"

#include <fmt/core.h>

#include <csignal>
#include <utility>

namespace netkit::cli {
namespace {

void report_over(Report& report, const Session& session, const Exit& exit) {
  for (const std::string& line : exit.lines) report.say(1, fmt::format("{}: {}", session.peer(), line));
}

}  // namespace

void ServeMany::ElsewhereEvents::on_over(const Session& session, const Exit& exit) {
  report_over(report_, session, exit);
}

void ServeMany::ElsewhereEvents::on_failure(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  failure_ = std::move(failure);
  main_.send();
}

void ServeMany::ElsewhereEvents::rethrow_failure() {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
}

ServeMany::ServeMany(Run& run, Location location, const MakeHandler& make)
    : run_(run),
      main_(run, make, gate_of(run.settings()), *this),
      drain_timer_(run, [this] { end_drain(); }),
      sockets_(run, std::move(location), ListeningSockets::Announce::always, DatagramSocket::Peers::many,
               main_.admission()),
      news_from_others_(run.loop(), [this] { on_news_from_others(); }),
      elsewhere_(run.report(), news_from_others_) {
  sockets_.before_ready([this](const Acceptor& first) { listen_in_others(first); });
  for (unsigned i = 1; i < run.settings().server.workers; ++i)
    others_.push_back(std::make_unique<WorkerThread>(
        run, make, main_.gate(), elsewhere_,
        [this](std::exception_ptr failure) { elsewhere_.on_failure(std::move(failure)); }));
}

void ServeMany::listen_in_others(const Acceptor& first) {
  for (const auto& other : others_) {
    auto socket = first.socket_beside({.early = run_.settings().common.socket.early});
    const auto listens = socket ? other->listen(std::move(*socket)) : std::unexpected(socket.error());
    if (!listens) return run_.finish({ExitStatus::listen, {listens.error().message}});
  }
}

void ServeMany::on_signal(int number) {
  if (number == SIGHUP && reload()) return;
  sockets_.stop();
  main_.admission().stop();
  for (const auto& other : others_) other->drain();
  drain_timer_.begin(run_.settings().common.datagrams ? 0
                                                      : clients());  // such peers have ended with the socket
  if (std::exchange(draining_, true)) return;
  main_.handler().drain();
  finish_if_drained();
}

bool ServeMany::reload() {
  return sockets_.reload([this](const Prepared& prepared) {
    main_.set_prepared(prepared);
    for (const auto& other : others_) other->set_prepared(prepared);
  });
}

std::size_t ServeMany::clients() {
  std::size_t clients = main_.clients();
  for (const auto& other : others_) clients += other->clients();
  return clients;
}

TrafficCounter ServeMany::traffic_elsewhere() {
  TrafficCounter all;
  for (const auto& other : others_) all += other->traffic();
  return all;
}

void ServeMany::on_over(const Session& session, const Exit& exit) {
  report_over(run_.report(), session, exit);
}

void ServeMany::on_news_from_others() {
  elsewhere_.rethrow_failure();
  finish_if_drained();
}

void ServeMany::finish_if_drained() {
  if (draining_ && clients() == 0) main_.handler().flush([this] { run_.finish({}); });
}

void ServeMany::end_drain() {
  for (const auto& other : others_) other->stop();
  const std::size_t left = clients();
  // The last client may just have gone.
  run_.finish(left == 0 ? Exit{} : drain_expired(left));
}

}  // namespace netkit::cli
