// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstdint>
#include <functional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Tells when a descriptor that we share with other programs can be read or written, without setting
/// O_NONBLOCK on it: it is watched by an epoll descriptor of our own, and the loop watches that.
class FdWatcher {
 public:
  using Callback = std::move_only_function<void()>;

  FdWatcher(Loop& loop, int fd, Callback on_ready);
  ~FdWatcher();
  FdWatcher(const FdWatcher&) = delete;
  FdWatcher& operator=(const FdWatcher&) = delete;

  /// False for what is always ready, as files are: the kernel does not watch it.
  bool can_watch() const { return watchable_; }
  /// Calls while it is ready (EPOLLIN or EPOLLOUT), until watch(0).
  void watch(std::uint32_t events);

 private:
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
//     FdWatcher readiness(loop, input.get(), [&loop] { loop.stop(); });
//     readiness.watch(EPOLLIN);
//     assert(::write(output.get(), "x", 1) == 1);
//     loop.run();

}  // namespace netkit
