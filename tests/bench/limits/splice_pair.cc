// SPDX-License-Identifier: MIT
// splice_pair send|receive|copy PORT|PATH: stdin to a socket, or a socket to stdout, on 127.0.0.1 or a Unix
// socket: the limit that netkit connect and listen are set against. The kernel alone moves the bytes; "copy"
// receives by read and write.
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

namespace {

constexpr std::size_t at_once = 1U << 20U;
constexpr int worth_waking = 1 << 18;  // bytes

bool is_pipe(int fd) {
  struct stat status{};
  return ::fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode);
}

ssize_t move(int from, int to, unsigned how) {
  return ::splice(from, nullptr, to, nullptr, at_once, SPLICE_F_MOVE | how);
}

/// Until the end. Answers whether that was reached without an error.
bool send_all(int socket) {
  const bool pipe = is_pipe(STDIN_FILENO);
  if (pipe) ::fcntl(STDIN_FILENO, F_SETPIPE_SZ, at_once);
  ssize_t moved = 0;
  while ((moved = pipe ? move(STDIN_FILENO, socket, SPLICE_F_MORE)
                       : ::sendfile(socket, STDIN_FILENO, nullptr, at_once)) > 0) {
  }
  return moved == 0;
}

/// Blocks for the first bytes, then takes what has come as well. Few writes make a file's quick.
ssize_t fill(int socket, int pipe) {
  ssize_t sum = move(socket, pipe, 0);
  if (sum <= 0) return sum;
  for (ssize_t more = 0; (more = move(socket, pipe, SPLICE_F_NONBLOCK)) > 0;) sum += more;
  return sum;
}

/// Of a pipe that holds so much.
bool empty(int pipe, ssize_t left) {
  while (left > 0) {
    const ssize_t taken = move(pipe, STDOUT_FILENO, 0);
    if (taken <= 0) return false;
    left -= taken;
  }
  return true;
}

bool receive_into_pipe(int socket) {
  ::fcntl(STDOUT_FILENO, F_SETPIPE_SZ, at_once);
  ssize_t moved = 0;
  while ((moved = move(socket, STDOUT_FILENO, 0)) > 0) {
  }
  return moved == 0;
}

/// Anything but a pipe is reached through one.
bool receive_all(int socket) {
  if (is_pipe(STDOUT_FILENO)) return receive_into_pipe(socket);
  std::array<int, 2> between{};
  if (::pipe(between.data()) != 0) return false;
  ::fcntl(between[1], F_SETPIPE_SZ, at_once);
  ssize_t filled = 0;
  while ((filled = fill(socket, between[1])) > 0) {
    if (!empty(between[0], filled)) return false;
  }
  return filled == 0;
}

bool write_all(const char* bytes, ssize_t size) {
  while (size > 0) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes, static_cast<std::size_t>(size));
    if (written <= 0) return false;
    bytes += written;
    size -= written;
  }
  return true;
}

bool copy_all(int socket) {
  std::vector<char> block(at_once);
  ssize_t received = 0;
  while ((received = ::read(socket, block.data(), block.size())) > 0) {
    if (!write_all(block.data(), received)) return false;
  }
  return received == 0;
}

struct Name {
  sockaddr_storage storage{};
  socklen_t length = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Name name_of(const std::string& where) {
  Name name;
  if (where.starts_with('/')) {
    auto& un = reinterpret_cast<sockaddr_un&>(name.storage);
    un.sun_family = AF_UNIX;
    where.copy(un.sun_path, sizeof un.sun_path - 1);
    name.length = sizeof un;
  } else {
    auto& in = reinterpret_cast<sockaddr_in&>(name.storage);
    in.sin_family = AF_INET;
    in.sin_port = htons(static_cast<in_port_t>(std::stoi(where)));
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

bool receive_at(const Name& name, bool (*receive)(int socket)) {
  const int listener = ::socket(name.get()->sa_family, SOCK_STREAM, 0);
  if (::bind(listener, name.get(), name.length) != 0 || ::listen(listener, 1) != 0) return false;
  const int socket = ::accept(listener, nullptr, nullptr);
  ::setsockopt(socket, SOL_SOCKET, SO_RCVLOWAT, &worth_waking, sizeof worth_waking);
  return receive(socket);
}

bool run(const std::string& role, const Name& name) {
  if (role == "send") return send_to(name);
  return receive_at(name, role == "copy" ? copy_all : receive_all);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const Name name = name_of(argv[2]);
  if (run(argv[1], name)) return 0;
  std::perror("splice_pair");
  return 1;
}
