// SPDX-License-Identifier: MIT
#include "cli/session/run.h"

#include <fmt/core.h>
#include <netkit/loop/signals.h>
#include <netkit/loop/timer.h>

#include <csignal>
#include <cstdlib>
#include <optional>
#include <utility>

#include "cli/option/values.h"

namespace netkit::cli {
namespace {

constexpr int everybody = -1;  // those with -q as well

void tell_summary(Run& run, const TrafficCounter::Sum& elsewhere) {
  TrafficCounter::Sum sum = run.traffic().sum();
  run.report().say(everybody, (sum += elsewhere).text());
}

// The command and what ends any command are gone when this returns: sockets closed, socket files removed.
Exit run_to_the_end(Run& run, const MakeCommand& make) {
  try {
    const std::unique_ptr<Command> command = make(run);
    Signals signals(run.loop(), {SIGINT, SIGTERM, SIGHUP}, [&](int number) { command->on_signal(number); });
    std::optional<Signals> asked;
    if (run.settings().common.summary)
      asked.emplace(run.loop(), std::initializer_list{SIGUSR1},
                    [&](int) { tell_summary(run, command->traffic_elsewhere()); });
    Timer time_is_up(run.loop(), [&run] {
      const auto limit = format_duration(*run.settings().common.max_time);
      run.finish({ExitStatus::max_time, {fmt::format("stopped after {} (--max-time)", limit)}});
    });
    if (run.settings().common.max_time) time_is_up.start(*run.settings().common.max_time);
    command->start();
    if (!run.result()) run.loop().run();
  } catch (const UsageError& error) {
    return {ExitStatus::usage, {error.message()}};
  }
  return run.result().value_or(Exit{ExitStatus::failed, {"nothing left to wait for"}});
}

}  // namespace

void Run::finish(Exit exit) {
  if (!result_) result_ = std::move(exit);
  loop_.stop();
}

int run_command(const Settings& settings, const MakeCommand& make) {
  Report report(settings.common);
  const ServiceManager service_manager(report);
  Loop loop;
  Run run(loop, report, service_manager, settings);
  const Exit exit = run_to_the_end(run, make);
  if (settings.common.summary) tell_summary(run, {});
  const int status = report.conclude(exit);
  // The system's resolver cannot be called off: we do not wait for an answer that nobody wants.
  if (loop.lookups_running() > 0) std::_Exit(status);
  return status;
}

}  // namespace netkit::cli
