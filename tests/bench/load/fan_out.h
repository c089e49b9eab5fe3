// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>

#include <cstddef>
#include <vector>

#include "support/where.h"

namespace netkit::bench {

/// One client that sends and others that read what a broker passes on to them.
class FanOut {
 public:
  /// Connects all of them, and waits until a message of the sender reaches each reader. Throws if one fails.
  FanOut(const test::Where& server, std::size_t readers);

  /// Sends so many bytes, and waits until each reader has them all. Answers the seconds that takes.
  double run(std::size_t bytes);
  /// Connects a client that never reads. What is sent fills what may wait for it.
  void add_stuck_reader(const test::Where& server);

 private:
  struct Client {
    UniqueFd fd;
    std::size_t left = 0;  // bytes to send, or to be received
  };

  void watch(Client& client, std::uint32_t events);
  void send(Client& sender);
  void receive(Client& reader);
  void turn();

  const std::vector<char> block_;
  UniqueFd epoll_;
  std::vector<Client> clients_;  // the sender first
  std::vector<UniqueFd> stuck_;
  std::size_t busy_ = 0;  // clients with bytes left
};

}  // namespace netkit::bench
