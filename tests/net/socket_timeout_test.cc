// SPDX-License-Identifier: MIT
// setTimeout(), setNoDelay(), setKeepAlive(), setTypeOfService(), ref(), unref().
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>

#include "connect/hanging_listener.h"
#include "socket_fixture.h"
#include "support/data.h"

namespace netkit::test {

using namespace net;
namespace {

using std::chrono::milliseconds;

auto timeouts(const Trace& trace) {
  return std::ranges::count_if(trace.lines,
                               [](const std::string& line) { return line.starts_with("timeout"); });
}

// net: socket.setTimeout(), a silent peer
TEST_F(SocketMethod, TimeoutIsReportedOnceAndTheConnectionStaysUsable) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  ASSERT_TRUE(met.socket->set_timeout(milliseconds(30)));
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->heard("timeout"); }));
  run_for(loop_, Duration(120));
  EXPECT_EQ(met.trace->lines, Lines{"timeout open"});
  met.socket->write("usable");
  EXPECT_EQ(read_while_running(loop_, met.peer.get(), 6), "usable");
}

// net: socket.setTimeout(), activity arms it again
TEST_F(SocketMethod, TimeoutComesOncePerIdlePeriod) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  ASSERT_TRUE(met.socket->set_timeout(milliseconds(30)));
  ASSERT_TRUE(run_until(loop_, [&] { return timeouts(*met.trace) == 1; }));
  EXPECT_EQ(write_all(met.peer.get(), "x"), 0);
  ASSERT_TRUE(run_until(loop_, [&] { return timeouts(*met.trace) == 2; }));
  met.socket->write("y");
  ASSERT_TRUE(run_until(loop_, [&] { return timeouts(*met.trace) == 3; }));
  run_for(loop_, Duration(120));
  EXPECT_EQ(timeouts(*met.trace), 3);
}

// net: socket.setTimeout(0)
TEST_F(SocketMethod, TimeoutOfZeroSwitchesItOff) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  ASSERT_TRUE(met.socket->set_timeout(milliseconds(20)));
  ASSERT_TRUE(met.socket->set_timeout(milliseconds(0)));
  run_for(loop_, Duration(80));
  EXPECT_TRUE(met.trace->lines.empty());
}

// net: socket.setTimeout(), ERR_OUT_OF_RANGE and the longest there is
TEST_F(SocketMethod, TimeoutOutOfRangeIsRefusedAndALongOneClipped) {
  const auto refused = socket_.set_timeout(milliseconds(-1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().name, "ERR_OUT_OF_RANGE");
  EXPECT_EQ(socket_.timeout(), std::nullopt);
  ASSERT_TRUE(socket_.set_timeout(milliseconds(1LL << 31)));
  EXPECT_EQ(socket_.timeout(), milliseconds((1LL << 31) - 1));
}

// net: the timeout option, while still connecting
TEST_F(SocketOption, TimeoutFiresOnceWhileConnecting) {
  const HangingListener hanging("127.0.0.2");
  ASSERT_TRUE(socket_.set_timeout(milliseconds(30)));
  ASSERT_TRUE(socket_.connect(to(hanging.address().port, "127.0.0.2")));
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("timeout"); }));
  EXPECT_TRUE(socket_.connecting());
  run_for(loop_, Duration(120));
  EXPECT_EQ(trace_.lines, (Lines{"connectionAttempt 127.0.0.2", "timeout opening"}));
}

// net: socket.setTimeout() without a connection, and after destroy()
TEST_F(SocketMethod, TimeoutWorksWithoutAConnectionAndNotAfterDestroy) {
  ASSERT_TRUE(socket_.set_timeout(milliseconds(10)));
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("timeout"); }));
  ASSERT_TRUE(socket_.set_timeout(milliseconds(10)));
  socket_.destroy();
  ASSERT_TRUE(socket_.set_timeout(milliseconds(10)));
  run_for(loop_, Duration(50));
  EXPECT_EQ(trace_.lines, (Lines{"timeout open", "close false"}));
}

// net: the timer keeps no loop alive
TEST_F(SocketMethod, TimeoutDoesNotKeepTheLoopRunning) {
  Loop loop;
  Socket socket(loop);
  Trace trace(socket);
  ASSERT_TRUE(socket.set_timeout(std::chrono::hours(1)));
  loop.run();
  EXPECT_TRUE(trace.lines.empty());
}

// net: socket.setTimeout() set anew in 'timeout', and destroy() there
TEST_F(SocketMethod, TimeoutMayBeSetAgainInItsEventAndDestroyThere) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  met.trace->then = [&](std::string_view event) {
    if (event != "timeout") return;
    if (timeouts(*met.trace) == 1) {
      EXPECT_TRUE(met.socket->set_timeout(milliseconds(5)));
    } else {
      met.trace.reset();
      met.socket.reset();
    }
  };
  ASSERT_TRUE(met.socket->set_timeout(milliseconds(5)));
  ASSERT_TRUE(run_until(loop_, [&] { return met.socket == nullptr; }));
}

// net: a long write that goes on is no idleness
TEST_F(SocketMethod, TimeoutIsHeldOffByTheProgressOfALongWrite) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  const std::string all(64 * MiB, 'x');
  ASSERT_TRUE(met.socket->set_timeout(milliseconds(1000)));
  met.socket->write(all);
  const auto begin = Clock::now();
  while (Clock::now() - begin < Duration(1300)) {
    read_while_running(loop_, met.peer.get(), 256 * KiB);
    run_for(loop_, Duration(20));
  }
  EXPECT_EQ(timeouts(*met.trace), 0);
  EXPECT_EQ(met.socket->writable_length(), all.size());
}

// net: socket.setNoDelay() before, while and after connecting
TEST_F(SocketMethod, NoDelayIsRememberedForTheConnection) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.set_no_delay();
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("ready"); }));
  EXPECT_EQ(option_of(socket_, IPPROTO_TCP, TCP_NODELAY), 1);
  socket_.set_no_delay(false);
  EXPECT_EQ(option_of(socket_, IPPROTO_TCP, TCP_NODELAY), 0);
}

// net: socket.setKeepAlive(true, delay, interval, count) while connecting, and off again
TEST_F(SocketMethod, KeepAliveIsRememberedForTheConnection) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.set_keep_alive(
      KeepAlive{.idle = milliseconds(30'999), .interval = std::chrono::seconds(7), .count = 4});
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("ready"); }));
  EXPECT_EQ(option_of(socket_, SOL_SOCKET, SO_KEEPALIVE), 1);
  EXPECT_EQ(option_of(socket_, IPPROTO_TCP, TCP_KEEPIDLE), 30);
  EXPECT_EQ(option_of(socket_, IPPROTO_TCP, TCP_KEEPINTVL), 7);
  EXPECT_EQ(option_of(socket_, IPPROTO_TCP, TCP_KEEPCNT), 4);
  socket_.set_keep_alive(std::nullopt);
  EXPECT_EQ(option_of(socket_, SOL_SOCKET, SO_KEEPALIVE), 0);
}

// net: socket.setKeepAlive(true, less than a second)
TEST_F(SocketMethod, KeepAliveBelowASecondLeavesTheIdleTimeAlone) {
  connect();
  const int before = option_of(socket_, IPPROTO_TCP, TCP_KEEPIDLE);
  socket_.set_keep_alive(KeepAlive{.idle = milliseconds(999)});
  EXPECT_EQ(option_of(socket_, SOL_SOCKET, SO_KEEPALIVE), 1);
  EXPECT_EQ(option_of(socket_, IPPROTO_TCP, TCP_KEEPIDLE), before);
  EXPECT_EQ(option_of(socket_, IPPROTO_TCP, TCP_KEEPINTVL), 1);
  EXPECT_EQ(option_of(socket_, IPPROTO_TCP, TCP_KEEPCNT), 10);
}

// net: socket.setKeepAlive() that asks for what is there makes no call
TEST_F(SocketMethod, KeepAliveAndNoDelayCallOnlyOnChange) {
  connect();
  socket_.set_no_delay();
  socket_.set_keep_alive(KeepAlive{});
  const int off = 0;
  const int fd = descriptor_of(socket_);
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &off, sizeof off);
  ::setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &off, sizeof off);
  socket_.set_no_delay();
  socket_.set_keep_alive(KeepAlive{});
  EXPECT_EQ(option_of(socket_, IPPROTO_TCP, TCP_NODELAY), 0);
  EXPECT_EQ(option_of(socket_, SOL_SOCKET, SO_KEEPALIVE), 0);
}

// net: socket.setTypeOfService(), socket.getTypeOfService()
TEST_F(SocketMethod, TypeOfServiceIsRememberedAndReadBackAsTheSystemHasIt) {
  EXPECT_EQ(socket_.type_of_service(), 0);
  ASSERT_TRUE(socket_.set_type_of_service(0x10));
  EXPECT_EQ(socket_.type_of_service(), 0x10);
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  ASSERT_TRUE(socket_.set_type_of_service(0x28));
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("ready"); }));
  EXPECT_EQ(option_of(socket_, IPPROTO_IP, IP_TOS), 0x28);
  ASSERT_TRUE(socket_.set_type_of_service(0xff));
  EXPECT_EQ(socket_.type_of_service(), 0xfc);
}

// net: socket.setTypeOfService(), ERR_OUT_OF_RANGE
TEST_F(SocketMethod, TypeOfServiceOutOfRangeIsRefused) {
  for (const int value : {-1, 256}) {
    const auto refused = socket_.set_type_of_service(value);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().name, "ERR_OUT_OF_RANGE");
  }
  EXPECT_EQ(socket_.type_of_service(), 0);
}

// net: socket.setTypeOfService() over IPv6
TEST_F(SocketMethod, TypeOfServiceOverIpv6SetsBothOptions) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6 here";
  RawListener listener(Transport::tcp6);
  ASSERT_TRUE(socket_.connect(to(listener.where().port, "::1")));
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("ready"); }));
  ASSERT_TRUE(socket_.set_type_of_service(0x28));
  EXPECT_EQ(option_of(socket_, IPPROTO_IPV6, IPV6_TCLASS), 0x28);
  EXPECT_EQ(option_of(socket_, IPPROTO_IP, IP_TOS), 0x28);
}

// net: socket.unref(), remembered before the connection
TEST_F(SocketMethod, UnrefLetsTheLoopReturn) {
  Loop loop;
  RawListener listener(Transport::tcp4);
  Socket socket(loop);
  Trace trace(socket);
  socket.unref();
  ASSERT_TRUE(socket.connect(to(listener.where().port)));
  loop.run();
  EXPECT_EQ(trace.lines.back(), "ready open");
  EXPECT_FALSE(socket.pending());
}

// net: a paused socket does not keep the process
TEST_F(SocketMethod, PauseLetsTheLoopReturn) {
  Loop loop;
  RawMeeting met = meet_raw(loop, Kind::tcp);
  met.socket->pause();
  loop.run();
  EXPECT_TRUE(met.trace->lines.empty());
}

// net: socket.ref()
TEST_F(SocketMethod, RefKeepsTheLoopRunningAgain) {
  Loop loop;
  RawMeeting met = meet_raw(loop, Kind::tcp);
  met.socket->unref();
  met.socket->ref();
  met.peer.reset();
  loop.run();
  EXPECT_TRUE(met.trace->closed);
}

}  // namespace
}  // namespace netkit::test
