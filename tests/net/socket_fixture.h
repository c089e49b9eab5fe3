// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "node.h"
#include "support/raw_socket.h"
#include "support/recorder.h"
#include "trace.h"

namespace netkit::test {

using namespace net;

/// A Socket that may connect to a TracedServer in the same loop.
class SocketFixture : public testing::Test {
 protected:
  SocketFixture() { server_.listen(); }

  /// Waits for "ready" and for the connection on the server's side.
  void connect();
  void connect(const ConnectOptions& options);
  bool run_until_closed();
  /// The connection of the server's that came last.
  Socket& accepted() { return *server_.sockets.back(); }
  Trace& heard_there() { return *server_.traces.back(); }

  Loop loop_;
  TracedServer server_{loop_};
  Socket socket_{loop_};
  Trace trace_{socket_};
};

// The suites are named after what they describe.
class SocketOption : public SocketFixture {};
class SocketProperty : public SocketFixture {};
class SocketMethod : public SocketFixture {};
class SocketEvent : public SocketFixture {};
class StreamDetail : public SocketFixture {};

/// A Socket around one end of a connection whose other end is the test's own.
struct RawMeeting {
  UniqueFd peer;  ///< non-blocking
  std::unique_ptr<Socket> socket;
  std::unique_ptr<Trace> trace;
};
/// With a Trace as its listener.
RawMeeting meet_raw(Loop& loop, Kind kind, const SocketOptions& options = {});

/// The descriptor behind a connected TCP socket, found by its addresses.
int descriptor_of(const Socket& socket);
int option_of(const Socket& socket, int level, int name);

using Lines = std::vector<std::string>;

/// A callback that keeps its name and how it came out: "first ok", "second EPIPE".
WriteDone into(Lines& lines, const std::string& name);

/// Bytes that the kernel does not take at once.
std::string too_much();

/// Runs the loop and reads so many bytes at the raw end.
std::string read_while_running(Loop& loop, int fd, std::size_t size);

}  // namespace netkit::test
