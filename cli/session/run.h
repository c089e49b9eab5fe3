// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/loop.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "cli/option/settings.h"
#include "cli/report/exit_status.h"
#include "cli/report/report.h"
#include "cli/report/service_manager.h"
#include "cli/report/traffic_counter.h"
#include "cli/session/prepared.h"

namespace netkit::cli {

class Sessions;

/// One run of a command: its loop, what it reports, and how it ends.
class Run {
 public:
  /// Reads what the settings name. Throws UsageError where that cannot be read.
  Run(Loop& loop, Report& report, const ServiceManager& service_manager, const Settings& settings);
  /// The part of a run that is in another loop's thread. Its sessions end with it; it does not end the whole.
  Run(const Run& whole, Loop& loop);

  Loop& loop() { return loop_; }
  Report& report() { return report_; }
  const ServiceManager& service_manager() const { return service_manager_; }
  const Settings& settings() const { return settings_; }
  std::int64_t next_id() { return ++*ids_; }

  const Prepared& prepared() const { return prepared_; }
  void set_prepared(const Prepared& prepared) { prepared_ = prepared; }

  /// Ends the run: the first call decides how, each cuts all sessions, and the loop stops when none is left.
  void finish(Exit exit);
  const std::optional<Exit>& result() const { return result_; }

  /// Those that finish() cuts.
  void watch(Sessions& sessions) { sessions_.push_back(&sessions); }
  void forget(const Sessions& sessions);
  /// The last of some sessions has ended, after finish().
  void sessions_ended();

  /// Bytes of all sessions: what has ended is added, what lives is asked.
  void add_traffic(const TrafficCounter& ended) { ended_traffic_ += ended; }
  TrafficCounter traffic() const;

 private:
  Loop& loop_;
  Report& report_;
  const ServiceManager& service_manager_;
  const Settings& settings_;
  Prepared prepared_;
  TrafficCounter ended_traffic_;
  std::vector<Sessions*> sessions_;
  std::shared_ptr<std::atomic<std::int64_t>> ids_;
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
  virtual TrafficCounter traffic_elsewhere() { return {}; }
};

using MakeCommand = std::function<std::unique_ptr<Command>(Run& run)>;

/// Runs a command from its making to the exit event, and returns the program's exit status.
/// `make` may throw UsageError: then nothing has happened.
int run_command(const Settings& settings, const MakeCommand& make);

}  // namespace netkit::cli
