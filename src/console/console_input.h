// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>
#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/shared_descriptor.h>
#include <netkit/loop/timer.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Reads an inherited descriptor of any kind, once per turn of the loop.
class ConsoleInput {
 public:
  /// Receives the bytes read; no bytes at the end; a cause if reading failed. Nothing is read after an end or
  /// a failure. One read takes at most `read_at_most` bytes, and at most Loop::buffer_size.
  using Callback = std::move_only_function<void(Bytes bytes, std::error_code cause)>;

  ConsoleInput(Loop& loop, int fd, std::size_t read_at_most, Callback on_input);

  void resume();
  void pause();
  /// Input is waiting to be read. Always false for a terminal.
  bool has_input() const;

  /// A Pump may read the descriptor while this is paused: it is a file, a pipe or a socket.
  bool can_pump() const;
  int descriptor() const { return descriptor_.get(); }
  /// Has reading fail with `cause` where it would find the end.
  void defer_error(std::error_code cause) { deferred_error_ = cause; }

 private:
  void wait_for_input();
  void read_once();
  bool in_background();

  Loop& loop_;
  std::size_t read_at_most_;
  SharedDescriptor descriptor_;
  Callback on_input_;
  FdWatcher readiness_;
  Timer again_;
  bool reading_ = false, over_ = false;
  std::error_code deferred_error_;
  bool polling_;  // wait for readiness before the next read
};

// Example:
//
//     int ends[2];
//     assert(::pipe(ends) == 0 && ::write(ends[1], "hello", 5) == 5 && ::close(ends[1]) == 0);
//     Loop loop;
//     std::string all;
//     const auto collect = [&](Bytes bytes, std::error_code) { all += as_text(bytes); };
//     ConsoleInput input(loop, ends[0], Loop::buffer_size, collect);
//     input.resume();
//     loop.run();  // to the end of the input
//     assert(all == "hello");

}  // namespace netkit
