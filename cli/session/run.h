// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/loop.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "cli/option/settings.h"
#include "cli/report/exit_status.h"
#include "cli/report/report.h"
#include "cli/report/service_manager.h"
#include "cli/report/traffic_counter.h"

namespace netkit::cli {

/// One run of a command: its loop, what it says, and how it ends.
class Run {
 public:
  /// A part of a run that has a thread and a loop of its own: it is told to end, and does not end the whole.
  Run(Run& whole, Loop& loop)
      : loop_(loop),
        report_(whole.report_),
        service_manager_(whole.service_manager_),
        settings_(whole.settings_),
        ids_(whole.ids_) {}
  Run(Loop& loop, Report& report, const ServiceManager& service_manager, const Settings& settings)
      : loop_(loop), report_(report), service_manager_(service_manager), settings_(settings) {}

  Loop& loop() { return loop_; }
  Report& report() { return report_; }
  const ServiceManager& service_manager() const { return service_manager_; }
  const Settings& settings() const { return settings_; }
  TrafficCounter& traffic() { return traffic_; }
  std::int64_t next_id() { return ++*ids_; }

  /// Ends the run; the first call decides how.
  void finish(Exit exit);
  const std::optional<Exit>& result() const { return result_; }

 private:
  Loop& loop_;
  Report& report_;
  const ServiceManager& service_manager_;
  const Settings& settings_;
  TrafficCounter traffic_;
  std::shared_ptr<std::atomic<std::int64_t>> ids_ = std::make_shared<std::atomic<std::int64_t>>(0);
  std::optional<Exit> result_;
};

/// What a command is made of while it runs.
class Command {
 public:
  virtual ~Command() = default;
  /// Called once the loop is there; may finish the run at once.
  virtual void start() = 0;
  /// SIGINT, SIGTERM or SIGHUP has come.
  virtual void on_signal(int number) = 0;
  /// What the connections of other threads have moved so far.
  virtual TrafficCounter::Sum traffic_elsewhere() { return {}; }
};

using MakeCommand = std::function<std::unique_ptr<Command>(Run& run)>;

/// Runs a command from its making to the exit event, and returns the program's exit status.
/// `make` may throw UsageError: then nothing has happened.
int run_command(const Settings& settings, const MakeCommand& make);

}  // namespace netkit::cli
