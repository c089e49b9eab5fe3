// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <chrono>
#include <functional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Calls once, that long after start(). Does not tick by itself: start it again from the callback.
class Timer {
 public:
  using Callback = std::move_only_function<void()>;

  Timer(Loop& loop, Callback on_time);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  /// Runs from now on; a running one starts anew. 0 ms: in the loop's next round.
  void start(std::chrono::milliseconds after);
  void stop();
  bool running() const;
  /// From now on it does not keep the loop running.
  void unref();

 private:
  struct Cell;

  Cell* cell_;
  Callback on_time_;
};

// Example:
//
//     Loop loop;
//     Timer second(loop, [&loop] { loop.stop(); });
//     Timer first(loop, [&second] { second.start(std::chrono::milliseconds(1)); });
//     first.start(std::chrono::milliseconds(0));
//     loop.run();
//     assert(!first.running() && !second.running());

}  // namespace netkit
