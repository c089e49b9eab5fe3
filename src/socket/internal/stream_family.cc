// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/stream_family.h>

#include <netkit/base/net_errc.h>
#include <netkit/socket/socket_options.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

namespace netkit::internal {
namespace {

std::unexpected<Error> unsupported(const char* what) {
  return std::unexpected(net_error(NetErrc::invalid_fd_type, std::string("Unsupported fd type: ") + what));
}

Result<int> socket_family(int fd) {
  const int family = get_option(fd, SOL_SOCKET, SO_DOMAIN);
  const bool ip = family == AF_INET || family == AF_INET6;
  if (get_option(fd, SOL_SOCKET, SO_TYPE) != SOCK_STREAM) return unsupported(ip ? "UDP" : "UNKNOWN");
  if (!ip && family != AF_UNIX) return unsupported("UNKNOWN");
  sockaddr_storage peer{};
  socklen_t length = sizeof(peer);
  if (getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &length) == 0) return family;
  return unsupported("a socket that is not connected");
}

}  // namespace

Result<int> stream_family(int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) return unsupported("INVALID");
  if (S_ISSOCK(status.st_mode)) return socket_family(fd);
  if (S_ISFIFO(status.st_mode)) return AF_UNIX;
  if (S_ISREG(status.st_mode)) return unsupported("FILE");
  return unsupported(::isatty(fd) == 1 ? "TTY" : "UNKNOWN");
}

}  // namespace netkit::internal
