// SPDX-License-Identifier: MIT
#include "fan_out.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>

#include "bench/driver/child.h"
#include "clients.h"
#include "support/fd_io.h"
#include "support/patience.h"

namespace netkit::bench {

namespace {

constexpr std::size_t block_size = std::size_t{256} * 1024;

UniqueFd connected(const test::Where& server, std::size_t number) {
  UniqueFd fd = begin_to_connect(server, number);
  test::wait_for(fd.get(), EPOLLOUT, test::Deadline());
  return fd;
}

/// The one that "e" stands for.
void read_to_last_message(int fd) {
  std::string bytes;
  do {
    bytes = test::read_some(fd, 64, test::Deadline()).bytes;
    if (bytes.empty()) throw std::runtime_error("the broker ended a connection");
  } while (!bytes.ends_with('e'));
}

}  // namespace

// A reader may be known to the broker only after the sender's first messages, so they are repeated.
FanOut::FanOut(const test::Where& server, std::size_t readers)
    : block_(block_size, 'x'), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  for (std::size_t i = 0; i <= readers; ++i) clients_.push_back({connected(server, i)});
  for (std::size_t i = 0; i <= readers; ++i) {
    epoll_event event{0, {}};
    event.data.u64 = i;
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, clients_[i].fd.get(), &event) != 0)
      test::fail_errno("epoll_ctl");
  }
  const int sender = clients_.front().fd.get();
  for (std::size_t i = 1; i <= readers; ++i) {
    while (!test::comes(clients_[i].fd.get(), EPOLLIN, test::Deadline(test::Duration(100))))
      test::write_all(sender, "m");
  }
  test::write_all(sender, "e");
  for (std::size_t i = 1; i <= readers; ++i) read_to_last_message(clients_[i].fd.get());
}

void FanOut::add_stuck_reader(const test::Where& server) {
  stuck_.push_back(connected(server, clients_.size()));
}

double FanOut::run(std::size_t bytes) {
  const double start = now();
  busy_ = clients_.size();
  for (Client& client : clients_) {
    client.left = bytes;
    watch(client, &client == &clients_.front() ? EPOLLOUT : EPOLLIN);
  }
  while (busy_ > 0) turn();
  return now() - start;
}

void FanOut::watch(Client& client, std::uint32_t events) {
  epoll_event event{events, {}};
  event.data.u64 = static_cast<std::uint64_t>(&client - clients_.data());
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, client.fd.get(), &event) != 0) test::fail_errno("epoll_ctl");
}

void FanOut::turn() {
  std::array<epoll_event, 64> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), 5'000);
  if (count == 0) throw std::runtime_error("the broker passes nothing on");
  for (int i = 0; i < count; ++i) {
    Client& client = clients_[events[static_cast<std::size_t>(i)].data.u64];
    if (&client == &clients_.front()) {
      send(client);
    } else {
      receive(client);
    }
    if (client.left > 0) continue;
    watch(client, 0);
    --busy_;
  }
}

void FanOut::send(Client& sender) {
  const ssize_t sent =
      ::send(sender.fd.get(), block_.data(), std::min(block_.size(), sender.left), MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) test::fail_errno("send");
  if (sent > 0) sender.left -= static_cast<std::size_t>(sent);
}

// What has come is thrown away where it is (tcp(7), MSG_TRUNC): to copy it would cost more than the broker
// does.
void FanOut::receive(Client& reader) {
  const ssize_t got = ::recv(reader.fd.get(), nullptr, std::min(block_.size(), reader.left), MSG_TRUNC);
  if (got == 0) throw std::runtime_error("the broker ended a connection");
  if (got < 0 && errno != EAGAIN) test::fail_errno("recv");
  if (got > 0) reader.left -= static_cast<std::size_t>(got);
}

}  // namespace netkit::bench
