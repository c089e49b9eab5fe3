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

/// Writes a descriptor that we were given, whatever it is, through a queue.
class ConsoleOutput {
 public:
  /// Hears how the writing goes, in the loop's thread.
  class Listener {
   public:
    virtual void on_output_drain() = 0;                        ///< the queue is empty again
    virtual void on_output_finish(std::error_code cause) = 0;  ///< closed after everything; or failed

   protected:
    ~Listener() = default;
  };

  ConsoleOutput(Loop& loop, int fd, Listener& listener);

  /// Takes all of it. How the write went is told from the loop.
  void write(Bytes bytes);
  /// The descriptor is also the input's: closing it would not tell the other side.
  void end_with_shutdown() { shuts_down_ = true; }
  /// Closes the descriptor once the queue is empty.
  void end();
  bool ending() const { return ending_; }
  std::size_t queued() const { return queue_.size() - sent_; }

  /// The kernel may write the descriptor past us: nothing is queued, and it is a file, a pipe or /dev/null.
  bool can_pump() const;
  int descriptor() const { return descriptor_.get(); }

 private:
  bool may_write_now();
  void write_queue();
  void advance();
  void finish(std::error_code cause);

  SharedDescriptor descriptor_;
  Listener& listener_;
  FdWatcher readiness_;
  Deferred later_;
  std::vector<std::byte> queue_;
  std::size_t sent_ = 0;  // of the queue's front
  std::error_code failure_;
  bool ending_ = false, finished_ = false, shuts_down_ = false;
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
