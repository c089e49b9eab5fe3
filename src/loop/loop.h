// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>

struct uv_loop_s;

namespace NETKIT_PUBLIC netkit {

/// The event loop: made first, destroyed last. Everything made with a loop lives, is called and is
/// destroyed in the thread that runs it. The program ignores SIGPIPE: a write that nobody takes is an error
/// like others.
class Loop {
 public:
  Loop();
  /// Runs until nothing is closing any more. A name look-up that runs in a thread is waited for.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Returns after stop(), or when nothing is left that could call back.
  void run();
  /// Makes run() return once the current callback is over.
  void stop();

  /// Monotonic time, as of the start of the current round of callbacks.
  std::chrono::milliseconds now() const;

  /// Where all reads of this loop land (64 KiB): valid until the callback that got it returns.
  std::span<std::byte> receive_buffer() { return {buffer_.get(), buffer_size}; }
  static constexpr std::size_t buffer_size = 64 * 1024;

  /// Look-ups that still run in a thread: while there are any, destroying the loop blocks.
  int lookups_running() const { return lookups_running_; }

  uv_loop_s* raw() { return loop_.get(); }

 private:
  friend class Lookup;
  std::unique_ptr<uv_loop_s> loop_;
  std::unique_ptr<std::byte[]> buffer_;
  int lookups_running_ = 0;
};

// Example:
//
//     Loop loop;
//     int rounds = 0;
//     Timer timer(loop, [&] { ++rounds; });
//     timer.start(std::chrono::milliseconds(1));
//     loop.run();  // returns, for nothing is left that could call back
//     assert(rounds == 1);

}  // namespace netkit
