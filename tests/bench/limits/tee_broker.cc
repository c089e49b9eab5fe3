// SPDX-License-Identifier: MIT
// tee_broker PORT: passes on what a client on 127.0.0.1 sends to all others, copied by the kernel alone
// (tee(2)): the limit that netkit listen --broker is set against. It waits for each receiver, and does not
// end.
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <vector>

#include "listening_socket.h"

namespace {

constexpr std::size_t at_once = 1U << 20U;

struct Pipe {
  int out = -1, in = -1;
};

Pipe make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) == 0) ::fcntl(ends[1], F_SETPIPE_SZ, at_once);
  return {ends[0], ends[1]};
}

ssize_t move(int from, int to, std::size_t most) {
  return ::splice(from, nullptr, to, nullptr, most, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
}

/// Until the pipe is empty. False if the receiver has gone.
bool empty(const Pipe& pipe, int to, std::size_t left) {
  while (left > 0) {
    const ssize_t moved = move(pipe.out, to, left);
    if (moved > 0) {
      left -= static_cast<std::size_t>(moved);
      continue;
    }
    pollfd room{to, POLLOUT, 0};
    if (::poll(&room, 1, 5000) != 1 || (room.revents & (POLLERR | POLLHUP)) != 0) return false;
  }
  return true;
}

class Broker {
 public:
  void accept_from(int listener) {
    const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    clients_.push_back(fd);
    watch(fd);
  }

  void watch(int fd) const {
    epoll_event event{EPOLLIN, {}};
    event.data.fd = fd;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  }

  void pass_on(int from) {
    std::size_t held = 0;
    for (ssize_t more = 0; held < at_once && (more = move(from, source_.in, at_once - held)) > 0;)
      held += static_cast<std::size_t>(more);
    if (held == 0) return leave(from);
    for (const int to : clients_) {
      if (to == from) continue;
      const ssize_t copied = ::tee(source_.out, copy_.in, held, SPLICE_F_NONBLOCK);
      if (copied > 0) empty(copy_, to, static_cast<std::size_t>(copied));
    }
    empty(source_, nothing_, held);
  }

  [[noreturn]] void serve(int listener) {
    watch(listener);
    for (;;) {
      epoll_event event{};
      if (::epoll_wait(epoll_, &event, 1, -1) != 1) continue;
      if (event.data.fd == listener) {
        accept_from(listener);
      } else {
        pass_on(event.data.fd);
      }
    }
  }

 private:
  void leave(int fd) {
    std::erase(clients_, fd);
    ::close(fd);
  }

  const int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  const int nothing_ = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  Pipe source_ = make_pipe(), copy_ = make_pipe();
  std::vector<int> clients_;
};

}  // namespace

int main(int argc, char** argv) {
  const int listener = argc == 2 ? listen_on(argv[1], SOCK_NONBLOCK) : -1;
  if (listener < 0) {
    std::perror("tee_broker");
    return 1;
  }
  Broker().serve(listener);
}
