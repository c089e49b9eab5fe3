// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/console/console.h>
#include <netkit/loop/uv_error.h>
#include <netkit/relay/hub.h>

#include <csignal>
#include <memory>
#include <optional>
#include <utility>

#include "cli/command/commands.h"
#include "cli/handler/console_handler.h"
#include "cli/option/location.h"
#include "cli/session/drain_timer.h"
#include "cli/session/listening_sockets.h"
#include "cli/session/run.h"
#include "cli/session/sessions.h"

namespace netkit::cli {
namespace {

/// netkit listen: the first connection that is let in is joined to stdin and stdout.
class ListenOnce final : public Command {
 public:
  ListenOnce(Run& run, Location where)
      : run_(run),
        listening_sockets_(run, std::move(where), ListeningSockets::Announce::if_system_chose,
                           [this](std::unique_ptr<StreamSocket> socket) { accepted(std::move(socket)); }) {}

  void start() override { listening_sockets_.start(); }
  void on_signal(int number) override {
    if (number == SIGHUP && listening_sockets_.reload()) return;
    run_.finish({ExitStatus::signal, {}, number});
  }

 private:
  void accepted(std::unique_ptr<StreamSocket> socket) {
    listening_sockets_.stop();
    conversation_.emplace(run_, std::move(socket), Role::server);
    conversation_->start();
  }

  Run& run_;
  ListeningSockets listening_sockets_;
  std::optional<ConsoleHandler> conversation_;
};

/// netkit listen -k: many clients at a time share stdin and stdout.
class ListenToMany final : public Command {
 public:
  ListenToMany(Run& run, Location where)
      : run_(run),
        console_(run.loop(), console_options(run.settings().common)),
        hub_(console_, {!run.settings().console.recv_only, run.settings().console.send_only},
             [this](std::error_code cause) { console_over(cause); }),
        clients_(
            run, [this](Session& connection) { hub_.remove(connection.stream()); },
            [this] { console_.end(); }),
        drain_timer_(run, [this] { run_.finish(drain_expired(clients_.size())); }),
        listening_sockets_(run, std::move(where), ListeningSockets::Announce::always,
                           [this](std::unique_ptr<StreamSocket> socket) { accepted(std::move(socket)); }) {}

  void start() override {
    listening_sockets_.start();
    hub_.start();
  }

  void on_signal(int number) override {
    if (number == SIGHUP && listening_sockets_.reload()) return;
    listening_sockets_.stop();
    input_left_ = hub_.clients() > 0 && console_.input_waits();
    hub_.end_all();
    clients_.drain();
    drain_timer_.begin();
  }

 private:
  void accepted(std::unique_ptr<StreamSocket> socket) {
    Session& connection = clients_.add(std::move(socket));
    hub_.add(connection.stream(),
             [this, id = connection.id()](std::error_code cause) { clients_.departed(id, cause); });
  }

  void console_over(std::error_code cause) {
    if (!cause && input_left_) return run_.finish({ExitStatus::reset, {"stdin was not sent to its end"}});
    if (!cause) return run_.finish({});
    Exit exit{ExitStatus::local_io, {}};
    if (cause != std::errc::broken_pipe) {
      exit.lines.push_back(fmt::format("{}: {} (stdin or stdout)", error_name(cause), cause.message()));
    }
    run_.finish(std::move(exit));
  }

  Run& run_;
  Console console_;
  Hub hub_;
  Sessions clients_;
  DrainTimer drain_timer_;
  ListeningSockets listening_sockets_;
  bool input_left_ = false;  // at the signal, while there were clients to send it to
};

}  // namespace

int run_listen(const Settings& settings) {
  const Location where = location_to_listen(settings);
  return run_command(settings, [&](Run& run) -> std::unique_ptr<Command> {
    if (settings.server.keep_open) return std::make_unique<ListenToMany>(run, where);
    return std::make_unique<ListenOnce>(run, where);
  });
}

}  // namespace netkit::cli
