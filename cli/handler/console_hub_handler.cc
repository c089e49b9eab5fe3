// SPDX-License-Identifier: MIT
#include "cli/handler/console_hub_handler.h"

#include <fmt/core.h>
#include <netkit/loop/uv_error.h>

#include <utility>

#include "cli/handler/console_options.h"
#include "cli/session/session.h"

namespace netkit::cli {
namespace {

class HubTask final : public Handler::Task {
 public:
  HubTask(Session& session, Hub& hub, const ConsoleHubHandler& handler)
      : session_(session), hub_(hub), handler_(handler) {
    hub_.add(session_.stream(), [this](std::error_code cause) { session_.closed(cause); });
  }
  ~HubTask() override { hub_.remove(session_.stream()); }

  void wind_up() override { session_.stream().destroy_soon(); }
  void cut() override {
    if (handler_.output_lost()) session_.break_off();
    session_.over({});
  }

 private:
  Session& session_;
  Hub& hub_;
  const ConsoleHubHandler& handler_;
};

}  // namespace

ConsoleHubHandler::ConsoleHubHandler(Run& run)
    : run_(run),
      console_(run.loop(), console_options(run.settings())),
      hub_(console_, {!run.settings().console.recv_only, run.settings().console.send_only},
           [this](std::error_code cause) { console_over(cause); }) {
  hub_.start();
}

std::unique_ptr<Handler::Task> ConsoleHubHandler::serve(Session& session) {
  return std::make_unique<HubTask>(session, hub_, *this);
}

void ConsoleHubHandler::drain() {
  input_left_ = hub_.clients() > 0 && console_.input_waits();
  hub_.end_all();
}

void ConsoleHubHandler::flush(std::function<void()> on_flushed) {
  on_flushed_ = std::move(on_flushed);
  console_.end();
}

void ConsoleHubHandler::console_over(std::error_code cause) {
  if (cause) {
    failed_ = true;
    Exit exit{ExitStatus::local_io, {}};
    if (cause != std::errc::broken_pipe)
      exit.lines.push_back(fmt::format("{}: {} (stdin or stdout)", error_name(cause), cause.message()));
    return run_.finish(std::move(exit));
  }
  if (input_left_) return run_.finish({ExitStatus::reset, {"the rest of stdin was not sent"}});
  on_flushed_();
}

}  // namespace netkit::cli
