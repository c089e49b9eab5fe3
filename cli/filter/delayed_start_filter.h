// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/timer.h>

#include <chrono>

#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// Reads nothing for a time after the start (--pause-on-connect), even after resume().
class DelayedStartFilter final : public StreamFilter {
 public:
  DelayedStartFilter(Loop& loop, Stream& behind, std::chrono::milliseconds delay)
      : StreamFilter(behind), delay_(delay), timer_(loop, [this] { on_delay_over(); }) {}

  void start(Stream::Listener& listener) override;
  void pause() override;
  void resume() override;

 private:
  void on_delay_over();

  std::chrono::milliseconds delay_;
  Timer timer_;
  bool delaying_ = true;
  bool paused_ = false;  // by pause()
};

}  // namespace netkit::cli
