// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/timer.h>

#include <chrono>

#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// A stream of which nothing is read for a time after its start (--pause-on-connect), whatever its user says.
class DelayedStartFilter final : public StreamFilter {
 public:
  DelayedStartFilter(Loop& loop, Stream& behind, std::chrono::milliseconds hold)
      : StreamFilter(behind), hold_(hold), timer_(loop, [this] { let_go(); }) {}

  void start(Stream::Listener& listener) override;
  void pause() override;
  void resume() override;

 private:
  void let_go();

  std::chrono::milliseconds hold_;
  Timer timer_;
  bool held_ = true;
  bool paused_ = false;  // by the user
};

}  // namespace netkit::cli
