// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/io/loop.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "cli/exit_status.h"
#include "cli/report.h"
#include "cli/settings.h"
#include "cli/traffic.h"

namespace netkit::cli {

/// One run of a command: its loop, what it says, and how it ends.
class Run {
 public:
  Run(Loop& loop, Report& report, const Settings& settings)
      : loop_(loop), report_(report), settings_(settings) {}

  Loop& loop() { return loop_; }
  Report& report() { return report_; }
  const Settings& settings() const { return settings_; }
  Traffic& traffic() { return traffic_; }
  std::int64_t next_id() { return ++last_id_; }

  /// Ends the run; the first call decides how.
  void finish(Exit exit);
  const std::optional<Exit>& result() const { return result_; }

 private:
  Loop& loop_;
  Report& report_;
  const Settings& settings_;
  Traffic traffic_;
  std::int64_t last_id_ = 0;
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
};

using MakeCommand = std::function<std::unique_ptr<Command>(Run& run)>;

/// Runs a command from its making to the exit event, and returns the program's exit status.
/// `make` may throw UsageError: then nothing has happened.
int run_command(const Settings& settings, const MakeCommand& make);

}  // namespace netkit::cli
