// SPDX-License-Identifier: MIT
#include <netkit/loop/shared_descriptor.h>

#include <fcntl.h>
#include <linux/magic.h>
#include <netkit/loop/stand_in.h>
#include <netkit/loop/uv_error.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string>
#include <system_error>
#include <utility>

namespace netkit {
namespace {

constexpr int last_standard_descriptor = 2;

bool is_dev_null(const struct stat& file) {
  return S_ISCHR(file.st_mode) && file.st_rdev == makedev(1, 3);
}

// Opens the same pipe or terminal a second time, with separate status flags.
int open_again(int fd, int access) {
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  return ::open(path.c_str(), access | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

// Closes a descriptor, but a standard one has a stand-in, so that its number stays in use.
int release(int fd) {
  if (fd > last_standard_descriptor) return ::close(fd) == 0 ? 0 : errno;
  // dup2() would lose the error that close() reports.
  const int duplicate = ::fcntl(fd, F_DUPFD_CLOEXEC, last_standard_descriptor + 1);
  put_stand_in(fd);
  return duplicate < 0 || ::close(duplicate) == 0 ? 0 : errno;
}

}  // namespace

DescriptorKind kind_of(int fd) {
  struct stat file{};
  const bool known = ::fstat(fd, &file) == 0;
  if (!known && errno != EBADF) throw std::system_error(errno_error(errno), "fstat");
  if (!known || is_dev_null(file)) return DescriptorKind::nothing;
  if (S_ISREG(file.st_mode) || S_ISBLK(file.st_mode)) return DescriptorKind::file;
  if (S_ISSOCK(file.st_mode)) return DescriptorKind::socket;
  if (S_ISFIFO(file.st_mode)) return DescriptorKind::pipe;
  return ::isatty(fd) == 1 ? DescriptorKind::terminal : DescriptorKind::other;
}

bool is_named_fifo(int fd) {
  struct statfs system{};
  return kind_of(fd) == DescriptorKind::pipe && ::fstatfs(fd, &system) == 0 && system.f_type != PIPEFS_MAGIC;
}

bool same_socket(int one, int other) {
  struct stat first{}, second{};
  if (::fstat(one, &first) != 0 || ::fstat(other, &second) != 0) return false;
  return S_ISSOCK(first.st_mode) && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

SharedDescriptor::SharedDescriptor(int fd, int access) : fd_(fd), kind_(kind_of(fd)) {
  never_waits_ = kind_ == DescriptorKind::socket;
  const bool has_flags_per_opening =
      kind_ == DescriptorKind::pipe || kind_ == DescriptorKind::terminal || kind_ == DescriptorKind::other;
  if (!has_flags_per_opening) return;
  const int again = open_again(fd, access);
  if (again < 0) return;
  release(fd);
  fd_ = again;
  never_waits_ = true;
}

ssize_t SharedDescriptor::read(std::span<std::byte> space) {
  if (kind_ == DescriptorKind::socket) return ::recv(fd_, space.data(), space.size(), MSG_DONTWAIT);
  return ::read(fd_, space.data(), space.size());
}

ssize_t SharedDescriptor::write(Bytes bytes) {
  if (kind_ == DescriptorKind::socket) {
    return ::send(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  }
  // A pipe that is ready takes PIPE_BUF bytes without blocking (pipe(7)).
  const bool may_wait = !never_waits_ && kind_ != DescriptorKind::file && kind_ != DescriptorKind::nothing;
  const std::size_t most = may_wait ? PIPE_BUF : bytes.size();
  return ::write(fd_, bytes.data(), std::min(bytes.size(), most));
}

int SharedDescriptor::close() {
  if (fd_ < 0) return 0;
  return release(std::exchange(fd_, -1));
}

}  // namespace netkit
