// SPDX-License-Identifier: MIT
#include <netkit/net/echo.h>

#include <csignal>
#include <memory>
#include <unordered_map>
#include <utility>

#include "cli/clients.h"
#include "cli/commands.h"
#include "cli/listening.h"
#include "cli/run.h"
#include "cli/where.h"

namespace netkit::cli {
namespace {

/// netkit echo: gives every client its bytes back.
class EchoCommand final : public Command {
 public:
  EchoCommand(Run& run, Where where)
      : run_(run),
        clients_(
            run, [this](Connection& connection) { echoes_.erase(connection.id()); },
            [&run] { run.finish({}); }),
        listening_(run, std::move(where), Listening::Announce::always,
                   [this](std::unique_ptr<StreamSocket> socket) { accepted(std::move(socket)); }) {}

  void start() override { listening_.start(); }

  void on_signal(int number) override {
    if (number == SIGHUP && listening_.reload()) return;
    listening_.stop();
    clients_.drain();
  }

 private:
  void accepted(std::unique_ptr<StreamSocket> socket) {
    Connection& connection = clients_.add(std::move(socket));
    auto& echo = echoes_[connection.id()];
    echo = std::make_unique<Echo>(connection.stream(), [this, id = connection.id()](std::error_code cause) {
      clients_.departed(id, cause);
    });
    echo->start(as_bytes(run_.settings().server.greeting));
  }

  Run& run_;
  Clients clients_;
  std::unordered_map<std::int64_t, std::unique_ptr<Echo>> echoes_;
  Listening listening_;
};

}  // namespace

int run_echo(const Settings& settings) {
  const Where where = where_to_listen(settings);
  return run_command(settings, [&where](Run& run) { return std::make_unique<EchoCommand>(run, where); });
}

}  // namespace netkit::cli
