// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/base/export.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace NETKIT_PUBLIC netkit {
namespace net {

/// Receives the result of a write: no error if the kernel has taken all of it.
using WriteDone = std::move_only_function<void(const std::optional<Error>& error)>;

/// Keeps the callbacks of writes until the kernel has taken their bytes, in order.
class WriteLog {
 public:
  /// Adds a write of this many bytes. `done` may be empty.
  void add(std::size_t bytes, WriteDone done);
  /// The kernel has taken all but the last `queued` bytes. Writes whose bytes it has are over.
  void settle(std::size_t queued);

  std::uint64_t total() const { return total_; }  ///< bytes of all writes
  /// Bytes of the writes that are not over; each counts in full until its last byte is taken.
  std::size_t length() const { return static_cast<std::size_t>(total_ - over_); }

  /// Whether take_done() would give any callbacks.
  bool has_done() const { return !done_.empty(); }
  /// Removes and returns the callbacks of the writes that are over, in order.
  std::vector<WriteDone> take_done();
  /// Removes and returns the callbacks of all other writes; those writes are given up.
  std::vector<WriteDone> abandon();

 private:
  struct Write {
    std::uint64_t end;
    WriteDone done;
  };
  std::deque<Write> open_;
  std::vector<WriteDone> done_;
  std::uint64_t total_ = 0, over_ = 0;
};

// Example:
//
//     WriteLog log;
//     log.add(5, {});
//     log.add(3, {});
//     log.settle(2);  // the last two of eight bytes are queued: the second write is not over
//     assert(log.length() == 3);

}  // namespace net
}  // namespace netkit
