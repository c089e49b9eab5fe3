// SPDX-License-Identifier: MIT
#pragma once

#include <sys/epoll.h>

#include <vector>

#include "clients.h"
#include "latencies.h"

namespace netkit::bench {

/// Connections to an echo server, each with one message under way: when all of it has come back the next is
/// sent.
class PingPong {
 public:
  /// Connects all of them, and waits for one message each to come back. Throws if one fails.
  PingPong(const test::Where& server, std::size_t connections, std::size_t message_size,
           int type = SOCK_STREAM);

  /// Goes on for so many seconds and answers how long the messages took. Throws if a connection ends.
  Latencies run(double seconds);
  /// Lets what is under way come back and sends no more: the connections are idle.
  void settle();

 private:
  struct Connection {
    UniqueFd fd;
    std::size_t to_send = 0;
    std::size_t to_receive = 0;
    double sent_at = 0;
  };

  void open(const test::Where& server, std::size_t count);
  void begin_message(Connection& connection);
  void send(Connection& connection);
  /// Whether the message is complete.
  bool receive(Connection& connection);
  /// Handles what has happened; `done` is called with each connection whose message has come back.
  template <typename Done>
  void turn(const Done& done);

  const int type_;
  const std::vector<char> message_;
  std::vector<char> buffer_;
  UniqueFd epoll_;
  std::vector<Connection> connections_;
  std::vector<epoll_event> events_;
};

}  // namespace netkit::bench
