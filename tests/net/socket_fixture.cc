// SPDX-License-Identifier: MIT
#include "socket_fixture.h"

#include <arpa/inet.h>
#include <netkit/socket/socket_options.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include "support/data.h"
#include "support/io_fixtures.h"

namespace netkit::test {

using namespace net;
namespace {

template <typename Name>
std::uint16_t port_by(Name name, int fd) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  if (name(fd, reinterpret_cast<sockaddr*>(&storage), &length) != 0) return 0;
  if (storage.ss_family == AF_INET) return ntohs(reinterpret_cast<sockaddr_in&>(storage).sin_port);
  if (storage.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6&>(storage).sin6_port);
  return 0;
}

}  // namespace

void SocketFixture::connect() {
  connect(to(server_.port()));
}

void SocketFixture::connect(const ConnectOptions& options) {
  const std::size_t before = server_.sockets.size();
  if (!socket_.connect(options)) throw std::runtime_error("connect() refused");
  const bool met = run_until(loop_, [&] { return trace_.heard("ready") && server_.sockets.size() > before; });
  if (!met) throw TooLate("not connected");
}

bool SocketFixture::run_until_closed() {
  return run_until(loop_, [this] { return trace_.closed; });
}

RawMeeting meet_raw(Loop& loop, Kind kind, const SocketOptions& options) {
  RawPair pair = raw_pair(kind);
  // Left alone the kernel makes it larger by and by, until there is no such thing as too much.
  const int little = 64 * 1024;
  ::setsockopt(pair.one.get(), SOL_SOCKET, SO_RCVBUF, &little, sizeof(little));
  RawMeeting meeting;
  meeting.peer = std::move(pair.one);
  meeting.socket = *Socket::adopt(loop, netkit::UniqueFd(pair.other.release()), options);
  meeting.trace = std::make_unique<Trace>(*meeting.socket);
  return meeting;
}

int descriptor_of(const Socket& socket) {
  for (const int fd : open_descriptors()) {
    if (port_by(::getsockname, fd) == socket.local_address()->port &&
        port_by(::getpeername, fd) == socket.remote_address()->port) {
      return fd;
    }
  }
  throw std::runtime_error("no such socket");
}

int option_of(const Socket& socket, int level, int name) {
  return internal::get_option(descriptor_of(socket), level, name);
}

WriteDone into(Lines& lines, const std::string& name) {
  return [&lines, name](const std::optional<Error>& error) {
    lines.push_back(name + " " + (error ? error->name : "ok"));
  };
}

std::string too_much() {
  return random_bytes(8 * MiB);
}

std::string read_while_running(Loop& loop, int fd, std::size_t size) {
  std::string bytes;
  std::array<char, 65536> space{};
  run_until(loop, [&] {
    while (bytes.size() < size) {
      const ssize_t count = ::read(fd, space.data(), std::min(space.size(), size - bytes.size()));
      if (count == 0) return true;
      if (count < 0) return errno != EAGAIN;
      bytes.append(space.data(), static_cast<std::size_t>(count));
    }
    return true;
  });
  return bytes;
}

}  // namespace netkit::test
