// SPDX-License-Identifier: MIT
// What a server is made with.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "server_test.h"

namespace netkit::test {

using namespace net;
namespace {

using std::chrono::milliseconds;

/// A server with these options and one connection to it.
class ServerOption : public ServerTest {
 protected:
  void connect(const ServerOptions& options) {
    server().set_options(options);
    if (!server().listening()) traced_.listen();
    peer_ = connect_to(where_of(address()));
    const auto before = open_descriptors();
    const std::size_t count = traced_.sockets.size();
    ASSERT_TRUE(until([&] { return traced_.sockets.size() > count; }));
    accepted_ = new_descriptor(before);
  }
  int option(int level, int name) const {
    int value = -1;
    socklen_t length = sizeof value;
    EXPECT_EQ(::getsockopt(accepted_, level, name, &value, &length), 0);
    return value;
  }
  Socket& socket() { return *traced_.sockets.back(); }
  Trace& trace() { return *traced_.traces.back(); }

  UniqueFd peer_;
  int accepted_ = -1;
};

// net.createServer({allowHalfOpen: false}): our end follows the peer's.
TEST_F(ServerOption, WithoutAllowHalfOpenFinAnswersFin) {
  connect({});
  send_end(peer_.get());
  ASSERT_TRUE(until([this] { return trace().closed; }));
  EXPECT_EQ(read_to_end(peer_.get()).error, 0);
  EXPECT_EQ(trace().lines, (Lines{"end writeOnly", "finish closed", "close false"}));
}

// ... and what is queued then is sent before it.
TEST_F(ServerOption, WithoutAllowHalfOpenWhatIsQueuedIsStillSent) {
  connect({});
  const std::string much(24 * 1024 * 1024, 'x');
  EXPECT_FALSE(socket().write(much));
  send_end(peer_.get());
  ASSERT_TRUE(until([this] { return trace().heard("end"); }));
  std::string got;
  ASSERT_TRUE(until([&] {
    while (comes(peer_.get(), POLLIN, Deadline(Duration(0)))) {
      const Read some = read_some(peer_.get(), 1 << 20, Deadline());
      if (some.bytes.empty()) return true;
      got += some.bytes;
    }
    return false;
  }));
  EXPECT_EQ(got.size(), much.size());
}

// net.createServer({allowHalfOpen: true}): a late line still arrives.
TEST_F(ServerOption, WithAllowHalfOpenALateLineArrives) {
  ServerOptions options;
  options.allow_half_open = true;
  connect(options);
  send_end(peer_.get());
  ASSERT_TRUE(until([this] { return trace().heard("end"); }));
  settle();
  EXPECT_EQ(socket().ready_state(), "writeOnly");
  socket().end("late");
  ASSERT_TRUE(until([this] { return trace().closed; }));
  EXPECT_EQ(read_to_end(peer_.get()).bytes, "late");
  EXPECT_EQ(trace().lines, (Lines{"end writeOnly", "finish closed", "close false"}));
}

// net.createServer({highWaterMark})
TEST_F(ServerOption, HighWaterMarkIsThatOfTheConnection) {
  ServerOptions options;
  options.socket.high_water_mark = 1000;
  connect(options);
  socket().cork();
  EXPECT_TRUE(socket().write(std::string(999, 'x')));
  EXPECT_FALSE(socket().write("x"));
}

TEST_F(ServerOption, HighWaterMarkIs64KiBAtFirst) {
  connect({});
  socket().cork();
  EXPECT_TRUE(socket().write(std::string(64 * 1024 - 1, 'x')));
  EXPECT_FALSE(socket().write("x"));
}

// net.createServer({keepAlive, keepAliveInitialDelay}): whole seconds.
TEST_F(ServerOption, KeepAliveIsSetOnAcceptance) {
  ServerOptions options;
  options.socket.keep_alive = KeepAlive{.idle = milliseconds(12'900)};
  connect(options);
  EXPECT_EQ(option(SOL_SOCKET, SO_KEEPALIVE), 1);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPIDLE), 12);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPINTVL), 1);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPCNT), 10);
}

TEST_F(ServerOption, KeepAliveWithoutADelayHasTheSystems) {
  ServerOptions options;
  options.socket.keep_alive = KeepAlive{.idle = milliseconds(-5)};
  connect(options);
  EXPECT_EQ(option(SOL_SOCKET, SO_KEEPALIVE), 1);
  const int with = option(IPPROTO_TCP, TCP_KEEPIDLE);
  connect({});
  EXPECT_EQ(option(SOL_SOCKET, SO_KEEPALIVE), 0);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPIDLE), with);
}

// net.createServer({noDelay})
TEST_F(ServerOption, NoDelayIsSetBeforeTheConnectionIsReported) {
  ServerOptions options;
  options.socket.no_delay = true;
  int told = -1;
  auto before = open_descriptors();
  traced_.on_accept = [&](Socket&) {
    accepted_ = new_descriptor(before);
    told = option(IPPROTO_TCP, TCP_NODELAY);
  };
  server().set_options(options);
  traced_.listen();
  peer_ = connect_to(where_of(address()));
  before = open_descriptors();
  ASSERT_TRUE(until([&] { return told != -1; }));
  EXPECT_EQ(told, 1);
}

TEST_F(ServerOption, NoDelayIsOffAtFirst) {
  connect({});
  EXPECT_EQ(option(IPPROTO_TCP, TCP_NODELAY), 0);
}

// net.createServer({pauseOnConnect: true}): the bytes stay with the kernel until resume().
TEST_F(ServerOption, PauseOnConnectReadsNothingUntilResumed) {
  ServerOptions options;
  options.pause_on_connect = true;
  connect(options);
  ASSERT_EQ(write_all(peer_.get(), "hello"), 0);
  ASSERT_TRUE(until([this] { return bytes_waiting(accepted_) == 5; }));
  settle();
  EXPECT_TRUE(socket().paused());
  EXPECT_EQ(socket().bytes_read(), 0U);
  EXPECT_EQ(bytes_waiting(accepted_), 5U);
  EXPECT_EQ(trace().lines, Lines());
  socket().resume();
  ASSERT_TRUE(until([this] { return trace().received == "hello"; }));
  EXPECT_EQ(socket().bytes_read(), 5U);
}

TEST_F(ServerOption, PauseOnConnectDoesNotKeepFromWriting) {
  ServerOptions options;
  options.pause_on_connect = true;
  connect(options);
  socket().write("hello");
  EXPECT_EQ(read_exactly(peer_.get(), 5).bytes, "hello");
}

// What is set while the server runs counts for connections from then on.
TEST_F(ServerOption, OptionsMayBeReplacedWhileTheServerRuns) {
  connect({});
  Socket& first = socket();
  const int first_fd = accepted_;
  const UniqueFd first_peer = std::move(peer_);
  ServerOptions options;
  options.pause_on_connect = options.allow_half_open = true;
  options.socket.no_delay = true;
  connect(options);
  EXPECT_FALSE(first.paused());
  EXPECT_FALSE(first.allow_half_open());
  EXPECT_TRUE(socket().paused());
  EXPECT_TRUE(socket().allow_half_open());
  EXPECT_EQ(option(IPPROTO_TCP, TCP_NODELAY), 1);
  accepted_ = first_fd;
  EXPECT_EQ(option(IPPROTO_TCP, TCP_NODELAY), 0);
}

// socket.server
TEST_F(ServerOption, AConnectionKnowsItsServer) {
  connect({});
  EXPECT_EQ(socket().server(), &server());
}

}  // namespace
}  // namespace netkit::test
