// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/io/timer.h>

#include <chrono>
#include <cstddef>

namespace netkit {

class Loop;
class PumpSource;

namespace io {

/// Has a source of a steady stream wake us for many bytes at once, as network cards coalesce interrupts: to
/// wake a sleeping processor for each segment costs the sender's more than moving it. The wait for many is
/// short, and each time it was in vain the next begins after twice as many bytes; so it costs conversations,
/// whose bytes come in turns, next to nothing. Private to this folder.
class WakeCoalescing {
 public:
  /// The source outlives us.
  WakeCoalescing(Loop& loop, PumpSource& source);
  ~WakeCoalescing() { stop(); }
  WakeCoalescing(const WakeCoalescing&) = delete;
  WakeCoalescing& operator=(const WakeCoalescing&) = delete;

  /// So many bytes were taken from it.
  void moved(std::size_t bytes);
  /// Any byte wakes us again.
  void stop();

 private:
  void start();
  void look();

  Loop& loop_;
  PumpSource& source_;
  Timer lull_;
  bool coalescing_ = false;
  std::size_t streak_ = 0;  // bytes without a lull, since the last change
  std::size_t begin_after_;
  std::chrono::milliseconds last_{0};
};

}  // namespace io
}  // namespace netkit
