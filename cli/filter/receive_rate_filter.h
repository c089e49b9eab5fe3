// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/loop.h>
#include <netkit/loop/timer.h>

#include "cli/filter/rate_meter.h"
#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// Reads at most at a rate (--rate): pauses the stream behind it when more has come. Keeps no bytes.
class ReceiveRateFilter final : public StreamFilter {
 public:
  ReceiveRateFilter(Loop& loop, Stream& behind, std::size_t bytes_per_second)
      : StreamFilter(behind), loop_(loop), meter_(bytes_per_second), again_(loop, [this] { go_on(); }) {}

  void pause() override {
    paused_ = true;
    behind().pause();
  }
  void resume() override {
    paused_ = false;
    if (!again_.running()) behind().resume();
  }
  PumpSource* pump_source() override { return nullptr; }  // the filter has to see what arrives

 private:
  void on_data(Bytes bytes) override {
    meter_.allowed(loop_.now());
    meter_.pass(bytes.size());
    if (const auto wait = meter_.wait(loop_.now()); wait.count() > 0) {
      behind().pause();
      again_.start(wait);
    }
    listener().on_data(bytes);
  }
  void go_on() {
    if (!paused_) behind().resume();
  }

  Loop& loop_;
  RateMeter meter_;
  Timer again_;
  bool paused_ = false;  // by pause()
};

}  // namespace netkit::cli
