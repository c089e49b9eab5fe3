// SPDX-License-Identifier: MIT
#include "cli/session/progress_meter.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "cli/report/print_line.h"

namespace netkit::cli {
namespace {

using ProgressWish = CommonSettings::Progress;

constexpr Duration between_rewrites{250}, between_lines{1000}, first_wait{500};

// So that no line is longer than the terminal is wide.
std::string cut_to_terminal(std::string text) {
  constexpr std::size_t usual_width = 80;
  winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  const std::size_t width = known ? size.ws_col : usual_width;
  if (text.size() >= width) text.resize(width - 1);
  return text;
}

Progress progress_of(const TrafficCounter& traffic) {
  Progress progress{traffic.sent, traffic.received, {}};
  if (traffic.since && traffic.until)
    progress.at = std::chrono::duration_cast<std::chrono::milliseconds>(*traffic.until - *traffic.since);
  return progress;
}

}  // namespace

ProgressMeter::ProgressMeter(Run& run, std::function<TrafficCounter()> traffic)
    : run_(run),
      traffic_(std::move(traffic)),
      on_terminal_(::isatty(STDERR_FILENO) == 1),
      in_lines_(!on_terminal_ && run.settings().common.progress == ProgressWish::always),
      timer_(run.loop(), [this] { tick(); }) {
  if (run.settings().common.verbosity < 0) on_terminal_ = in_lines_ = false;
  if (on_terminal_) timer_.start(first_wait);
  if (in_lines_) timer_.start(between_lines);
}

ProgressMeter::~ProgressMeter() {
  if (on_terminal_) message_writer().hide_status();
  if (in_lines_) say_line();
}

void ProgressMeter::tick() {
  timer_.start(on_terminal_ ? between_rewrites : between_lines);
  const TrafficCounter traffic = traffic_();
  if (!traffic.since) return;  // nobody is connected yet
  if (in_lines_) return say_line();
  const Progress now = progress_of(traffic);
  while (last_.size() > 1 && now.at - last_.front().at > between_lines) last_.pop_front();
  const Progress before = last_.empty() ? Progress{} : last_.front();
  last_.push_back(now);
  message_writer().show_status(cut_to_terminal(progress_text(now, before)));
}

void ProgressMeter::say_line() {
  const Progress now = progress_of(traffic_());
  const Progress before = last_.empty() ? Progress{} : last_.back();
  last_.assign(1, now);
  run_.report().say(0, progress_text(now, before));
}

}  // namespace netkit::cli
