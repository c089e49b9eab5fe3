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
#include "cli/report/throttled_lines.h"
#include "cli/report/traffic_counter.h"
#include "cli/session/prepared.h"

namespace netkit::cli {

class Sessions;

/// One run of a command: its loop, what it reports, and how it ends.
class Run {
 public:
  /// Reads and opens the files that the settings name. Throws UsageError if one cannot be read, and
  /// std::runtime_error if one cannot be opened for writing.
  Run(Loop& loop, Report& report, ServiceManager& service_manager, const Settings& settings);
  /// The part of a run in the thread of `loop`. finish() ends only the sessions of this part.
  Run(const Run& whole, Loop& loop);

  Loop& loop() { return loop_; }
  Report& report() { return report_; }
  ServiceManager& service_manager() { return service_manager_; }
  /// Messages about connections that a list has refused, of all parts of the run.
  ThrottledLines& refusals() { return *refusals_; }
  const Settings& settings() const { return settings_; }
  std::int64_t next_id() { return ++*ids_; }

  const Prepared& prepared() const { return prepared_; }
  void set_prepared(const Prepared& prepared) { prepared_ = prepared; }

  /// Ends the run: cuts all sessions and stops the loop when none is left. The first call decides the result.
  void finish(Exit exit);
  const std::optional<Exit>& result() const { return result_; }

  /// Adds sessions for finish() to cut.
  void watch(Sessions& sessions) { sessions_.push_back(&sessions); }
  void forget(const Sessions& sessions);
  /// To be called when the last session of a Sessions has ended after finish().
  void sessions_ended();

  /// Adds the bytes of a session that has ended.
  void add_traffic(const TrafficCounter& ended) { ended_traffic_ += ended; }
  /// Bytes of all sessions, ended or not.
  TrafficCounter traffic() const;

 private:
  Loop& loop_;
  Report& report_;
  ServiceManager& service_manager_;
  const Settings& settings_;
  std::shared_ptr<ThrottledLines> refusals_;
  Prepared prepared_;
  TrafficCounter ended_traffic_;
  std::vector<Sessions*> sessions_;
  std::shared_ptr<std::atomic<std::int64_t>> ids_;
  std::optional<Exit> result_;
};

/// A command that runs in a loop.
class Command {
 public:
  virtual ~Command() = default;
  /// Called once, before the loop runs; may finish the run.
  virtual void start() = 0;
  /// SIGINT, SIGTERM or SIGHUP has arrived.
  virtual void on_signal(int number) = 0;
  /// Bytes of the connections of other threads so far.
  virtual TrafficCounter traffic_elsewhere() { return {}; }
};

using MakeCommand = std::function<std::unique_ptr<Command>(Run& run)>;

/// Makes and runs a command, writes the exit event, and returns the program's exit status. `make` may throw
/// UsageError.
int run_command(const Settings& settings, const MakeCommand& make);

}  // namespace netkit::cli
