// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <span>

struct uv_loop_s;

namespace NETKIT_PUBLIC netkit {

/// The event loop. Create it before the objects that use it, and destroy it after them. Such an object is
/// created, used and destroyed in the thread that runs the loop, and its callbacks run there. The program
/// must ignore SIGPIPE, so that a write to a closed connection is an error.
class Loop {
 public:
  /// Throws std::system_error if the system has no descriptors left for it.
  Loop();
  /// Calls no callback any more; it only closes.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Runs callbacks until stop(), or until none can come any more. If a callback throws an exception, the
  /// loop stops as with stop(), and run() throws the exception; it may be called again.
  void run();
  /// Makes run() return at the end of the current round of callbacks.
  void stop();
  /// Stops the loop, and has run() throw `failure`. Only the first of several counts.
  void fail(std::exception_ptr failure) noexcept;

  /// Monotonic time at the start of the current round of callbacks.
  std::chrono::milliseconds now() const;

  /// The buffer that all reads of this loop share. Its bytes are valid until the callback that receives them
  /// returns.
  std::span<std::byte> receive_buffer() { return {buffer_.get(), buffer_size}; }
  static constexpr std::size_t buffer_size = 64 * 1024;  ///< bytes

  /// The number of look-ups whose answer is awaited from a thread.
  int lookups_running() const { return lookups_running_; }

  uv_loop_s* raw() { return loop_.get(); }

 private:
  friend class Lookup;
  std::unique_ptr<uv_loop_s> loop_;
  std::unique_ptr<std::byte[]> buffer_;
  std::exception_ptr failure_;
  int lookups_running_ = 0;
};

// Example:
//
//     Loop loop;
//     int rounds = 0;
//     Timer timer(loop, [&] { ++rounds; });
//     timer.start(std::chrono::milliseconds(1));
//     loop.run();  // returns: no callback can come any more
//     assert(rounds == 1);

}  // namespace netkit
