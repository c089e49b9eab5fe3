// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/shared_descriptor.h>

#include <cstddef>
#include <functional>
#include <system_error>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Writes an inherited descriptor of any kind, through a queue.
class ConsoleOutput {
 public:
  /// Receives the results of writing, in the loop's thread.
  class Listener {
   public:
    virtual void on_output_drain() = 0;  ///< the queue is empty again
    /// The descriptor was closed after everything had been written; or, with a cause, writing failed.
    virtual void on_output_finish(std::error_code cause) = 0;

   protected:
    ~Listener() = default;
  };

  ConsoleOutput(Loop& loop, int fd, Listener& listener);

  /// Takes all of `bytes`. The result is reported from the loop.
  void write(Bytes bytes);
  /// Has end() call shutdown(2): for a socket that is also the input, whose peer would not see the close.
  void end_with_shutdown() { shuts_down_ = true; }
  /// Has writing fail with EPIPE as soon as the reader of the pipe, socket or terminal has gone, even if
  /// there is nothing to write. Not for a socket that is also the input, whose peer may close once it has
  /// sent.
  void watch_reader();
  /// Closes the descriptor once the queue is empty.
  void end();
  bool ending() const { return ending_; }
  std::size_t queued() const { return queue_.size() - sent_; }

  /// A Pump may write the descriptor: nothing is queued, and it is a file, a pipe or /dev/null.
  bool can_pump() const;
  int descriptor() const { return descriptor_.get(); }

 private:
  bool may_write_now();
  void write_queue();
  void on_ready();
  void be_idle();
  void advance();
  void finish(std::error_code cause);

  SharedDescriptor descriptor_;
  Listener& listener_;
  FdWatcher readiness_;
  Deferred later_;
  std::vector<std::byte> queue_;
  std::size_t sent_ = 0;  // bytes at the front of the queue that were written
  std::error_code failure_;
  bool ending_ = false, finished_ = false, shuts_down_ = false, watches_reader_ = false;
};

// Example:
//
//     struct Printed final : ConsoleOutput::Listener {
//       void on_output_drain() override {}
//       void on_output_finish(std::error_code cause) override { assert(!cause); }
//     } listener;
//     Loop loop;
//     ConsoleOutput output(loop, ::open("/dev/null", O_WRONLY | O_CLOEXEC), listener);
//     output.write(as_bytes("hello"));
//     output.end();
//     loop.run();

}  // namespace netkit
