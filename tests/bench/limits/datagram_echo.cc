// SPDX-License-Identifier: MIT
// datagram_echo PORT: gives datagrams back on 127.0.0.1 with as few system calls as there can be: the limit
// that netkit echo -u is set against.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

constexpr unsigned most = 64;
std::array<std::array<char, 65536>, most> buffers;

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  name.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[1])));
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
    std::perror("bind");
    return 1;
  }
  std::array<mmsghdr, most> messages{};
  std::array<iovec, most> pieces{};
  std::array<sockaddr_in, most> from{};
  for (;;) {
    for (unsigned i = 0; i < most; ++i) {
      pieces[i] = {buffers[i].data(), buffers[i].size()};
      messages[i].msg_hdr = {};
      messages[i].msg_hdr.msg_iov = &pieces[i];
      messages[i].msg_hdr.msg_iovlen = 1;
      messages[i].msg_hdr.msg_name = &from[i];
      messages[i].msg_hdr.msg_namelen = sizeof from[i];
    }
    const int count = ::recvmmsg(fd, messages.data(), most, MSG_WAITFORONE, nullptr);
    if (count < 0) return 1;
    for (int i = 0; i < count; ++i)
      pieces[static_cast<unsigned>(i)].iov_len = messages[static_cast<unsigned>(i)].msg_len;
    ::sendmmsg(fd, messages.data(), static_cast<unsigned>(count), 0);
  }
}
