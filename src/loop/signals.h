// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <functional>
#include <initializer_list>
#include <memory>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Calls a function from the loop for each signal received. A signal that is ignored at construction
/// (nohup(1), background jobs of a shell) stays ignored. Does not keep the loop running.
class Signals {
 public:
  using Callback = std::move_only_function<void(int number)>;

  /// Throws std::system_error if the system has no descriptors for it.
  Signals(Loop& loop, std::initializer_list<int> numbers, Callback on_signal);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

 private:
  struct Cell;
  Callback on_signal_;
  std::vector<Cell*> cells_;
};

// Example:
//
//     Loop loop;
//     int received = 0;
//     Signals signals(loop, {SIGUSR2}, [&](int number) {
//       received = number;
//       loop.stop();
//     });
//     Timer forever(loop, [] {});  // keeps the loop running
//     forever.start(std::chrono::hours(1));
//     std::raise(SIGUSR2);
//     loop.run();
//     assert(received == SIGUSR2);

}  // namespace netkit
