// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstdint>
#include <functional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Reports when a descriptor can be read or written. For descriptors shared with other programs: it does not
/// set O_NONBLOCK, because the loop watches an epoll descriptor that contains the descriptor.
class FdWatcher {
 public:
  using Callback = std::move_only_function<void()>;

  /// `fd` stays the caller's, and must stay open as long as the watcher exists. Throws std::system_error if
  /// the system has no descriptor for the watcher.
  FdWatcher(Loop& loop, int fd, Callback on_ready);
  ~FdWatcher();
  FdWatcher(const FdWatcher&) = delete;
  FdWatcher& operator=(const FdWatcher&) = delete;

  /// False for a descriptor that is always ready, such as a file: epoll(7) refuses it.
  bool can_watch() const { return watchable_; }
  /// Calls on_ready() from the loop as long as one of these events (EPOLLIN, EPOLLOUT) is present; 0 stops
  /// that. The callback may destroy the watcher.
  void watch(std::uint32_t events);
  /// Calls on_ready() from the loop once the other end of a pipe, socket or terminal has been closed, in
  /// place of the events watched before. This alone does not keep the loop running.
  void watch_hang_up();

 private:
  void request(std::uint32_t events);

  struct Cell;
  Cell* cell_;
  int fd_;
  bool watchable_ = false;
  std::uint32_t watched_ = 0;
  Callback on_ready_;
};

// Example:
//
//     int ends[2];
//     assert(::pipe(ends) == 0);
//     UniqueFd input(ends[0]), output(ends[1]);
//     Loop loop;
//     FdWatcher watcher(loop, input.get(), [&loop] { loop.stop(); });
//     watcher.watch(EPOLLIN);
//     assert(::write(output.get(), "x", 1) == 1);
//     loop.run();

}  // namespace netkit
