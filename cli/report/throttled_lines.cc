// SPDX-License-Identifier: MIT
#include "cli/report/throttled_lines.h"

namespace netkit::cli {
namespace {

constexpr std::chrono::seconds between_lines{1};

}  // namespace

ThrottledLines::ThrottledLines(Loop& loop, const Report& report, Summary summary)
    : report_(report),
      summary_(summary),
      left_out_one_(loop, [this] { start_timer(); }),
      second_is_over_(loop, [this] { print_summary(); }) {
  left_out_one_.unref();
  second_is_over_.unref();
}

ThrottledLines::~ThrottledLines() {
  print_summary();
}

void ThrottledLines::say(std::string_view line) {
  if (report_.verbosity() >= 1) return report_.say(1, line);
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (left_out_ == 0 && now >= next_) {
    next_ = now + between_lines;
    return report_.say(0, line);
  }
  if (left_out_++ == 0) left_out_one_.send();
}

void ThrottledLines::start_timer() {
  const std::lock_guard lock(mutex_);
  second_is_over_.start(std::chrono::ceil<std::chrono::milliseconds>(next_ - Clock::now()));
}

void ThrottledLines::print_summary() {
  const std::lock_guard lock(mutex_);
  if (left_out_ == 0) return;
  report_.say(0, summary_(left_out_));
  left_out_ = 0;
  next_ = Clock::now() + between_lines;
}

}  // namespace netkit::cli
