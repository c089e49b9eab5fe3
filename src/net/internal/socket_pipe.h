// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/alive.h>
#include <netkit/base/bytes.h>
#include <netkit/net/socket.h>
#include <netkit/stream/pump.h>

#include <cstddef>
#include <memory>

namespace netkit::net {

/// One Socket piped to another. The first bytes are read and written; after those the kernel moves the bytes
/// (Pump), if it can. `from` owns the pipe, and `to` knows it, to drop it once it takes no more.
class SocketPipe {
 public:
  SocketPipe(Socket& from, Socket& to, bool end_follows);
  ~SocketPipe();  ///< what was read is written
  SocketPipe(const SocketPipe&) = delete;
  SocketPipe& operator=(const SocketPipe&) = delete;

  Socket& from() const { return from_; }
  /// `from` has to wait for room, or its descriptor is read by the pump.
  bool keeps_from_reading() const { return waits_ || (pump_ && pump_->moving()); }

  // Called by `from`.
  void send(Bytes bytes);
  void on_moved(std::size_t bytes);
  void stop_moving();  ///< it pauses
  void end();          ///< it has ended

  // Called by `to`.
  void on_drain();
  void finish_moving();  ///< it is about to send its end

 private:
  Socket& from_;
  Socket& to_;
  const bool end_follows_;
  bool waits_;  // for room in `to`
  std::unique_ptr<Pump> pump_;
  Alive alive_;
};

}  // namespace netkit::net
