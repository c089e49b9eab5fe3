// SPDX-License-Identifier: MIT
// forwarder PORT TARGET: joins each client on 127.0.0.1 to a new connection to that port, with as few system
// calls as there can be: the limit that netkit listen -k --to is set against. The first bytes of a direction
// are read and written, full buffers spliced. Resets are passed on as ends.
#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <vector>

#include "listening_socket.h"

namespace {

constexpr std::size_t buffer_size = 64 * 1024, pipe_size = 1024 * 1024;
std::array<char, buffer_size> buffer;
sockaddr_in target{};
int epoll = -1;

struct Pair;

struct Side {
  Pair* pair = nullptr;
  int fd = -1;
  bool ended = false;  // has sent its end
  // From this side to the other: a pipe, and the bytes in it.
  int in = -1, out = -1;
  std::size_t held = 0;
};

struct Pair {
  Side sides[2];
  bool is_done = false;
  Side& other(const Side& side) { return &side == &sides[0] ? sides[1] : sides[0]; }
  ~Pair() {
    for (const Side& side : sides) {
      for (const int fd : {side.fd, side.in, side.out}) {
        if (fd >= 0) ::close(fd);
      }
    }
  }
};

enum class Result { moved, waits, broken };

void keep(Side& from, const char* bytes, std::size_t count) {
  if (from.in < 0) {
    int ends[2];
    if (::pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return;
    from.out = ends[0];
    from.in = ends[1];
    ::fcntl(from.in, F_SETPIPE_SZ, pipe_size);
  }
  if (count > 0) from.held += static_cast<std::size_t>(::write(from.in, bytes, count));
}

Result drain(Side& from, Side& to) {
  while (from.held > 0) {
    const ssize_t moved = ::splice(from.out, nullptr, to.fd, nullptr, from.held, SPLICE_F_NONBLOCK);
    if (moved < 0) return errno == EAGAIN ? Result::waits : Result::broken;
    from.held -= static_cast<std::size_t>(moved);
  }
  return Result::moved;
}

Result end(Side& from, Side& to) {
  from.ended = true;
  ::shutdown(to.fd, SHUT_WR);
  return to.ended ? Result::broken : Result::waits;
}

Result copy(Side& from, Side& to) {
  const ssize_t got = ::read(from.fd, buffer.data(), buffer.size());
  if (got == 0) return end(from, to);
  if (got < 0) return errno == EAGAIN ? Result::waits : Result::broken;
  const auto count = static_cast<std::size_t>(got);
  ssize_t sent = ::write(to.fd, buffer.data(), count);
  if (sent < 0 && errno != EAGAIN) return Result::broken;
  if (sent < 0) sent = 0;
  const auto done = static_cast<std::size_t>(sent);
  if (done < count || count == buffer_size) keep(from, buffer.data() + done, count - done);
  return count == buffer_size ? Result::moved : Result::waits;
}

Result move(Side& from, Side& to) {
  if (const Result result = drain(from, to); result != Result::moved) return result;
  if (from.ended) return Result::waits;
  if (from.in < 0) return copy(from, to);
  const ssize_t got = ::splice(from.fd, nullptr, from.in, nullptr, pipe_size, SPLICE_F_NONBLOCK);
  if (got == 0) return end(from, to);
  if (got < 0) return errno == EAGAIN ? Result::waits : Result::broken;
  from.held += static_cast<std::size_t>(got);
  return Result::moved;
}

void watch(Side& side) {
  epoll_event event{EPOLLIN | EPOLLOUT | EPOLLET, {}};
  event.data.ptr = &side;
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, side.fd, &event);
}

bool move_both(Pair& pair) {
  for (Side& from : pair.sides) {
    Result result = Result::moved;
    while (result == Result::moved) result = move(from, pair.other(from));
    if (result == Result::broken) return false;
  }
  return true;
}

void accept_all(int listener) {
  for (int fd; (fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
    auto* const pair = new Pair;
    pair->sides[0].pair = pair->sides[1].pair = pair;
    pair->sides[0].fd = fd;
    pair->sides[1].fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    ::connect(pair->sides[1].fd, reinterpret_cast<const sockaddr*>(&target), sizeof target);
    for (Side& side : pair->sides) watch(side);
  }
}

// An event of the other side may stand in the same batch, so a pair is deleted behind it.
void handle(const epoll_event& event, std::vector<std::unique_ptr<Pair>>& done) {
  Pair* const pair = static_cast<const Side*>(event.data.ptr)->pair;
  if (pair->is_done || move_both(*pair)) return;
  pair->is_done = true;
  done.emplace_back(pair);
}

}  // namespace

int main(int argc, char** argv) {
  use_all_descriptors();
  const int listener = argc == 3 ? listen_on(argv[1], SOCK_NONBLOCK) : -1;
  if (listener < 0) {
    std::perror("forwarder");
    return 1;
  }
  target.sin_family = AF_INET;
  target.sin_port = htons(static_cast<in_port_t>(std::atoi(argv[2])));
  target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  epoll = ::epoll_create1(EPOLL_CLOEXEC);
  epoll_event event{EPOLLIN, {}};
  event.data.ptr = nullptr;
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  std::array<epoll_event, 1024> events;
  for (std::vector<std::unique_ptr<Pair>> done;; done.clear()) {
    const int count = ::epoll_wait(epoll, events.data(), events.size(), -1);
    for (int i = 0; i < count; ++i) {
      const epoll_event& each = events[static_cast<std::size_t>(i)];
      if (each.data.ptr == nullptr) {
        accept_all(listener);
      } else {
        handle(each, done);
      }
    }
  }
}
