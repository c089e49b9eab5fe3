// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "patience.h"
#include "unique_fd.h"

namespace netkit::test {

// Everything here marks the descriptors it makes close-on-exec. The ends that the test keeps are
// non-blocking; those meant for a child are as a shell would hand them over.

/// A pipe of which the test keeps one end.
struct Pipe {
  UniqueFd read;
  UniqueFd write;
};
Pipe pipe_to_child();          ///< the test writes
Pipe pipe_from_child();        ///< the test reads
Pipe pipe_between_children();  ///< the test only hands it on

/// A connected pair of Unix stream sockets.
struct SocketPair {
  UniqueFd ours;
  UniqueFd childs;
};
SocketPair socket_pair();

/// A pseudo-terminal. What is written to `master` has been typed; what the child prints is read there.
struct Terminal {
  UniqueFd master;
  UniqueFd slave;
};
Terminal terminal();      ///< as a user's: lines, echo, ^D ends the input
Terminal raw_terminal();  ///< bytes go through unchanged

UniqueFd open_file(const std::string& path, int flags);
/// A regular file without a name, holding these bytes, at its start.
UniqueFd memory_file(std::string_view bytes);
/// Where reading of a file goes on; shared with those who have a duplicate.
std::size_t file_offset(int fd);
UniqueFd duplicate(int fd);
void set_non_blocking(int fd);
bool is_non_blocking(int fd);

/// Waits until poll(2) reports any of these events (or an error or hang-up); throws TooLate.
void wait_for(int fd, short events, const Deadline& deadline);
/// Whether poll(2) reports any of them (or an error or hang-up) before the deadline.
bool comes(int fd, short events, const Deadline& deadline);

/// What reading came to: bytes, then an end (`error` 0) or an error such as ECONNRESET.
struct Read {
  std::string bytes;
  int error = 0;
};

/// One read(2) of at most `most` bytes, waited for. No bytes and no error: the end.
Read read_some(int fd, std::size_t most, const Deadline& deadline);
/// Reads until `size` bytes have come; fewer only at the end or an error.
Read read_exactly(int fd, std::size_t size, const Deadline& deadline = Deadline());
/// Reads to the end or an error. A terminal whose other side is closed counts as the end.
Read read_to_end(int fd, const Deadline& deadline = Deadline());
/// Whether there is nothing to read now, nor for so long.
bool stays_silent(int fd, Duration duration);

/// Writes all of it, waiting for room. Answers 0 or the error (EPIPE, ECONNRESET).
int write_all(int fd, std::string_view bytes, const Deadline& deadline = Deadline());
/// Writes as much of it as is taken until nothing has been taken for 300 ms. Answers how much that was.
std::size_t write_until_blocked(int fd, std::string_view bytes);

/// Bytes that wait in a pipe, socket or terminal (FIONREAD).
std::size_t bytes_waiting(int fd);

}  // namespace netkit::test
