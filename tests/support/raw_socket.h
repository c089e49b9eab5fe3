// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "fd_io.h"
#include "where.h"

namespace netkit::test {

// Sockets of the test's own: a peer whose every system call is known. All are non-blocking; read and
// write with fd_io.h.

/// A listening socket on a port (or name, or file) of the system's (or our) choice.
/// A socket file goes with it.
class RawListener {
 public:
  explicit RawListener(Transport transport, int backlog = 64);
  /// Binds there exactly. Throws what fail_errno() throws.
  explicit RawListener(const Where& where, int backlog = 64);
  RawListener(const RawListener&) = delete;
  RawListener& operator=(const RawListener&) = delete;
  ~RawListener();

  const Where& where() const { return where_; }
  int fd() const { return fd_.get(); }

  /// Waits for a connection; throws TooLate.
  UniqueFd accept(const Deadline& deadline = Deadline());
  /// Whether nobody knocks for so long.
  bool stays_alone(Duration duration) const { return stays_silent(fd_.get(), duration); }

 private:
  UniqueFd fd_;
  Where where_;
};

/// Connects, and waits until it is. Throws a runtime_error with the reason if it cannot.
UniqueFd connect_to(const Where& where);
/// The same, from this address of ours.
UniqueFd connect_from(const std::string& address, const Where& where);
/// Why a connection cannot be made: ECONNREFUSED, ENOENT, ...; 0 if it can (it is closed again).
int connect_error(const Where& where);

/// Our FIN: no more will be sent.
void send_end(int fd);
/// Closes with an RST (TCP).
void reset(UniqueFd fd);

/// Bytes in our send queue that the other side has not acknowledged (SIOCOUTQ).
std::size_t bytes_unsent(int fd);

}  // namespace netkit::test
