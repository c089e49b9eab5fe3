// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/timer.h>
#include <netkit/loop/wakeup.h>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "cli/report/report.h"

namespace netkit::cli {

/// Messages about something that peers can cause as often as they want: at most one a second is printed, and
/// then the number of those that were left out. With -v every message is printed.
class ThrottledLines {
 public:
  using Summary = std::string (*)(std::uint64_t left_out);

  ThrottledLines(Loop& loop, const Report& report, Summary summary);
  /// Prints the number that has not been printed yet.
  ~ThrottledLines();
  ThrottledLines(const ThrottledLines&) = delete;
  ThrottledLines& operator=(const ThrottledLines&) = delete;

  /// May be called by any thread.
  void say(std::string_view line);

 private:
  using Clock = std::chrono::steady_clock;

  void start_timer();
  void print_summary();

  const Report& report_;
  const Summary summary_;
  Wakeup left_out_one_;
  Timer second_is_over_;
  std::mutex mutex_;  // guards everything below
  Clock::time_point next_ = Clock::time_point::min();
  std::uint64_t left_out_ = 0;
};

}  // namespace netkit::cli
