// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <chrono>
#include <functional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Calls a function from the loop, once for each start(). To repeat, start it again from the callback. For a
/// call without delay use Deferred.
class Timer {
 public:
  using Callback = std::move_only_function<void()>;

  /// `on_time` may start or destroy the timer.
  Timer(Loop& loop, Callback on_time);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  /// The time counts from now, also if the timer is running already. 0 ms or less: in the next round of the
  /// loop.
  void start(std::chrono::milliseconds after);
  void stop();
  bool running() const;
  /// Whether the timer keeps the loop running while it runs. It does until unref().
  void ref();
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
