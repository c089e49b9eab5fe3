// SPDX-License-Identifier: MIT
// splice_pair send|receive PORT|PATH: stdin to a socket, or a socket to stdout, on 127.0.0.1 or a Unix
// socket, moved by the kernel alone: the limit that netkit connect and listen are set against.
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

constexpr std::size_t at_once = 1U << 20U;

bool is_pipe(int fd) {
  struct stat status{};
  return ::fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode);
}

ssize_t move(int from, int to) {
  return ::splice(from, nullptr, to, nullptr, at_once, SPLICE_F_MOVE | SPLICE_F_MORE);
}

/// Until the end. Answers whether that was reached without an error.
bool send_all(int socket) {
  const bool pipe = is_pipe(STDIN_FILENO);
  if (pipe) ::fcntl(STDIN_FILENO, F_SETPIPE_SZ, at_once);
  ssize_t moved = 0;
  while ((moved = pipe ? move(STDIN_FILENO, socket) : ::sendfile(socket, STDIN_FILENO, nullptr, at_once)) >
         0) {
  }
  return moved == 0;
}

/// Anything but a pipe is reached through one.
bool receive_all(int socket) {
  std::array<int, 2> between{STDOUT_FILENO, STDOUT_FILENO};
  const bool direct = is_pipe(STDOUT_FILENO);
  if (!direct && ::pipe(between.data()) != 0) return false;
  ::fcntl(between[1], F_SETPIPE_SZ, at_once);
  ssize_t moved = 0;
  while ((moved = move(socket, between[1])) > 0) {
    for (ssize_t left = direct ? 0 : moved; left > 0;) {
      const ssize_t taken = ::splice(between[0], nullptr, STDOUT_FILENO, nullptr,
                                     static_cast<std::size_t>(left), SPLICE_F_MOVE);
      if (taken <= 0) return false;
      left -= taken;
    }
  }
  return moved == 0;
}

struct Name {
  sockaddr_storage storage{};
  socklen_t length = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Name name_of(std::string_view where) {
  Name name;
  if (where.starts_with('/')) {
    auto& un = reinterpret_cast<sockaddr_un&>(name.storage);
    un.sun_family = AF_UNIX;
    where.copy(un.sun_path, sizeof un.sun_path - 1);
    name.length = sizeof un;
  } else {
    auto& in = reinterpret_cast<sockaddr_in&>(name.storage);
    in.sin_family = AF_INET;
    in.sin_port = htons(static_cast<in_port_t>(std::atoi(where.data())));
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.length = sizeof in;
  }
  return name;
}

bool send_to(const Name& name) {
  const int socket = ::socket(name.get()->sa_family, SOCK_STREAM, 0);
  char byte = 0;
  return ::connect(socket, name.get(), name.length) == 0 && send_all(socket) &&
         ::shutdown(socket, SHUT_WR) == 0 && ::read(socket, &byte, 1) == 0;
}

bool receive_at(const Name& name) {
  const int listener = ::socket(name.get()->sa_family, SOCK_STREAM, 0);
  if (::bind(listener, name.get(), name.length) != 0 || ::listen(listener, 1) != 0) return false;
  return receive_all(::accept(listener, nullptr, nullptr));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const Name name = name_of(argv[2]);
  if (std::strcmp(argv[1], "send") == 0 ? send_to(name) : receive_at(name)) return 0;
  std::perror("splice_pair");
  return 1;
}
