// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <functional>
#include <initializer_list>
#include <memory>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Hears signals in the loop's thread. One that was ignored when the program started (nohup, a shell's
/// background jobs) stays ignored.
class Signals {
 public:
  using Callback = std::move_only_function<void(int number)>;

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
//     int heard = 0;
//     Signals signals(loop, {SIGUSR2}, [&](int number) {
//       heard = number;
//       loop.stop();
//     });
//     Timer forever(loop, [] {});  // hearing signals does not keep the loop running
//     forever.start(std::chrono::hours(1));
//     std::raise(SIGUSR2);
//     loop.run();
//     assert(heard == SIGUSR2);

}  // namespace netkit
