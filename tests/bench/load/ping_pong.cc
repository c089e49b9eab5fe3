// SPDX-License-Identifier: MIT
#include "ping_pong.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include "bench/driver/child.h"
#include "support/patience.h"

namespace netkit::bench {

namespace {

/// No more at a time than any server's backlog holds.
constexpr std::size_t opened_at_once = 64;

constexpr int patience_milliseconds = 10'000;

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(what);
}

}  // namespace

PingPong::PingPong(const test::Where& server, std::size_t connections, std::size_t message_size, int type)
    : type_(type),
      message_(message_size, 'x'),
      buffer_(message_size),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      events_(256) {
  connections_.reserve(connections);
  while (connections_.size() < connections) {
    open(server, std::min(opened_at_once, connections - connections_.size()));
  }
}

void PingPong::open(const test::Where& server, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    Connection& made = connections_.emplace_back();
    made.fd = begin_to_connect(server, connections_.size(), type_);
    made.to_send = made.to_receive = message_.size();
    epoll_event event{EPOLLIN | EPOLLOUT | EPOLLET, {}};
    event.data.u64 = connections_.size() - 1;
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, made.fd.get(), &event) != 0) test::fail_errno("epoll_ctl");
  }
  settle();
}

void PingPong::begin_message(Connection& connection) {
  connection.to_send = connection.to_receive = message_.size();
  connection.sent_at = now();
  send(connection);
}

void PingPong::send(Connection& connection) {
  while (connection.to_send > 0) {
    const ssize_t sent = ::send(connection.fd.get(), message_.data(), connection.to_send, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN)) return;
    if (sent < 0) test::fail_errno("a connection broke");
    connection.to_send -= static_cast<std::size_t>(sent);
  }
}

bool PingPong::receive(Connection& connection) {
  while (connection.to_receive > 0) {
    const ssize_t got = ::recv(connection.fd.get(), buffer_.data(), connection.to_receive, 0);
    if (got < 0 && (errno == EAGAIN || errno == ENOTCONN)) return false;
    if (got < 0) test::fail_errno("a connection broke");
    if (got == 0) fail("the server ended a connection");
    connection.to_receive -= static_cast<std::size_t>(got);
  }
  return true;
}

template <typename Done>
void PingPong::turn(const Done& done) {
  const int count =
      ::epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()), patience_milliseconds);
  if (count == 0) fail("the server does not answer");
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events_[static_cast<std::size_t>(i)];
    Connection& connection = connections_[event.data.u64];
    if (connection.to_send > 0) send(connection);
    if ((event.events & EPOLLIN) != 0 && connection.to_receive > 0 && receive(connection)) done(connection);
  }
}

Latencies PingPong::run(double seconds) {
  Latencies latencies;
  for (Connection& each : connections_) begin_message(each);
  const double end = now() + seconds;
  while (now() < end) {
    turn([&](Connection& connection) {
      latencies.add(now() - connection.sent_at);
      begin_message(connection);
    });
  }
  settle();
  return latencies;
}

void PingPong::settle() {
  auto waiting = std::ranges::count_if(connections_, [](const auto& each) { return each.to_receive > 0; });
  while (waiting > 0) turn([&waiting](const Connection&) { --waiting; });
}

}  // namespace netkit::bench
