// SPDX-License-Identifier: MIT
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netkit/io/socket_options.h>
#include <sys/socket.h>

namespace netkit::io {
namespace {

// libuv's own call leaves the last three alone when the idle time is below a second.
void apply_keep_alive(int fd, const KeepAlive& keep_alive) {
  const auto idle = std::chrono::duration_cast<std::chrono::seconds>(keep_alive.idle).count();
  set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  if (idle >= 1) set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, static_cast<int>(idle));
  set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, static_cast<int>(keep_alive.interval.count()));
  set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, keep_alive.count);
}

}  // namespace

bool set_option(int fd, int level, int name, int value) {
  return setsockopt(fd, level, name, &value, sizeof(value)) == 0;
}

void apply(int fd, const SocketOptions& options) {
  if (options.no_delay) set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  if (options.keep_alive) apply_keep_alive(fd, *options.keep_alive);
}

}  // namespace netkit::io
