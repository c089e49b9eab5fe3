// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>
#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/shared_descriptor.h>
#include <netkit/loop/timer.h>

#include <functional>
#include <optional>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Reads a descriptor that we were given, whatever it is: one read per round of the loop.
class ConsoleInput {
 public:
  /// Bytes; none at the end; a cause where reading failed. After the last two nothing more is read.
  using Callback = std::move_only_function<void(Bytes bytes, std::error_code cause)>;

  ConsoleInput(Loop& loop, int fd, Callback on_input);

  void resume();
  void pause();
  bool waits() const;

  /// The kernel may read the descriptor past us, while we pause: not a terminal, nor an unknown device.
  bool can_pump() const;
  int descriptor() const { return descriptor_.get(); }
  /// Reading fails with this where it comes to the end.
  void keep(std::error_code cause) { kept_ = cause; }

 private:
  void wait_for_input();
  void read_once();
  bool in_background();

  Loop& loop_;
  SharedDescriptor descriptor_;
  Callback on_input_;
  FdWatcher readiness_;
  Timer again_;
  bool reading_ = false, over_ = false;
  std::error_code kept_;
  bool polling_;  // ask for readiness before the next read
};

// Example:
//
//     int ends[2];
//     assert(::pipe(ends) == 0 && ::write(ends[1], "hello", 5) == 5 && ::close(ends[1]) == 0);
//     Loop loop;
//     std::string all;
//     ConsoleInput input(loop, ends[0], [&](Bytes bytes, std::error_code) { all += as_text(bytes); });
//     input.resume();
//     loop.run();  // to the end of the input
//     assert(all == "hello");

}  // namespace netkit
