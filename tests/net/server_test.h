// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <poll.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "node.h"
#include "support/io_fixtures.h"
#include "support/raw_socket.h"
#include "trace.h"

namespace netkit::test {

using namespace net;

using Lines = std::vector<std::string>;

/// For scripts: hears(server) prints a line for each event in the words of TracedServer.
inline const std::string hears = R"js(
  function hears(server) {
    for (const name of ['listening', 'connection', 'drop', 'close']) server.on(name, () => say(name));
    server.on('error', (error) => say('error', error.code, error.message));
    return server;
  }
)js";

/// Port 0 on this host, and what else there is to say.
inline ListenOptions at(const std::string& host, std::uint16_t port = 0) {
  ListenOptions options;
  options.where.host = host;
  options.where.port = port;
  return options;
}
/// A port on every address.
inline ListenOptions everywhere(std::uint16_t port = 0) {
  ListenOptions options;
  options.where.port = port;
  return options;
}
inline ListenOptions at_path(const std::string& path) {
  ListenOptions options;
  options.where.path = ipc_path(path);
  return options;
}

/// A server that is told what to do, and raw sockets as its peers.
class ServerTest : public testing::Test {
 protected:
  Server& server() { return traced_.server(); }
  Lines& lines() { return traced_.lines; }

  bool until(const std::function<bool()>& holds) { return run_until(loop_, holds); }
  bool until_lines(std::size_t count) {
    return until([&] { return lines().size() >= count; });
  }
  bool until_listening() {
    return until([this] { return server().listening(); });
  }
  /// Lets come what may still come.
  void settle() { run_for(loop_, stretched(Duration(20))); }

  SocketAddress address() { return std::get<SocketAddress>(*server().address()); }
  /// Connects from outside, and waits until the server has done with that.
  UniqueFd connect_and_wait(const Where& to) {
    const std::size_t before = lines().size();
    UniqueFd peer = connect_to(to);
    EXPECT_TRUE(until_lines(before + 1));
    return peer;
  }
  UniqueFd connect_and_wait() { return connect_and_wait(where_of(address())); }

  Loop loop_;
  TracedServer traced_{loop_};
};

/// Runs the loop until a peer has read to the end; its last error, 0 for a proper end.
inline int end_of(Loop& loop, int fd) {
  run_until(loop, [fd] { return comes(fd, POLLIN, Deadline(Duration(0))); });
  return read_to_end(fd).error;
}

/// The one descriptor that has come since, or -1.
inline int new_descriptor(const std::set<int>& before) {
  for (const int fd : open_descriptors()) {
    if (!before.contains(fd)) return fd;
  }
  return -1;
}

}  // namespace netkit::test
