// SPDX-License-Identifier: MIT
// epoll_echo PORT [THREADS]: echo on 127.0.0.1 with as few system calls as there can be: the limit that
// netkit echo is set against. Each thread has a listening socket and a loop of its own. What a client does
// not take at once is lost with it: a bare loop keeps nothing.
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "listening_socket.h"

namespace {

thread_local std::array<char, 64 * 1024> buffer;

/// Whether it goes on.
bool give_back(int fd) {
  const ssize_t got = ::read(fd, buffer.data(), buffer.size());
  if (got <= 0) return false;
  for (ssize_t done = 0; done < got;) {
    const ssize_t taken = ::write(fd, buffer.data() + done, static_cast<std::size_t>(got - done));
    if (taken < 0) {
      pollfd room{fd, POLLOUT, 0};
      if (::poll(&room, 1, 1000) != 1) return false;
    } else {
      done += taken;
    }
  }
  return true;
}

void accept_all(int listener, int epoll) {
  for (int fd; (fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
    epoll_event event{EPOLLIN, {}};
    event.data.fd = fd;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }
}

[[noreturn]] void serve(int listener) {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  epoll_event event{EPOLLIN, {}};
  event.data.fd = listener;
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  std::array<epoll_event, 1024> events;
  for (;;) {
    const int count = ::epoll_wait(epoll, events.data(), events.size(), -1);
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd == listener) {
        accept_all(listener, epoll);
      } else if (!give_back(fd)) {
        ::close(fd);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  use_all_descriptors();
  const int threads = argc == 3 ? std::atoi(argv[2]) : 1;
  std::vector<int> listeners;
  for (int i = 0; i < threads; ++i) {
    listeners.push_back(argc >= 2 ? listen_on(argv[1], SOCK_NONBLOCK) : -1);
    if (listeners.back() >= 0) continue;
    std::perror("epoll_echo");
    return 1;
  }
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(serve, listeners[static_cast<std::size_t>(i)]);
  serve(listeners[0]);
}
