// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <functional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Calls a function from the loop after send(), which any thread may call. One call may answer several sends.
/// Keeps the loop running. No thread may call send() during or after destruction.
class Wakeup {
 public:
  Wakeup(Loop& loop, std::move_only_function<void()> on_wakeup);
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  void send() noexcept;
  /// From now on this does not keep the loop running.
  void unref();

 private:
  struct Cell;

  Cell* cell_;
  std::move_only_function<void()> on_wakeup_;
};

// Example:
//
//     Loop loop;
//     Wakeup wakeup(loop, [&loop] { loop.stop(); });
//     std::jthread other([&wakeup] { wakeup.send(); });
//     loop.run();

}  // namespace netkit
