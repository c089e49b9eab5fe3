// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <functional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Calls from the loop after send(), which any thread may call; several sends may make one call. Keeps the
/// loop running. Nobody may be sending any more when it goes.
class Wakeup {
 public:
  Wakeup(Loop& loop, std::move_only_function<void()> on_nudge);
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  void send() noexcept;
  /// From now on it does not keep the loop running.
  void unref();

 private:
  struct Cell;

  Cell* cell_;
  std::move_only_function<void()> on_nudge_;
};

// Example:
//
//     Loop loop;
//     Wakeup nudge(loop, [&loop] { loop.stop(); });
//     std::jthread other([&nudge] { nudge.send(); });
//     loop.run();

}  // namespace netkit
