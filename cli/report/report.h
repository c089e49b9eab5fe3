// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option/settings.h"
#include "cli/report/event_log.h"
#include "cli/report/exit_status.h"

namespace netkit::cli {

/// Everything the program reports: lines on stderr and events. May be used by any thread.
/// Each line is written whole.
class Report {
 public:
  /// Throws UsageError if the events cannot be written where the settings say.
  explicit Report(const CommonSettings& settings);

  /// Writes a line if -v was given at least `verbosity` times; 0: unless -q was given.
  void say(int verbosity, std::string_view line) const;
  /// Writes an event, if events are written.
  void event(std::string_view name, const EventFields& fields);
  bool writes_events() const { return events_.has_value(); }
  int verbosity() const { return verbosity_; }
  /// Whether single connections are reported; if not, callers need not compose those reports.
  bool reports_connections() const { return verbosity_ >= 1 || writes_events(); }

  /// What messages and events are written with.
  std::vector<LineWriter*> writers();

  /// Writes why the program ends: the lines of `exit` and the exit event. Waits a few seconds at most for
  /// their readers. Returns the exit status.
  int conclude(const Exit& exit);

 private:
  bool lines_allowed() const { return !events_ || !events_->on_stderr(); }

  int verbosity_;
  std::optional<EventLog> events_;
};

}  // namespace netkit::cli
