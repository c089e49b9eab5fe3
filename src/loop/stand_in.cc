// SPDX-License-Identifier: MIT
#include <netkit/loop/stand_in.h>

#include <fcntl.h>
#include <netkit/loop/unique_fd.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace netkit {
namespace {

// A new descriptor, which may already have the wanted number.
UniqueFd open_stand_in(bool to_write) {
  UniqueFd null(::open("/dev/null", (to_write ? O_WRONLY : O_RDONLY) | O_CLOEXEC));
  if (null) return null;
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
  UniqueFd read(ends[0]), write(ends[1]);
  return std::move(to_write ? write : read);
}

}  // namespace

void put_stand_in(int fd) {
  UniqueFd made = open_stand_in(fd == STDERR_FILENO);
  if (made.get() == fd) {
    ::fcntl(made.release(), F_SETFD, 0);
  } else if (made) {
    ::dup2(made.get(), fd);
  }
}

}  // namespace netkit
