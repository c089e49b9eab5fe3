// SPDX-License-Identifier: MIT
#include <netkit/socket/socket_options.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netkit/loop/uv_error.h>
#include <sys/socket.h>

#include <cerrno>

namespace netkit::internal {

Error option_error(const char* option, const std::string& value) {
  const std::error_code code = errno_error(errno);
  Error error = step_error(code, "setsockopt");
  error.message += ": " + code.message() + " (" + option + " " + value + ")";
  return error;
}

bool set_option(int fd, int level, int name, int value) {
  return setsockopt(fd, level, name, &value, sizeof(value)) == 0;
}

int get_option(int fd, int level, int name) {
  int value = 0;
  socklen_t length = sizeof(value);
  return getsockopt(fd, level, name, &value, &length) == 0 ? value : 0;
}

// uv_tcp_keepalive() does not set the last three if the idle time is below a second.
void set_keep_alive(int fd, const std::optional<KeepAlive>& keep_alive) {
  set_option(fd, SOL_SOCKET, SO_KEEPALIVE, keep_alive ? 1 : 0);
  if (!keep_alive) return;
  const auto idle = std::chrono::duration_cast<std::chrono::seconds>(keep_alive->idle).count();
  const auto interval = keep_alive->interval.count();
  if (idle >= 1) set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, static_cast<int>(idle));
  if (interval >= 1) set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, static_cast<int>(interval));
  if (keep_alive->count >= 1) set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, keep_alive->count);
}

// An IPv6 socket may carry IPv4, so it gets both.
bool set_type_of_service(int fd, int value) {
  const bool v4 = set_option(fd, IPPROTO_IP, IP_TOS, value);
  return get_option(fd, SOL_SOCKET, SO_DOMAIN) == AF_INET6 ? set_option(fd, IPPROTO_IPV6, IPV6_TCLASS, value)
                                                           : v4;
}

int type_of_service(int fd) {
  const bool v6 = get_option(fd, SOL_SOCKET, SO_DOMAIN) == AF_INET6;
  return v6 ? get_option(fd, IPPROTO_IPV6, IPV6_TCLASS) : get_option(fd, IPPROTO_IP, IP_TOS);
}

void reset_on_close(int fd) {
  const linger no_time{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &no_time, sizeof(no_time));
}

void apply(int fd, const SocketOptions& options) {
  if (options.no_delay) set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  if (options.keep_alive) set_keep_alive(fd, options.keep_alive);
  if (options.type_of_service) set_type_of_service(fd, *options.type_of_service);
  if (options.user_timeout) {
    set_option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(options.user_timeout->count()));
  }
}

std::optional<Error> apply_buffers(int fd, const EarlyOptions& options) {
  if (options.send_buffer && !set_option(fd, SOL_SOCKET, SO_SNDBUF, *options.send_buffer)) {
    return option_error("SO_SNDBUF", std::to_string(*options.send_buffer));
  }
  if (options.receive_buffer && !set_option(fd, SOL_SOCKET, SO_RCVBUF, *options.receive_buffer)) {
    return option_error("SO_RCVBUF", std::to_string(*options.receive_buffer));
  }
  return std::nullopt;
}

std::optional<Error> apply_early(int fd, const EarlyOptions& options) {
  if (auto error = apply_buffers(fd, options)) return error;
  if (options.interface.empty()) return std::nullopt;
  const auto length = static_cast<socklen_t>(options.interface.size());
  if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, options.interface.data(), length) == 0) return std::nullopt;
  return option_error("SO_BINDTODEVICE", options.interface);
}

}  // namespace netkit::internal
