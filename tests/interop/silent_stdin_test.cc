// SPDX-License-Identifier: MIT
// The peer's end, the fifth rule: stdin is a pipe or a socket that may or may not have more to send.
#include "role_test.h"

namespace netkit::test {
namespace {

class SilentStdin : public RoleTest {
 protected:
  /// Sends the peer's end, stays silent, and expects FIN no earlier than after `wait`.
  static void expect_ended_by_silence(Joined& joined, Duration wait, int status) {
    const auto start = Clock::now();
    send_end(joined.peer.get());
    const Read theirs = read_to_end(joined.peer.get());
    EXPECT_GE(Clock::now() - start, wait);
    EXPECT_EQ(theirs.bytes, "");
    EXPECT_EQ(theirs.error, 0);
    EXPECT_TRUE(ends_with(*joined.netkit, status));
    const std::string err = messages(*joined.netkit);
    EXPECT_EQ(err.find("--half-open=on") != std::string::npos, status == 7) << err;
  }
};

TEST_P(SilentStdin, IsWaitedForAQuarterSecondIfThePeerHadSentSomething) {
  Joined joined = join();
  write_all(joined.peer.get(), "something");
  expect_ended_by_silence(joined, Duration(250), 0);
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "something");
}

TEST_P(SilentStdin, IsWaitedForTwoSecondsIfThePeerHadSentNothing) {
  Joined joined = join();
  expect_ended_by_silence(joined, Duration(2000), 7);
}

TEST_P(SilentStdin, CanBeASocket) {
  SocketPair pair = socket_pair();
  Joined joined = join({}, {Stdio::descriptor(pair.childs), {}, {}});
  write_all(joined.peer.get(), "something");
  expect_ended_by_silence(joined, Duration(250), 0);
}

TEST_P(SilentStdin, IsWaitedForOnAUnixSocketThatIsHalfClosed) {
  Joined joined = join(Transport::unix_path);
  write_all(joined.peer.get(), "something");
  expect_ended_by_silence(joined, Duration(250), 0);
}

TEST_P(SilentStdin, IsWaitedForAsLongAsHalfOpenSaysWhateverThePeerHadSent) {
  Joined talker = join({"--half-open=1s"});
  write_all(talker.peer.get(), "something");
  expect_ended_by_silence(talker, Duration(1000), 0);
  Joined silent = join({"--half-open=3s"});
  expect_ended_by_silence(silent, Duration(3000), 7);
}

/// Sends the peer's end and, shortly after, a first byte; then stays silent for longer than the rule waits.
void send_a_byte_and_fall_silent(Joined& joined) {
  send_end(joined.peer.get());
  joined.netkit->read_stdout_until_eof();
  joined.netkit->write_stdin("1");
  ASSERT_EQ(read_exactly(joined.peer.get(), 1).bytes, "1");
  ASSERT_TRUE(stays_silent(joined.peer.get(), Duration(2500)));
}

TEST_P(SilentStdin, IsSentToItsEndOnceTheTcpPeerHasTakenAByte) {
  Joined joined = join();
  send_a_byte_and_fall_silent(joined);
  joined.netkit->write_stdin("2");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "2");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(SilentStdin, IsSentToItsEndOnceTheUnixPeerHasTakenAByte) {
  Joined joined = join(Transport::unix_path);
  send_a_byte_and_fall_silent(joined);
  joined.netkit->write_stdin("2");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "2");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(SilentStdin, IsNotCountedWhileSomethingIsQueued) {
  const std::string data = random_bytes(40 * MiB);
  Pipe in = pipe_to_child();
  Joined joined = join({}, {Stdio::descriptor(in.read), {}, {}});
  in.read.reset();
  const std::size_t written = write_until_blocked(in.write.get(), data);
  send_end(joined.peer.get());
  joined.netkit->read_stdout_until_eof();
  elapse(Duration(2500));
  const Read theirs = read_exactly(joined.peer.get(), written);
  EXPECT_TRUE(same_bytes(data.substr(0, written), theirs.bytes));
  write_all(in.write.get(), "and more");
  in.write.reset();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "and more");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(SilentStdin, WhoseUnixPeerHasClosedIsNotWaitedForLong) {
  Joined talker = join(Transport::unix_path, {"--half-open=100s"});
  write_all(talker.peer.get(), "something");
  talker.peer.reset();
  EXPECT_TRUE(ends_with(*talker.netkit, 0));
  Joined silent = join(Transport::unix_path, {"--half-open=100s"});
  silent.peer.reset();
  EXPECT_TRUE(ends_with(*silent.netkit, 7)) << "what stdin still brings is not sent";
}

TEST_P(SilentStdin, WhoseUnixPeerHasClosedWhileInputWaitsIsStatus7) {
  const std::string data = random_bytes(4 * MiB);
  Pipe in = pipe_to_child();
  Joined joined = join(Transport::unix_path, {}, {Stdio::descriptor(in.read), {}, {}});
  ASSERT_LT(write_until_blocked(in.write.get(), data), data.size());
  joined.peer.reset();
  EXPECT_TRUE(ends_with(*joined.netkit, 7));
  EXPECT_NE(messages(*joined.netkit), "");
}

TEST_P(SilentStdin, ThatSendsToATcpPeerThatHasClosedIsStatus7) {
  Joined joined = join({"--half-open"});
  write_all(joined.peer.get(), "bye");
  joined.peer.reset();
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "bye");
  joined.netkit->write_stdin("lost");
  // The first write is answered with a reset; whether it has come when stdin ends is a matter of luck.
  elapse(Duration(300));
  joined.netkit->write_stdin("lost too");
  joined.netkit->close_stdin();
  EXPECT_TRUE(ends_with(*joined.netkit, 7));
  EXPECT_NE(messages(*joined.netkit), "");
}

/// The usual case: the server has answered and gone, and the source goes on all the same.
TEST_P(SilentStdin, ThatGoesOnSendingToATcpPeerThatHasClosedIsStatus7) {
  Joined joined = join();
  write_all(joined.peer.get(), "bye");
  joined.peer.reset();
  while (!joined.netkit->wait_at_most(Duration(20))) joined.netkit->write_stdin("lost\n");
  EXPECT_TRUE(ends_with(*joined.netkit, 7));
  EXPECT_NE(messages(*joined.netkit), "");
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "bye");
}

/// A failed write stops sending only.
TEST_P(SilentStdin, ThatFailsToBeSentLeavesWhatWasReceivedToBeRead) {
  const std::string data = random_bytes(150 * KiB);
  Pipe out = pipe_from_child();
  Joined joined = join(Transport::unix_path, {"--half-open"},
                       {Stdio::pumped(), Stdio::descriptor(out.write), Stdio::pumped()});
  out.write.reset();
  ASSERT_EQ(write_all(joined.peer.get(), data), 0);
  joined.peer.reset();
  joined.netkit->write_stdin("cannot be delivered");
  elapse(Duration(300));
  EXPECT_TRUE(same_bytes(data, read_to_end(out.read.get()).bytes));
  EXPECT_TRUE(ends_with(*joined.netkit, 7));
}

NETKIT_FOR_BOTH_ROLES(SilentStdin);

}  // namespace
}  // namespace netkit::test
