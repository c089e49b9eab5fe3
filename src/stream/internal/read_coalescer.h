// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/timer.h>

#include <chrono>
#include <cstddef>

namespace netkit {

class Loop;
class PumpSource;

namespace internal {

/// Has a source of a steady stream wake us for many bytes at once, as network cards coalesce interrupts:
/// waking a processor for each segment costs more than moving it. The wait for many is short, and each time
/// it was in vain the next begins after twice as many bytes; so conversations, whose bytes come in turns,
/// lose next to nothing by it.
class ReadCoalescer {
 public:
  /// The source outlives us.
  ReadCoalescer(Loop& loop, PumpSource& source);
  ~ReadCoalescer() { stop(); }
  ReadCoalescer(const ReadCoalescer&) = delete;
  ReadCoalescer& operator=(const ReadCoalescer&) = delete;

  /// So many bytes were taken from it.
  void moved(std::size_t bytes);
  /// Any byte wakes us, from now on for good.
  void stop();

 private:
  void start();
  void look();
  void end();

  Loop& loop_;
  PumpSource& source_;
  Timer lull_;
  bool coalescing_ = false;
  std::size_t streak_ = 0;  // bytes without a lull, since the last change
  std::size_t begin_after_;
  std::chrono::milliseconds last_{0};
};

}  // namespace internal
}  // namespace netkit
