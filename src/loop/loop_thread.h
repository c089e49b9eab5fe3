// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/wakeup.h>

#include <exception>
#include <functional>
#include <mutex>
#include <semaphore>
#include <thread>

namespace NETKIT_PUBLIC netkit {

/// A thread that runs a loop, from construction to destruction. Meanwhile, only that thread may use the loop
/// and the objects created with it.
class LoopThread {
 public:
  /// Receives, in the loop's thread, what a callback of the loop has thrown. The loop then runs on.
  using OnFailure = std::move_only_function<void(std::exception_ptr failure)>;

  /// Throws std::system_error if the system cannot start a thread. Without `on_failure` an exception of a
  /// callback terminates the program.
  explicit LoopThread(Loop& loop, OnFailure on_failure = {});
  /// Stops the loop and waits for the thread to end.
  ~LoopThread();
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

  /// Runs `work` in that thread, between two callbacks of the loop, and waits until it has returned; throws
  /// what it throws. Only one thread at a time may call this. The thread of the loop must not, and must never
  /// wait for the thread that calls this.
  void call(std::move_only_function<void()> work);

 private:
  void run();
  void do_work();

  Loop& loop_;
  OnFailure on_failure_;
  Wakeup wakeup_;
  std::mutex mutex_;  // guards work_
  std::move_only_function<void()> work_;
  std::exception_ptr failure_;  // of work_
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
//     loop.run();  // now it can run in this thread

}  // namespace netkit
