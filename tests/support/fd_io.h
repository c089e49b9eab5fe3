// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "patience.h"

namespace netkit::test {

// All descriptors made here are close-on-exec. The ends that the test keeps are non-blocking; those meant for
// a child are blocking, as a shell would pass them.

/// A pipe of which the test keeps one end.
struct Pipe {
  UniqueFd read;
  UniqueFd write;
};
Pipe pipe_to_child();          ///< the test writes
Pipe pipe_from_child();        ///< the test reads
Pipe pipe_between_children();  ///< the test only passes it on

/// A connected pair of Unix stream sockets.
struct SocketPair {
  UniqueFd ours;
  UniqueFd childs;
};
SocketPair socket_pair();

/// A pseudo-terminal. The child reads what is written to `master`, and what it prints is read there.
struct Terminal {
  UniqueFd master;
  UniqueFd slave;
};
Terminal terminal();      ///< with lines, echo and ^D as the end of input
Terminal raw_terminal();  ///< bytes go through unchanged

UniqueFd open_file(const std::string& path, int flags);
/// A regular file without a name, holding these bytes, at its start.
UniqueFd memory_file(std::string_view bytes);
/// The offset at which reading of a file goes on; duplicates share it.
std::size_t file_offset(int fd);
UniqueFd duplicate(int fd);
void set_non_blocking(int fd);
bool is_non_blocking(int fd);

/// Waits until poll(2) reports any of these events (or an error or hang-up); throws TooLate.
void wait_for(int fd, short events, const Deadline& deadline);
/// Whether poll(2) reports any of them (or an error or hang-up) before the deadline.
bool comes(int fd, short events, const Deadline& deadline);

/// The result of reading: bytes, then an end (`error` 0) or an error such as ECONNRESET.
struct Read {
  std::string bytes;
  int error = 0;
};

/// Waits for input and does one read(2) of at most `most` bytes. No bytes and no error: the end.
Read read_some(int fd, std::size_t most, const Deadline& deadline);
/// Reads until `size` bytes have arrived; fewer only at the end or an error.
Read read_exactly(int fd, std::size_t size, const Deadline& deadline = Deadline());
/// Reads to the end or an error. A terminal whose other side is closed counts as the end.
Read read_to_end(int fd, const Deadline& deadline = Deadline());
/// Whether there is nothing to read, now and for this duration.
bool stays_silent(int fd, Duration duration);

/// Writes all of it, waiting for room. Returns 0 or the error (EPIPE, ECONNRESET).
int write_all(int fd, std::string_view bytes, const Deadline& deadline = Deadline());
/// Writes until nothing has been taken for 300 ms. Returns the number of bytes written.
std::size_t write_until_blocked(int fd, std::string_view bytes);

/// Bytes that wait in a pipe, socket or terminal (FIONREAD).
std::size_t bytes_waiting(int fd);

}  // namespace netkit::test
