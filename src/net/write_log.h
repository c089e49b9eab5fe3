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

/// How a write came out: no error once the kernel has all of it.
using WriteDone = std::move_only_function<void(const std::optional<Error>& error)>;

/// Which writes the kernel has taken, one after the other; their callbacks wait here to be called in order.
class WriteLog {
 public:
  /// Another write, behind those before it. `done` may be empty.
  void add(std::size_t bytes, WriteDone done);
  /// All but the last `queued` bytes are with the kernel.
  void settle(std::size_t queued);

  std::uint64_t total() const { return total_; }  ///< bytes of all writes
  /// Bytes of those writes that are not over yet, each counted whole until its last byte is.
  std::size_t length() const { return static_cast<std::size_t>(total_ - over_); }

  bool has_done() const { return !done_.empty(); }
  /// The callbacks of writes that are over since the last call.
  std::vector<WriteDone> take_done();
  /// The callbacks of those that never will be.
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
