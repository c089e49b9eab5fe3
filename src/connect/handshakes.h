// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/stream/handshake.h>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// A list of handshakes, run in order: each starts on the connection that the one before it gave. The first
/// error ends the list.
class Handshakes {
 public:
  using List = std::vector<std::unique_ptr<Handshake>>;

  explicit Handshakes(List list) : list_(std::move(list)) {}
  Handshakes(const Handshakes&) = delete;
  Handshakes& operator=(const Handshakes&) = delete;

  /// `done` is called once and may destroy the list: from within this call where the list is empty, else from
  /// the loop.
  void start(std::unique_ptr<Connection> connection, Handshake::Done done);

 private:
  void next(Handshake::Result connection);

  List list_;
  std::size_t started_ = 0;
  Handshake::Done done_;
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd peer(ends[1]);
//     Loop loop;
//     Handshakes none({});
//     none.start(*StreamSocket::adopt(loop, UniqueFd(ends[0]), {}),
//                [](Handshake::Result connection) { assert((*connection)->writable()); });

}  // namespace netkit
