// SPDX-License-Identifier: MIT
#include "socket_of.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "support/proc.h"

namespace netkit::test {
namespace {

std::optional<UniqueFd> socket_of(pid_t pid, int accepts_connections) {
  const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  for (const auto& [fd, what] : descriptors(pid)) {
    if (fd <= 2 || !what.starts_with("socket:")) continue;
    UniqueFd copy(static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), fd, 0)));
    if (copy.get() < 0) continue;
    if (option_of(copy.get(), SOL_SOCKET, SO_TYPE) != SOCK_STREAM) continue;
    if (option_of(copy.get(), SOL_SOCKET, SO_ACCEPTCONN) != accepts_connections) continue;
    sockaddr_storage name{};
    socklen_t length = sizeof(name);
    const bool connected = ::getpeername(copy.get(), reinterpret_cast<sockaddr*>(&name), &length) == 0;
    if (connected || accepts_connections != 0) return copy;
  }
  return std::nullopt;
}

}  // namespace

std::optional<UniqueFd> connected_socket_of(pid_t pid) {
  return socket_of(pid, 0);
}
std::optional<UniqueFd> listening_socket_of(pid_t pid) {
  return socket_of(pid, 1);
}

int option_of(int fd, int level, int name) {
  int value = -1;
  socklen_t length = sizeof(value);
  ::getsockopt(fd, level, name, &value, &length);
  return value;
}

}  // namespace netkit::test
