// SPDX-License-Identifier: MIT
#include "clients.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

#include "support/patience.h"

namespace netkit::bench {

namespace {

sockaddr_in loopback(in_addr_t address, std::uint16_t port) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  name.sin_addr.s_addr = htonl(address);
  return name;
}

void turn_on(int fd, int level, int option) {
  const int on = 1;
  if (::setsockopt(fd, level, option, &on, sizeof on) != 0) test::fail_errno("setsockopt");
}

}  // namespace

UniqueFd begin_to_connect(const test::Where& server, std::size_t number, int type) {
  UniqueFd fd(::socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) test::fail_errno("socket");
  if (type == SOCK_STREAM) turn_on(fd.get(), IPPROTO_TCP, TCP_NODELAY);
  turn_on(fd.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
  const sockaddr_in from = loopback(INADDR_LOOPBACK + 1 + static_cast<in_addr_t>(number % 32), 0);
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0) test::fail_errno("bind");
  const sockaddr_in to = loopback(INADDR_LOOPBACK, server.port);
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 && errno != EINPROGRESS) {
    test::fail_errno("connect");
  }
  return fd;
}

}  // namespace netkit::bench
