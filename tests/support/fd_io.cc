// SPDX-License-Identifier: MIT
#include "fd_io.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <termios.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace netkit::test {

namespace {

constexpr std::size_t chunk = std::size_t{1} << 18;

/// A write to a pipe whose reader has gone must return an error, not kill the test.
void ignore_sigpipe() {
  static const bool done = std::signal(SIGPIPE, SIG_IGN) != SIG_ERR;
  if (!done) fail_errno("signal");
}

bool again(int error) {
  return error == EAGAIN || error == EINTR;
}

}  // namespace

Pipe pipe_between_children() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail_errno("pipe2");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Pipe pipe_to_child() {
  Pipe made = pipe_between_children();
  set_non_blocking(made.write.get());
  return made;
}

Pipe pipe_from_child() {
  Pipe made = pipe_between_children();
  set_non_blocking(made.read.get());
  return made;
}

SocketPair socket_pair() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) fail_errno("socketpair");
  SocketPair made{UniqueFd(ends[0]), UniqueFd(ends[1])};
  set_non_blocking(made.ours.get());
  return made;
}

Terminal terminal() {
  Terminal made;
  made.master.reset(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!made.master) fail_errno("posix_openpt");
  char name[64];
  if (::grantpt(made.master.get()) != 0 || ::unlockpt(made.master.get()) != 0 ||
      ::ptsname_r(made.master.get(), name, sizeof name) != 0) {
    fail_errno("grantpt, unlockpt, ptsname_r");
  }
  made.slave = open_file(name, O_RDWR | O_NOCTTY);
  set_non_blocking(made.master.get());
  return made;
}

Terminal raw_terminal() {
  Terminal made = terminal();
  termios mode{};
  if (::tcgetattr(made.slave.get(), &mode) != 0) fail_errno("tcgetattr");
  ::cfmakeraw(&mode);
  if (::tcsetattr(made.slave.get(), TCSANOW, &mode) != 0) fail_errno("tcsetattr");
  return made;
}

UniqueFd open_file(const std::string& path, int flags) {
  UniqueFd fd(::open(path.c_str(), flags | O_CLOEXEC, 0644));
  if (!fd) fail_errno("open " + path);
  return fd;
}

UniqueFd memory_file(std::string_view bytes) {
  UniqueFd file(::memfd_create("netkit-test", MFD_CLOEXEC));
  if (!file || write_all(file.get(), bytes) != 0 || ::lseek(file.get(), 0, SEEK_SET) != 0)
    fail_errno("memfd");
  return file;
}

std::size_t file_offset(int fd) {
  const off_t at = ::lseek(fd, 0, SEEK_CUR);
  if (at < 0) fail_errno("lseek");
  return static_cast<std::size_t>(at);
}

UniqueFd duplicate(int fd) {
  UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
  if (!copy) fail_errno("dup");
  return copy;
}

void set_non_blocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) fail_errno("fcntl");
}

bool is_non_blocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0) fail_errno("fcntl");
  return (flags & O_NONBLOCK) != 0;
}

bool comes(int fd, short events, const Deadline& deadline) {
  for (;;) {
    pollfd item{fd, events, 0};
    const int ready = ::poll(&item, 1, deadline.poll_timeout());
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) fail_errno("poll");
    if (ready == 0 && deadline.passed()) return false;
  }
}

void wait_for(int fd, short events, const Deadline& deadline) {
  if (comes(fd, events, deadline)) return;
  throw TooLate((events & POLLOUT) != 0 ? "timed out waiting for room to write"
                                        : "timed out waiting for bytes or an end");
}

Read read_some(int fd, std::size_t most, const Deadline& deadline) {
  std::string bytes(std::min(most, chunk), '\0');
  for (;;) {
    wait_for(fd, POLLIN, deadline);
    const ssize_t got = ::read(fd, bytes.data(), bytes.size());
    if (got >= 0) {
      bytes.resize(static_cast<std::size_t>(got));
      return {std::move(bytes), 0};
    }
    if (errno == EIO && ::isatty(fd) != 0) return {};
    if (!again(errno)) return {{}, errno};
  }
}

Read read_exactly(int fd, std::size_t size, const Deadline& deadline) {
  Read all;
  while (all.bytes.size() < size) {
    const Read some = read_some(fd, size - all.bytes.size(), deadline);
    all.error = some.error;
    if (some.bytes.empty()) break;
    all.bytes += some.bytes;
  }
  return all;
}

Read read_to_end(int fd, const Deadline& deadline) {
  return read_exactly(fd, std::string().max_size(), deadline);
}

bool stays_silent(int fd, Duration duration) {
  return !comes(fd, POLLIN, Deadline(duration));
}

int write_all(int fd, std::string_view bytes, const Deadline& deadline) {
  ignore_sigpipe();
  while (!bytes.empty()) {
    wait_for(fd, POLLOUT, deadline);
    const ssize_t put = ::write(fd, bytes.data(), std::min(bytes.size(), chunk));
    if (put >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(put));
    } else if (!again(errno)) {
      return errno;
    }
  }
  return 0;
}

std::size_t write_until_blocked(int fd, std::string_view bytes) {
  ignore_sigpipe();
  std::size_t taken = 0;
  while (taken < bytes.size() && comes(fd, POLLOUT, Deadline(stretched(Duration(300))))) {
    const ssize_t put = ::write(fd, bytes.data() + taken, std::min(bytes.size() - taken, chunk));
    if (put < 0 && !again(errno)) fail_errno("write");
    if (put > 0) taken += static_cast<std::size_t>(put);
  }
  return taken;
}

std::size_t bytes_waiting(int fd) {
  int waiting = 0;
  if (::ioctl(fd, FIONREAD, &waiting) != 0) fail_errno("FIONREAD");
  return static_cast<std::size_t>(waiting);
}

}  // namespace netkit::test
