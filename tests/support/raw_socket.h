// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "fd_io.h"
#include "where.h"

namespace netkit::test {

// Sockets of the test itself: a peer that makes exactly the system calls of the test. All are non-blocking;
// read and write with fd_io.h.

/// A listening socket on a port, name or file that the system or the test has chosen. The destructor removes
/// its socket file.
class RawListener {
 public:
  explicit RawListener(Transport transport, int backlog = 64);
  /// Binds to this address. Throws what fail_errno() throws.
  explicit RawListener(const Where& where, int backlog = 64);
  RawListener(const RawListener&) = delete;
  RawListener& operator=(const RawListener&) = delete;
  ~RawListener();

  const Where& where() const { return where_; }
  int fd() const { return fd_.get(); }

  /// Waits for a connection; throws TooLate.
  UniqueFd accept(const Deadline& deadline = Deadline());
  /// Whether no connection arrives for this duration.
  bool stays_alone(Duration duration) const { return stays_silent(fd_.get(), duration); }

 private:
  UniqueFd fd_;
  Where where_;
};

/// A datagram socket on a port of the system's choice, or with a name. Once it is closed, the kernel refuses
/// what is sent there. Of Transport, "tcp" stands for IP.
class RawDatagrams {
 public:
  explicit RawDatagrams(Transport transport = Transport::tcp4);
  /// Bound to this address.
  explicit RawDatagrams(const Where& where);
  RawDatagrams(const RawDatagrams&) = delete;
  RawDatagrams& operator=(const RawDatagrams&) = delete;
  ~RawDatagrams();

  const Where& where() const { return where_; }
  int fd() const { return fd_.get(); }

  void send_to(const Where& where, std::string_view bytes);
  /// Waits for the next datagram, whose sender answer() sends to; throws TooLate.
  std::string receive(const Deadline& deadline = Deadline());
  void answer(std::string_view bytes);

 private:
  UniqueFd fd_;
  Where where_;
  std::string sender_;  // as the system has it
};

/// An address that refuses datagrams: it was free a moment ago.
Where refusing_where(Transport transport = Transport::tcp4);

/// Connects, and waits until it is. Throws a runtime_error with the reason if it cannot.
UniqueFd connect_to(const Where& where);
/// The same, from this local address.
UniqueFd connect_from(const std::string& address, const Where& where);
/// Why a connection cannot be made: ECONNREFUSED, ENOENT, ...; 0 if it can. It is closed again.
int connect_error(const Where& where);

/// Sends FIN.
void send_end(int fd);
/// Closes with an RST (TCP).
void reset(UniqueFd fd);

/// Bytes in the send queue that the other side has not acknowledged (SIOCOUTQ).
std::size_t bytes_unsent(int fd);

}  // namespace netkit::test
