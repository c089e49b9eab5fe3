// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/loop.h>
#include <netkit/loop/timer.h>

#include <cstddef>
#include <deque>
#include <vector>

#include "cli/filter/rate_meter.h"
#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// Sends at most at a rate (--rate), datagrams whole: what one write() has brought goes in one piece.
class DatagramRateFilter final : public StreamFilter {
 public:
  DatagramRateFilter(Loop& loop, Stream& behind, std::size_t bytes_per_second)
      : StreamFilter(behind), loop_(loop), meter_(bytes_per_second), again_(loop, [this] { go_on(); }) {}

  bool write(Bytes bytes) override;
  void end() override;
  void destroy_soon() override;
  std::size_t unsent() const override { return held_bytes_ + behind().unsent(); }
  PumpSink* pump_sink() override { return nullptr; }  // the filter has to see what is sent

 private:
  enum class Ending { none, end, soon };

  void on_drain() override;
  void on_finish(std::error_code cause) override;
  void send();
  void go_on();
  bool waits() const { return again_.running() || draining_; }

  Loop& loop_;
  RateMeter meter_;
  Timer again_;
  std::deque<std::vector<std::byte>> held_;
  std::size_t held_bytes_ = 0;
  bool ending_ = false;
  Ending due_ = Ending::none;  // once everything is sent
  bool draining_ = false;      // the stream behind takes no more for now
  bool wants_drain_ = false;   // write() has returned false
};

}  // namespace netkit::cli
