// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstddef>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

/// The reading side of a stream, for a Pump that reads its descriptor directly. The stream is paused
/// meanwhile.
class PumpSource {
 public:
  virtual int source_descriptor() const = 0;
  /// `bytes` were read from the descriptor: they count as read, and the stream calls Listener::on_moved().
  virtual void moved_out(std::size_t bytes) = 0;
  /// Keeps a read error, which the kernel reports only once: the stream closes with `cause` where its own
  /// reading would find the end.
  virtual void defer_read_error(std::error_code cause) = 0;
  /// Has the kernel report the descriptor as readable only once `bytes` have arrived, or the end
  /// (SO_RCVLOWAT; 1 at first). False if the descriptor has no such mark, or shares it.
  virtual bool set_low_water_mark([[maybe_unused]] std::size_t bytes) { return false; }

 protected:
  ~PumpSource() = default;
};

/// The writing side of a stream, for a Pump that writes its descriptor directly. The stream has nothing
/// queued when it offers it.
class PumpSink {
 public:
  virtual int sink_descriptor() const = 0;
  /// `bytes` were written to the descriptor: they count as written.
  virtual void moved_in(std::size_t bytes) = 0;
  /// Keeps a write error: the stream's own next write fails with `cause`.
  virtual void defer_write_error(std::error_code cause) = 0;
  /// Prepares for much data: enlarges the kernel's send buffer unless its size was set explicitly.
  virtual void enlarge() {}

 protected:
  ~PumpSink() = default;
};

// Example:
//
//     struct Counter final : PumpSink {
//       int sink_descriptor() const override { return 1; }
//       void moved_in(std::size_t bytes) override { all += bytes; }
//       void defer_write_error(std::error_code) override {}
//       std::size_t all = 0;
//     } counter;
//     counter.moved_in(5);
//     assert(counter.all == 5);

}  // namespace netkit
