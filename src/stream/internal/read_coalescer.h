// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/timer.h>

#include <chrono>
#include <cstddef>
#include <optional>

namespace netkit {

class Loop;
class PumpSource;

namespace internal {

/// Has the source of a steady stream wake the loop for many bytes at a time, as network cards coalesce
/// interrupts: waking a processor for each segment costs more than moving it. The wait is short, and after
/// one without result the next begins only after twice as many bytes, so that requests and responses, which
/// take turns, lose next to nothing.
class ReadCoalescer {
 public:
  /// The source must outlive the coalescer.
  ReadCoalescer(Loop& loop, PumpSource& source);
  ~ReadCoalescer() { stop(); }
  ReadCoalescer(const ReadCoalescer&) = delete;
  ReadCoalescer& operator=(const ReadCoalescer&) = delete;

  /// The loop begins to wait for the source. A lull is counted from here: the time in which bytes are moved,
  /// or in which the receiver is waited for, says nothing of the source.
  void wait();
  /// The wait is over: bytes have arrived, or something else is waited for.
  void wake();
  /// `bytes` were read from the source.
  void moved(std::size_t bytes);
  /// Has every byte wake the loop, permanently.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;  // the loop's own time stands still while bytes are moved

  void start();
  void check();
  void end();
  bool in_lull() const;

  PumpSource& source_;
  Timer lull_;
  bool coalescing_ = false;
  std::size_t streak_ = 0;  // bytes without a lull, since the last change
  std::size_t begin_after_;
  std::optional<Clock::time_point> waiting_since_;
};

}  // namespace internal
}  // namespace netkit
