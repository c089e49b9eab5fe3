// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/stream/handshake.h>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// Runs several handshakes in order, each on the connection that the one before gave. An error ends the run.
class Handshakes {
 public:
  using List = std::vector<std::unique_ptr<Handshake>>;

  explicit Handshakes(List list) : list_(std::move(list)) {}
  Handshakes(const Handshakes&) = delete;
  Handshakes& operator=(const Handshakes&) = delete;

  /// Calls `done` once, with the connection of the last handshake or the error; from the loop, or if the list
  /// is empty before this returns. `done` may destroy this object.
  void start(std::unique_ptr<Connection> connection, Handshake::Done done);

 private:
  void next(Handshake::Result connection);

  List list_;
  std::size_t started_ = 0;
  Once<Handshake::Result> done_;
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
