// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/option/settings.h"
#include "cli/report/event_log.h"
#include "cli/report/exit_status.h"

namespace netkit::cli {

/// Everything the program says, apart from payload: lines on stderr and events. Any thread may speak: each
/// line is written whole.
class Report {
 public:
  /// Throws UsageError where the events cannot go where they should.
  explicit Report(const CommonSettings& settings);

  /// A line for those who asked with that many -v; 0 is for everybody but -q.
  void say(int verbosity, std::string_view line) const;
  /// An event line, if events are written.
  void event(std::string_view name, const EventFields& fields);
  bool writes_events() const { return events_.has_value(); }
  int verbosity() const { return verbosity_; }
  /// Whether anybody hears of single connections; else what would be said of them need not be put together.
  bool tells_connections() const { return verbosity_ >= 1 || writes_events(); }

  /// Why the program ends: its lines and the exit event. Returns the status for main.
  int conclude(const Exit& exit);

 private:
  bool lines_allowed() const { return !events_ || !events_->on_stderr(); }

  int verbosity_;
  std::optional<EventLog> events_;
};

/// One line on stderr, "netkit: " before it; control characters and bytes that are no UTF-8 are shown as
/// \xHH.
void print_line(std::string_view line);

}  // namespace netkit::cli
