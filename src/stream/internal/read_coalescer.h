// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/timer.h>

#include <chrono>
#include <cstddef>

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

  /// `bytes` were read from the source.
  void moved(std::size_t bytes);
  /// Has every byte wake the loop, permanently.
  void stop();

 private:
  void start();
  void check();
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
