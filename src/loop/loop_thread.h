// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/wakeup.h>

#include <functional>
#include <mutex>
#include <semaphore>
#include <thread>

namespace NETKIT_PUBLIC netkit {

/// A thread that runs a loop, from the start until this goes: the loop and all that was made with it are that
/// thread's meanwhile.
class LoopThread {
 public:
  /// Throws std::system_error where the system gives no thread.
  explicit LoopThread(Loop& loop);
  /// Stops the loop, and waits until the thread has ended.
  ~LoopThread();
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

  /// Has that thread do it, between two callbacks of the loop, and waits until it has. It must not throw. For
  /// one thread, not the loop's own, which never waits for the one that calls.
  void call(std::move_only_function<void()> work);

 private:
  void do_work();

  Loop& loop_;
  Wakeup nudge_;
  std::mutex mutex_;  // guards the next
  std::move_only_function<void()> work_;
  std::binary_semaphore done_{0};
  std::thread thread_;
};

// Example:
//
//     Loop loop;
//     const auto here = std::this_thread::get_id();
//     {
//       LoopThread thread(loop);
//       thread.call([here] { assert(std::this_thread::get_id() != here); });
//     }
//     loop.run();  // ours again; what is left to do is done here

}  // namespace netkit
