// SPDX-License-Identifier: MIT
// How the bytes of a socket flow.
#include <csignal>

#include "socket_fixture.h"
#include "support/data.h"

namespace netkit::test {

using namespace net;
namespace {

std::string every_byte() {
  std::string all;
  for (int value = 0; value < 256; ++value) all.push_back(static_cast<char>(value));
  return all;
}

// net: the kernel is tried first, and only the rest is queued
TEST_F(StreamDetail, WriteThatFitsTheKernelReturnsTrueWithNothingQueued) {
  connect();
  EXPECT_TRUE(socket_.write(std::string(16 * KiB + 1, 'x')));
  EXPECT_EQ(socket_.writable_length(), 0U);
  EXPECT_TRUE(socket_.write(std::string(64 * KiB, 'x')));
  EXPECT_EQ(socket_.writable_length(), 0U);
}

// net: 8 MiB return false, and the whole chunk counts until it is done
TEST_F(StreamDetail, WriteOfTooMuchReturnsFalseAndCountsWhole) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  const std::string all = too_much();
  bool done = false;
  EXPECT_FALSE(met.socket->write(all, [&](const std::optional<Error>&) { done = true; }));
  EXPECT_EQ(met.socket->writable_length(), all.size());
  std::string arrived = read_while_running(loop_, met.peer.get(), all.size() / 2);
  EXPECT_EQ(met.socket->writable_length(), all.size());
  EXPECT_FALSE(done);
  arrived += read_while_running(loop_, met.peer.get(), all.size() / 2);
  ASSERT_TRUE(run_until(loop_, [&] { return done; }));
  EXPECT_EQ(met.socket->writable_length(), 0U);
  EXPECT_TRUE(same_bytes(all, arrived));
  EXPECT_EQ(met.trace->lines, Lines{"drain open"});
}

// net: queued, but below the mark
TEST_F(StreamDetail, WriteOfLittleReturnsTrueWhileConnecting) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  EXPECT_TRUE(socket_.write(std::string(64 * KiB - 1, 'x')));
  EXPECT_EQ(socket_.writable_length(), 64 * KiB - 1);
  EXPECT_FALSE(socket_.write("x"));
}

// net: end() keeps reading; 'close' comes after both ends
TEST_F(StreamDetail, HalfCloseContinuesToReadUntilThePeersFin) {
  connect();
  accepted().set_allow_half_open(true);
  socket_.end();
  ASSERT_TRUE(run_until(loop_, [this] { return heard_there().heard("end"); }));
  EXPECT_FALSE(trace_.closed);
  accepted().write("still");
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.received == "still"; }));
  accepted().end();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.lines.back(), "close false");
}

// net: 6 MiB are queued when the peer's FIN comes
TEST_F(StreamDetail, AutomaticEndComesAfterEverythingQueued) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  const std::string all = random_bytes(6 * MiB);
  met.socket->write(all);
  EXPECT_GT(met.socket->writable_length(), 0U);
  send_end(met.peer.get());
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->heard("end"); }));
  EXPECT_GT(met.socket->writable_length(), 0U);
  EXPECT_TRUE(same_bytes(all, read_while_running(loop_, met.peer.get())));
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->closed; }));
  EXPECT_EQ(met.trace->lines.back(), "close false");
}

// net: callbacks of queued writes fail, then 'error', then 'close'
TEST_F(StreamDetail, QueuedWritesFailBeforeTheError) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  met.socket->write(too_much(), into(met.trace->lines, "first"));
  met.socket->write("x", into(met.trace->lines, "second"));
  reset(std::move(met.peer));
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->closed; }));
  ASSERT_EQ(met.trace->lines.size(), 4U);
  const std::string code = met.trace->lines[0].substr(std::string("first ").size());
  EXPECT_TRUE(code == "ECONNRESET" || code == "EPIPE");
  EXPECT_EQ(met.trace->lines[1], "second " + code);
  EXPECT_TRUE(met.trace->lines[2].starts_with("error " + code + " "));
  EXPECT_EQ(met.trace->lines[3], "close true");
}

// net: the peer's process is killed
TEST_F(StreamDetail, PeerThatIsKilledSendsFin) {
  NETKIT_NEEDS_REFERENCE();
  NodePeer peer("net.connect(args[0], '127.0.0.1', () => say('connected')).resume()",
                {std::to_string(server_.port())});
  ASSERT_TRUE(run_until(loop_, [this] { return !server_.sockets.empty(); }));
  peer.line(0);
  peer.process().signal(SIGKILL);
  ASSERT_TRUE(run_until(loop_, [this] { return heard_there().closed; }));
  EXPECT_EQ(heard_there().lines, (Lines{"end writeOnly", "finish closed", "close false"}));
}

// net: the peer's process is killed with input that it had not read
TEST_F(StreamDetail, PeerThatIsKilledWithUnreadInputIsAReset) {
  NETKIT_NEEDS_REFERENCE();
  NodePeer peer(
      "net.connect(args[0], '127.0.0.1', () => say('connected')).pause(); setInterval(() => {}, 1e6)",
      {std::to_string(server_.port())});
  ASSERT_TRUE(run_until(loop_, [this] { return !server_.sockets.empty(); }));
  accepted().write(too_much());
  ASSERT_TRUE(run_until(loop_, [&] { return !peer.lines().empty(); }));
  peer.process().signal(SIGKILL);
  ASSERT_TRUE(run_until(loop_, [this] { return heard_there().closed; }));
  EXPECT_EQ(heard_there().lines.back(), "close true");
  EXPECT_TRUE(heard_there().heard("error ECONNRESET") || heard_there().heard("error EPIPE"))
      << testing::PrintToString(heard_there().lines);
}

// net: one callback per write, in order
TEST_F(StreamDetail, BigWritesHaveOneCallbackEachInOrder) {
  connect();
  std::vector<int> done;
  std::string all;
  for (int i = 0; i < 6; ++i) {
    const std::string part = random_bytes(1 * MiB, static_cast<std::uint64_t>(i) + 1);
    all += part;
    socket_.write(part, [&done, i](const std::optional<Error>& error) {
      EXPECT_FALSE(error);
      done.push_back(i);
    });
  }
  socket_.end();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(done, (std::vector<int>{0, 1, 2, 3, 4, 5}));
  EXPECT_TRUE(same_bytes(all, heard_there().received));
}

// net: the peer's end while paused
TEST_F(StreamDetail, EndIsNotSeenWhilePaused) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  met.socket->pause();
  EXPECT_EQ(write_all(met.peer.get(), "last"), 0);
  send_end(met.peer.get());
  run_for(loop_, Duration(30));
  EXPECT_TRUE(met.trace->lines.empty());
  EXPECT_EQ(met.socket->ready_state(), "open");
  met.socket->resume();
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->closed; }));
  EXPECT_EQ(met.trace->lines, (Lines{"data", "end writeOnly", "finish closed", "close false"}));
}

// net: all 256 byte values, both ways, with node
TEST_F(StreamDetail, EveryByteValuePassesUnchangedBothWays) {
  NETKIT_NEEDS_REFERENCE();
  const NodePeer echo(
      "net.connect({ port: args[0], host: '127.0.0.1' }).on('data', function (data) { this.write(data) })",
      {std::to_string(server_.port())});
  ASSERT_TRUE(run_until(loop_, [this] { return !server_.sockets.empty(); }));
  accepted().write(every_byte());
  ASSERT_TRUE(run_until(loop_, [this] { return heard_there().received.size() == 256; }));
  EXPECT_EQ(heard_there().received, every_byte());
}

}  // namespace
}  // namespace netkit::test
