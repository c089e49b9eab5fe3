// SPDX-License-Identifier: MIT
#include <netkit/loop/wakeup.h>

#include <csignal>
#include <memory>
#include <utility>
#include <vector>

#include "cli/command/commands.h"
#include "cli/handler/echo_handler.h"
#include "cli/option/location.h"
#include "cli/session/drain_timer.h"
#include "cli/session/listening_sockets.h"
#include "cli/session/run.h"
#include "cli/session/worker.h"

namespace netkit::cli {
namespace {

/// netkit echo: gives every client its bytes back. The main thread serves, too; all other threads are
/// workers.
class EchoCommand final : public Command {
 public:
  EchoCommand(Run& run, Location where)
      : run_(run),
        clients_(run, [this] { finish_if_empty(); }),
        drain_timer_(run, [this] { cut_off_the_rest(); }),
        listening_sockets_(
            run, std::move(where), ListeningSockets::Announce::always,
            [this](std::unique_ptr<StreamSocket> socket) { clients_.accepted(std::move(socket)); }),
        worker_drained_(run.loop(), [this] { finish_if_empty(); }) {
    listening_sockets_.before_ready([this](const Acceptor& first) { listen_beside(first); });
    for (unsigned i = 1; i < run.settings().server.workers; ++i) {
      workers_.push_back(
          std::make_unique<Worker>(run, listening_sockets_, [this] { worker_drained_.send(); }));
    }
  }

  void start() override { listening_sockets_.start(); }

  void on_signal(int number) override {
    if (number == SIGHUP && reload()) return;
    listening_sockets_.stop();
    for (const auto& worker : workers_) worker->drain();
    drain_timer_.begin();
    clients_.drain();
  }

  TrafficCounter::Sum traffic_elsewhere() override {
    TrafficCounter::Sum sum;
    for (const auto& worker : workers_) sum += worker->traffic();
    return sum;
  }

 private:
  void listen_beside(const Acceptor& first) {
    for (const auto& worker : workers_) {
      auto socket = first.socket_beside({.early = run_.settings().common.socket.early});
      const auto listens = socket ? worker->listen(std::move(*socket)) : std::unexpected(socket.error());
      if (!listens) return run_.finish({ExitStatus::listen, {listens.error().message}});
    }
  }

  bool reload() {
    return listening_sockets_.reload([this](const AccessRules& rules) {
      for (const auto& worker : workers_) worker->set_rules(rules);
    });
  }

  std::size_t clients_left() {
    std::size_t left = clients_.size();
    for (const auto& worker : workers_) left += worker->clients();
    return left;
  }

  void finish_if_empty() {
    if (clients_left() == 0) run_.finish({});
  }

  void cut_off_the_rest() {
    for (const auto& worker : workers_) worker->stop();
    const std::size_t left = clients_left();
    // The last one may have gone just now.
    run_.finish(left == 0 ? Exit{} : drain_expired(left));
  }

  Run& run_;
  EchoHandler clients_;
  DrainTimer drain_timer_;
  ListeningSockets listening_sockets_;
  Wakeup worker_drained_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

void check_workers(const Settings& settings, const Location& where) {
  if (settings.server.workers == 1 || where.descriptors.empty()) return;
  throw UsageError("--workers is for a new socket and cannot go with LISTEN_FDS");
}

}  // namespace

int run_echo(const Settings& settings) {
  const Location where = location_to_listen(settings);
  check_workers(settings, where);
  return run_command(settings, [&where](Run& run) { return std::make_unique<EchoCommand>(run, where); });
}

}  // namespace netkit::cli
