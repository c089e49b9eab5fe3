// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/timer.h>

#include <deque>
#include <functional>

#include "cli/report/progress_text.h"
#include "cli/report/traffic_counter.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Says on stderr what has passed (--progress): on a terminal in one line that is written again and again,
/// else, if that is asked for, in a line each second. The destructor takes the line away, or writes a last
/// one.
class ProgressMeter {
 public:
  ProgressMeter(Run& run, std::function<TrafficCounter()> traffic);
  ~ProgressMeter();
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;

 private:
  void tick();
  void say_line();

  Run& run_;
  std::function<TrafficCounter()> traffic_;
  bool on_terminal_, in_lines_;
  std::deque<Progress> last_;  // of the last second, oldest first
  Timer timer_;
};

}  // namespace netkit::cli
