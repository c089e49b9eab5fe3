// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstddef>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

/// The reading side of a stream, as a Pump uses it past the stream itself. The stream pauses meanwhile.
class PumpSource {
 public:
  virtual int source_descriptor() const = 0;
  /// So many bytes were taken from it: they count as read. Tells the stream's listener: Listener::on_moved().
  virtual void moved_out(std::size_t bytes) = 0;
  /// The kernel tells a socket's error once. The stream finds this one where its own reading ends.
  virtual void defer_read_error(std::error_code cause) = 0;
  /// Its descriptor is ready to be read from so many bytes on, or at its end (SO_RCVLOWAT); at first from 1.
  /// False where it has no such mark, or shares it.
  virtual bool set_low_water_mark([[maybe_unused]] std::size_t bytes) { return false; }

 protected:
  ~PumpSource() = default;
};

/// The writing side of a stream, likewise. Nothing is queued in it when it is offered.
class PumpSink {
 public:
  virtual int sink_descriptor() const = 0;
  /// So many bytes were put into it: they count as written.
  virtual void moved_in(std::size_t bytes) = 0;
  /// The stream finds this error where its own writing fails.
  virtual void defer_write_error(std::error_code cause) = 0;
  /// Much is going to be put into it: the kernel may hold more of it, where nobody has said how much.
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
