// SPDX-License-Identifier: MIT
#include "cli/session/run.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <netkit/loop/signals.h>
#include <netkit/loop/system.h>
#include <netkit/loop/timer.h>
#include <netkit/loop/unique_fd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <utility>
#include <vector>

#include "cli/option/values.h"
#include "cli/report/loop_delivery.h"
#include "cli/report/usage_error.h"
#include "cli/session/progress_meter.h"
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
  Signals summary_signal(run.loop(), {SIGUSR1}, [&](int) {
    run.report().say(always, (command->traffic_elsewhere() += run.traffic()).text());
  });
  Timer max_time(run.loop(), [&run] {
    const auto limit = format_duration(*run.settings().common.max_time);
    run.finish({ExitStatus::max_time, {fmt::format("stopped after {} (--max-time)", limit)}});
  });
  if (run.settings().common.max_time) max_time.start(*run.settings().common.max_time);
  std::optional<ProgressMeter> progress;
  if (run.settings().common.progress != CommonSettings::Progress::none)
    progress.emplace(run, [&] { return command->traffic_elsewhere() += run.traffic(); });
  command->start();
  if (!run.result()) run.loop().run();
}

// Of a loop, a connection and a look-up; each further worker has a loop and a socket.
std::size_t descriptors_needed(const Settings& settings) {
  constexpr std::size_t for_one_connection = 22, for_a_worker = 6;
  return for_one_connection + for_a_worker * (settings.server.workers - 1);
}

// The number of descriptors that can be opened now, if it is at most `most`.
std::size_t free_descriptors(std::size_t most) {
  std::vector<UniqueFd> taken;
  while (taken.size() < most) {
    UniqueFd one(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0));
    if (!one) break;
    taken.push_back(std::move(one));
  }
  return taken.size();
}

// A descriptor that is missing later would end a transfer in the middle.
std::optional<Exit> without_descriptors(const Settings& settings) {
  const std::size_t needed = descriptors_needed(settings);
  if (free_descriptors(needed) == needed) return std::nullopt;
  raise_descriptor_limit();
  const std::size_t free = free_descriptors(needed);
  if (free == needed) return std::nullopt;
  return Exit{ExitStatus::local_io,
              {fmt::format("only {} more descriptors can be opened, and at least {} are needed (ulimit -n)",
                           free, needed)}};
}

Exit result_of(Report& report, const Settings& settings, const MakeCommand& make) {
  try {
    if (auto exit = without_descriptors(settings)) return *exit;
    Loop loop;
    ServiceManager service_manager(report);
    Run run(loop, report, service_manager, settings);
    run_to_the_end(run, make);
    if (settings.common.summary) report.say(always, run.traffic().text());
    return run.result().value_or(
        Exit{ExitStatus::failed, {"internal error: the event loop ended without a result"}});
  } catch (const UsageError& error) {
    return {ExitStatus::usage, {error.what()}};
  } catch (const std::exception& error) {
    return local_failure(error);
  }
}

}  // namespace

Run::Run(Loop& loop, Report& report, ServiceManager& service_manager, const Settings& settings)
    : loop_(loop),
      report_(report),
      service_manager_(service_manager),
      settings_(settings),
      refusals_(std::make_shared<ThrottledLines>(loop, report, left_out_text)),
      prepared_{AccessRules(settings.common.access, report), Copies(settings.treatment),
                Tls(settings, report), Proxies(settings), ProxyServer(settings, report)},
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
  return report.conclude(result_of(report, settings, make));
}

}  // namespace netkit::cli
