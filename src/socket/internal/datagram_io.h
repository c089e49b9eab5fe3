// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/alive.h>
#include <netkit/base/bytes.h>
#include <netkit/base/result.h>
#include <netkit/loop/timer.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/socket/internal/sockaddr.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <system_error>

namespace netkit {
class Loop;
}

namespace netkit::internal {

/// Moves datagrams into and out of a socket of the kernel, many with one system call where many wait
/// (recvmmsg(2), sendmmsg(2)).
class DatagramIo {
 public:
  /// Called from the loop. Each call may destroy the object.
  class Events {
   public:
    /// `from` has no address (a length of 0) if the sender has none, as on Unix-domain sockets.
    virtual void on_datagram(const SystemAddress& from, Bytes bytes) = 0;
    /// An earlier datagram has failed: to this destination, if there is one, else to the one that the socket
    /// is connected to.
    virtual void on_error(std::error_code cause, const SystemAddress* to) = 0;
    /// After wait_to_send(): sending may succeed now.
    virtual void on_writable() = 0;

   protected:
    ~Events() = default;
  };

  /// The socket must be non-blocking. `events` must outlive the object.
  static Result<std::unique_ptr<DatagramIo>> open(Loop& loop, UniqueFd fd, Events& events);
  ~DatagramIo();
  DatagramIo(const DatagramIo&) = delete;
  DatagramIo& operator=(const DatagramIo&) = delete;

  int fd() const;
  void start_receiving();
  void stop_receiving();
  /// Has on_error() say which destination an error is about (ip(7), IP_RECVERR). For a socket that is not
  /// connected, which otherwise learns of none.
  void ask_for_errors();

  struct Sent {
    std::size_t count = 0;      ///< datagrams that the kernel has taken
    std::error_code failure{};  ///< of the next one
    bool would_block() const;   ///< it can be sent later
  };
  /// Sends to `to`, or, if that is null, to where the socket is connected to.
  Sent send(std::span<const Bytes> datagrams, const SystemAddress* to);
  /// Calls on_writable() once.
  void wait_to_send();

  /// An error of the socket that has not been reported, which this clears (SO_ERROR).
  std::error_code take_error();
  /// Datagrams that the kernel has dropped because they were not read in time (sock_diag(7), SO_MEMINFO).
  std::uint64_t dropped() const;

 private:
  struct Cell;
  DatagramIo(Loop& loop, Events& events);
  void poll();
  void ready(int events);
  bool report_errors();
  void receive();
  void writable();

  Events& events_;
  Cell* cell_ = nullptr;
  bool receiving_ = false, waits_to_send_ = false, asks_for_errors_ = false;
  bool is_unix_ = false;
  Timer again_;  // where poll(2) cannot tell when there is room
  Alive alive_;
};

}  // namespace netkit::internal
