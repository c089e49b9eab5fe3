// SPDX-License-Identifier: MIT
// The events of a socket, and that each may destroy it.
#include <netkit/socket/resolver.h>

#include <algorithm>
#include <exception>
#include <memory>

#include "connect/hanging_listener.h"
#include "socket_fixture.h"
#include "support/data.h"
#include "support/io_fixtures.h"

namespace netkit::test {

using namespace net;
namespace {

// Two listeners with one port.
struct HangingAndAnswering {
  std::unique_ptr<HangingListener> hanging;  // 127.0.0.2
  std::unique_ptr<RawListener> answering;    // 127.0.0.1
};

HangingAndAnswering two_listeners() {
  for (int tries_left = 10;; --tries_left) {
    auto hanging = std::make_unique<HangingListener>("127.0.0.2");
    const Where where{Transport::tcp4, "127.0.0.1", hanging->address().port, {}};
    try {
      return {std::move(hanging), std::make_unique<RawListener>(where)};
    } catch (const std::exception&) {  // somebody has that port
      if (tries_left == 0) throw;
    }
  }
}

// net: 'lookup', once for each address
TEST_F(SocketEvent, LookupComesOncePerAddress) {
  Resolver resolver(loop_);
  resolver.answer("several", address("127.0.0.1"));
  resolver.answer("several", address("127.0.0.3"));
  ConnectOptions options = to(server_.port(), "several");
  options.resolver = &resolver;
  connect(options);
  EXPECT_EQ(trace_.lines, (Lines{"lookup 127.0.0.1", "lookup 127.0.0.3", "connectionAttempt 127.0.0.1",
                                 "connect open", "ready open"}));
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(R"js(
    const lookup = (host, options, done) =>
      process.nextTick(done, null, ['127.0.0.1', '127.0.0.3'].map((address) => ({ address, family: 4 })));
    const server = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1', () => {
      trace(net.connect({ host: 'several', port: server.address().port, lookup, autoSelectFamily: true }))
        .on('ready', () => process.exit(0));
    });
  )js"));
}

// net: 'connectionAttemptFailed', and the next address connects
TEST_F(SocketEvent, ConnectionAttemptFailedComesBeforeTheNextAttempt) {
  Resolver resolver(loop_);
  resolver.answer("both", address("127.0.0.9"));
  resolver.answer("both", address("127.0.0.1"));
  ConnectOptions options = to(server_.port(), "both");
  options.resolver = &resolver;
  connect(options);
  EXPECT_EQ(trace_.lines, (Lines{"lookup 127.0.0.9", "lookup 127.0.0.1", "connectionAttempt 127.0.0.9",
                                 "connectionAttemptFailed 127.0.0.9 ECONNREFUSED",
                                 "connectionAttempt 127.0.0.1", "connect open", "ready open"}));
}

// net: 'connectionAttemptTimeout', and the next address connects
TEST_F(SocketEvent, ConnectionAttemptTimeoutComesBeforeTheNextAttempt) {
  const HangingAndAnswering listeners = two_listeners();
  Resolver resolver(loop_);
  resolver.answer("both", address("127.0.0.2"));
  resolver.answer("both", address("127.0.0.1"));
  ConnectOptions options = to(listeners.answering->where().port, "both");
  options.resolver = &resolver;
  options.attempt_timeout = std::chrono::milliseconds(20);
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("ready"); }));
  EXPECT_EQ(trace_.lines, (Lines{"lookup 127.0.0.2", "lookup 127.0.0.1", "connectionAttempt 127.0.0.2",
                                 "connectionAttemptTimeout 127.0.0.2", "connectionAttempt 127.0.0.1",
                                 "connect open", "ready open"}));
}

// net: 'drain', not after end()
TEST_F(SocketEvent, DrainDoesNotComeAfterEnd) {
  connect();
  EXPECT_FALSE(socket_.write(too_much()));
  socket_.end();
  ASSERT_TRUE(run_until_closed());
  EXPECT_FALSE(trace_.heard("drain"));
  EXPECT_EQ(heard_there().received.size(), 8 * MiB);
}

// net: 'drain' of what was written before the connection
TEST_F(SocketEvent, DrainComesForWritesBeforeTheConnection) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  EXPECT_FALSE(socket_.write(std::string(64 * KiB, 'x')));
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("drain"); }));
  EXPECT_EQ(trace_.lines, (Lines{"connectionAttempt 127.0.0.1", "connect open", "ready open", "drain open"}));
}

// net: 'error' once, right before 'close'
TEST_F(SocketEvent, ErrorComesOnceRightBeforeClose) {
  connect();
  socket_.write("x");
  ASSERT_TRUE(run_until(loop_, [this] { return heard_there().received == "x"; }));
  ASSERT_TRUE(accepted().reset_and_destroy());
  ASSERT_TRUE(run_until_closed());
  run_for(loop_, Duration(5));
  EXPECT_EQ(std::ranges::count(trace_.lines, "error ECONNRESET read ECONNRESET"), 1);
  EXPECT_EQ((Lines{trace_.lines.end() - 2, trace_.lines.end()}),
            (Lines{"error ECONNRESET read ECONNRESET", "close true"}));
}

// net: 'end', then 'close', once each
TEST_F(SocketEvent, CloseComesOnce) {
  connect();
  socket_.end();
  ASSERT_TRUE(run_until_closed());
  socket_.destroy();
  socket_.end();
  run_for(loop_, Duration(5));
  EXPECT_EQ(std::ranges::count(trace_.lines, "close false"), 1);
  EXPECT_EQ(std::ranges::count(trace_.lines, "end closed"), 1);
}

// A socket to which everything happens: an attempt fails, the next one takes too long, ...
class SocketEventDestroys : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.server().listen(netkit::UniqueFd(duplicate(listeners_.answering->fd()).release())));
    ASSERT_TRUE(run_until(loop_, [this] { return server_.server().listening(); }));
    server_.on_accept = [](Socket& accepted) {
      accepted.write("hello");
      if (GetParam() != "timeout") accepted.end();
    };
    for (const char* each : {"127.0.0.9", "127.0.0.2", "127.0.0.1"}) resolver_.answer("all", address(each));
  }

  void live() {
    ConnectOptions options = to(listeners_.answering->where().port, "all");
    options.resolver = &resolver_;
    options.attempt_timeout = std::chrono::milliseconds(20);
    ASSERT_TRUE(socket_->connect(options));
    if (GetParam() == "timeout") {
      ASSERT_TRUE(socket_->set_timeout(std::chrono::milliseconds(60)));
    }
    socket_->write(std::string(64 * KiB, 'x'));
    if (GetParam() == "error") socket_->destroy(Error{});
  }

  Loop loop_;
  HangingAndAnswering listeners_ = two_listeners();
  TracedServer server_{loop_};
  Resolver resolver_{loop_};
  std::unique_ptr<Socket> socket_ = std::make_unique<Socket>(loop_);
  std::unique_ptr<Trace> trace_ = std::make_unique<Trace>(*socket_);
};

// net: socket.destroy() in any event; here the destructor as well
TEST_P(SocketEventDestroys, TheObject) {
  trace_->then = [this](std::string_view event) {
    if (event != GetParam()) return;
    trace_.reset();
    socket_.reset();
  };
  live();
  EXPECT_TRUE(run_until(loop_, [this] { return socket_ == nullptr; }));
}

// net: socket.destroy() in any event; nothing but 'close' comes after it
TEST_P(SocketEventDestroys, TheConnectionAndOnlyCloseFollows) {
  std::size_t lines_then = 0;
  trace_->then = [&](std::string_view event) {
    if (event != GetParam() || lines_then != 0) return;
    lines_then = trace_->lines.size();
    socket_->destroy();
  };
  live();
  ASSERT_TRUE(run_until(loop_, [this] { return trace_->closed; })) << testing::PrintToString(trace_->lines);
  run_for(loop_, Duration(5));
  const std::size_t closes = GetParam() == "close" ? 0 : 1;
  EXPECT_EQ(trace_->lines.size(), lines_then + closes) << testing::PrintToString(trace_->lines);
  EXPECT_TRUE(trace_->lines.back().starts_with("close"));
}

INSTANTIATE_TEST_SUITE_P(In, SocketEventDestroys,
                         testing::Values("lookup", "connectionAttempt", "connectionAttemptFailed",
                                         "connectionAttemptTimeout", "connect", "ready", "data", "drain",
                                         "end", "finish", "timeout", "error", "close"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace netkit::test
