// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <functional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Runs a function from the loop, in its next round, after schedule(). For results that are known during a
/// call but are reported only after it has returned. Belongs to the loop's thread.
class Deferred {
 public:
  using Callback = std::move_only_function<void()>;

  /// `callback` may schedule it again, and may destroy it.
  Deferred(Loop& loop, Callback callback);
  /// A scheduled run is cancelled.
  ~Deferred();
  Deferred(const Deferred&) = delete;
  Deferred& operator=(const Deferred&) = delete;

  /// Keeps the loop running until the callback has been called. No effect while it is scheduled already.
  void schedule();
  void cancel();
  bool scheduled() const;

 private:
  struct Cell;

  Cell* cell_;
  Callback callback_;
};

// Example:
//
//     Loop loop;
//     int runs = 0;
//     Deferred report(loop, [&runs] { ++runs; });
//     report.schedule();
//     report.schedule();
//     assert(runs == 0 && report.scheduled());
//     loop.run();
//     assert(runs == 1 && !report.scheduled());

}  // namespace netkit
