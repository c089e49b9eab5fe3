// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include <memory>
#include <optional>
#include <utility>

#include "cli/command/commands.h"
#include "cli/handler/console_handler.h"
#include "cli/option/location.h"
#include "cli/session/dialer.h"
#include "cli/session/run.h"

namespace netkit::cli {
namespace {

/// netkit connect: dials, then joins the connection to stdin and stdout.
class Connect final : public Command {
 public:
  Connect(Run& run, Location where)
      : run_(run), dialer_(run, std::move(where), [this](std::unique_ptr<StreamSocket> socket) {
          connected(std::move(socket));
        }) {}

  void start() override { dialer_.start(); }
  void on_signal(int number) override { run_.finish({ExitStatus::signal, {}, number}); }

 private:
  void connected(std::unique_ptr<StreamSocket> socket) {
    report_connection(*socket);
    if (run_.settings().connect.probe) {
      probed_.emplace(std::move(socket), run_);
      return run_.finish({});
    }
    conversation_.emplace(run_, std::move(socket), Role::client);
    conversation_->start();
  }

  void report_connection(const StreamSocket& socket) {
    EventFields fields{{"id", std::int64_t{1}}};
    add_address(fields, "local", socket.local_address());
    add_address(fields, "remote", socket.remote_address());
    if (auto attempted = dialer_.attempted(); !attempted.empty()) {
      fields.emplace_back("attempted", std::move(attempted));
    }
    run_.report().event("connect", fields);
    run_.report().event("ready", {{"id", std::int64_t{1}}});
    run_.report().say(1, "connected to " + name_of_peer(socket));
  }

  std::string name_of_peer(const StreamSocket& socket) const {
    const CommonSettings& common = run_.settings().common;
    if (const auto& remote = socket.remote_address()) return remote->to_string();
    return common.unix_path ? *common.unix_path : fmt::format("the peer of descriptor {}", *common.fd);
  }

  Run& run_;
  Dialer dialer_;
  std::optional<Session> probed_;
  std::optional<ConsoleHandler> conversation_;
};

}  // namespace

int run_connect(const Settings& settings) {
  const Location where = location_to_connect(settings);
  return run_command(settings, [&where](Run& run) { return std::make_unique<Connect>(run, where); });
}

}  // namespace netkit::cli
