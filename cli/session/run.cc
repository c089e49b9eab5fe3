// SPDX-License-Identifier: MIT
#include "cli/session/run.h"

#include <fmt/core.h>
#include <netkit/loop/signals.h>
#include <netkit/loop/timer.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <utility>

#include "cli/option/values.h"
#include "cli/report/loop_delivery.h"
#include "cli/report/usage_error.h"
#include "cli/session/sessions.h"

namespace netkit::cli {
namespace {

constexpr int always = -1;  // with -q as well

std::string left_out_text(std::uint64_t connections) {
  return fmt::format("{} more connection{} refused", connections, connections == 1 ? " was" : "s were");
}

std::vector<LineWriter*> writers_of(Run& run) {
  std::vector<LineWriter*> all = run.report().writers();
  if (LineWriter* const notifications = run.service_manager().writer()) all.push_back(notifications);
  return all;
}

// Destroys the command before it returns: sockets are closed, socket files removed.
void run_to_the_end(Run& run, const MakeCommand& make) {
  const std::unique_ptr<Command> command = make(run);
  // From here on signals and time limits end the run, so it must not wait for a reader of what it reports.
  const LoopDelivery delivery(run.loop(), writers_of(run));
  Signals signals(run.loop(), {SIGINT, SIGTERM, SIGHUP}, [&](int number) { command->on_signal(number); });
  std::optional<Signals> summary_signal;
  if (run.settings().common.summary)
    summary_signal.emplace(run.loop(), std::initializer_list{SIGUSR1}, [&](int) {
      run.report().say(always, (command->traffic_elsewhere() += run.traffic()).text());
    });
  Timer max_time(run.loop(), [&run] {
    const auto limit = format_duration(*run.settings().common.max_time);
    run.finish({ExitStatus::max_time, {fmt::format("stopped after {} (--max-time)", limit)}});
  });
  if (run.settings().common.max_time) max_time.start(*run.settings().common.max_time);
  command->start();
  if (!run.result()) run.loop().run();
}

Exit result_of(Loop& loop, Report& report, const Settings& settings, const MakeCommand& make) {
  try {
    ServiceManager service_manager(report);
    Run run(loop, report, service_manager, settings);
    run_to_the_end(run, make);
    if (settings.common.summary) report.say(always, run.traffic().text());
    return run.result().value_or(
        Exit{ExitStatus::failed, {"internal error: the event loop ended without a result"}});
  } catch (const UsageError& error) {
    return {ExitStatus::usage, {error.what()}};
  }
}

}  // namespace

Run::Run(Loop& loop, Report& report, ServiceManager& service_manager, const Settings& settings)
    : loop_(loop),
      report_(report),
      service_manager_(service_manager),
      settings_(settings),
      refusals_(std::make_shared<ThrottledLines>(loop, report, left_out_text)),
      prepared_{AccessRules(settings.common.access, report)},
      ids_(std::make_shared<std::atomic<std::int64_t>>(0)) {}

Run::Run(const Run& whole, Loop& loop)
    : loop_(loop),
      report_(whole.report_),
      service_manager_(whole.service_manager_),
      settings_(whole.settings_),
      refusals_(whole.refusals_),
      prepared_(whole.prepared_),
      ids_(whole.ids_) {}

void Run::finish(Exit exit) {
  if (!result_) result_ = std::move(exit);
  for (Sessions* sessions : sessions_) sessions->cut();
  sessions_ended();
}

void Run::sessions_ended() {
  if (std::ranges::all_of(sessions_, [](const Sessions* sessions) { return sessions->size() == 0; }))
    loop_.stop();
}

void Run::forget(const Sessions& sessions) {
  std::erase(sessions_, &sessions);
}

TrafficCounter Run::traffic() const {
  TrafficCounter all = ended_traffic_;
  for (const Sessions* sessions : sessions_) all += sessions->traffic();
  return all;
}

int run_command(const Settings& settings, const MakeCommand& make) {
  Report report(settings.common);
  Loop loop;
  const int status = report.conclude(result_of(loop, report, settings, make));
  // A lookup by the system's resolver cannot be cancelled: do not wait for an answer that is not needed.
  if (loop.lookups_running() > 0) std::_Exit(status);
  return status;
}

}  // namespace netkit::cli
