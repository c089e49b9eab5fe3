// SPDX-License-Identifier: MIT
// port_probe FIRST LAST: prints which ports of 127.0.0.1 listen, 64 at a time: the limit that netkit connect
// -z is set against.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace {

constexpr int at_once = 64;

/// A descriptor that connects to the port; -1 if it is known already that nobody listens there.
int begin(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(static_cast<in_port_t>(port));
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 || errno == EINPROGRESS)
    return fd;
  ::close(fd);
  return -1;
}

bool is_connected(int fd) {
  int error = 0;
  socklen_t length = sizeof error;
  return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0;
}

void probe(int first, int last) {
  std::array<pollfd, at_once> waiting{};
  const int count = last - first + 1;
  for (int i = 0; i < count; ++i) waiting[static_cast<std::size_t>(i)] = {begin(first + i), POLLOUT, 0};
  for (int i = 0; i < count; ++i) {
    const pollfd& one = waiting[static_cast<std::size_t>(i)];
    if (one.fd < 0) continue;
    pollfd state = one;
    if (::poll(&state, 1, 2000) == 1 && is_connected(one.fd)) std::printf("127.0.0.1:%d\n", first + i);
    ::close(one.fd);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int last = std::atoi(argv[2]);
  for (int first = std::atoi(argv[1]); first <= last; first += at_once)
    probe(first, first + at_once - 1 < last ? first + at_once - 1 : last);
}
