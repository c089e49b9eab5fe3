// SPDX-License-Identifier: MIT
// The peer's end, and the first four rules about our side, in the order in which they apply.
#include <fcntl.h>
#include <sys/stat.h>

#include "role_test.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

class PeersEnd : public RoleTest {};

TEST_P(PeersEnd, ClosesStdoutAfterAllThatWasReceivedEvenWhileWeSend) {
  const std::string data = random_bytes(MiB);
  Pipe out = pipe_from_child();
  Joined joined = join({"--half-open"}, {Stdio::pumped(), Stdio::descriptor(out.write), Stdio::pumped()});
  out.write.reset();
  ASSERT_EQ(write_all(joined.peer.get(), data), 0);
  send_end(joined.peer.get());
  elapse(Duration(300));
  EXPECT_TRUE(same_bytes(data, read_to_end(out.read.get()).bytes));
  joined.netkit->write_stdin("we still send");
  EXPECT_EQ(read_exactly(joined.peer.get(), 13).bytes, "we still send");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

// 1. stdin has ended, or is not read: our side ends.

TEST_P(PeersEnd, EndsTheProgramOnceStdinHasEnded) {
  Joined joined = join();
  joined.netkit->write_stdin("question");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "question");
  write_all(joined.peer.get(), "answer");
  send_end(joined.peer.get());
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "answer");
}

TEST_P(PeersEnd, EndsOurSideWithRecvOnlyWhichReadsNoStdin) {
  Pipe in = pipe_to_child();
  const std::string unread(1000, 'u');
  write_all(in.write.get(), unread);
  Joined joined = join({"--recv-only"}, {Stdio::descriptor(in.read), {}, {}});
  write_all(joined.peer.get(), "data");
  EXPECT_TRUE(stays_silent(joined.peer.get(), Duration(300))) << "our side ends after the peer's";
  send_end(joined.peer.get());
  const Read theirs = read_to_end(joined.peer.get());
  EXPECT_EQ(theirs.bytes, "");
  EXPECT_EQ(theirs.error, 0);
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "data");
  EXPECT_EQ(bytes_waiting(in.read.get()), unread.size());
}

// 2. --half-open=off: what was read is sent, then our side ends; status 7 if input waits.

TEST_P(PeersEnd, WithHalfOpenOffEndsOurSideImmediately) {
  Joined joined = join({"--half-open=off"});
  send_end(joined.peer.get());
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

/// The peer gets exactly what was read, and netkit reports that something is missing.
void expect_cut_where_reading_stopped(Joined& joined, const std::string& data, std::size_t taken) {
  const Read theirs = read_to_end(joined.peer.get());
  EXPECT_EQ(theirs.error, 0);
  EXPECT_TRUE(begins(data, theirs.bytes));
  EXPECT_EQ(theirs.bytes.size(), taken) << "what was read is sent";
  EXPECT_LT(taken, data.size());
  EXPECT_TRUE(ends_with(*joined.netkit, 7));
  EXPECT_NE(messages(*joined.netkit), "");
}

TEST_P(PeersEnd, WithHalfOpenOffInTheMiddleOfAFileIsStatus7) {
  const std::string data = random_bytes(40 * MiB);
  const UniqueFd file = memory_file(data);
  Joined joined = join({"--half-open=off"}, {Stdio::descriptor(file), {}, {}});
  wait_for(joined.peer.get(), POLLIN, Deadline());
  send_end(joined.peer.get());
  joined.netkit->read_stdout_until_eof();
  elapse(Duration(300));
  expect_cut_where_reading_stopped(joined, data, file_offset(file.get()));
}

TEST_P(PeersEnd, WithHalfOpenOffWhileInputWaitsIsStatus7) {
  const std::string data = random_bytes(40 * MiB);
  Pipe in = pipe_to_child();
  Joined joined = join({"--half-open=off"}, {Stdio::descriptor(in.read), {}, {}});
  const std::size_t written = write_until_blocked(in.write.get(), data);
  send_end(joined.peer.get());
  joined.netkit->read_stdout_until_eof();
  elapse(Duration(300));
  expect_cut_where_reading_stopped(joined, data, written - bytes_waiting(in.read.get()));
}

// 3. A regular file, a FIFO with a name, --half-open[=on], --send-only: stdin is sent to its own end.

TEST_P(PeersEnd, LeavesAFileToBeSentToItsEnd) {
  const std::string data = random_bytes(12 * MiB);
  const UniqueFd file = memory_file(data);
  Joined joined = join({}, {Stdio::descriptor(file), {}, {}});
  send_end(joined.peer.get());
  joined.netkit->read_stdout_until_eof();
  elapse(Duration(2500));
  EXPECT_TRUE(same_bytes(data, read_to_end(joined.peer.get()).bytes));
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(PeersEnd, LeavesAFifoToBeSentToItsEnd) {
  const TempDir dir;
  ASSERT_EQ(::mkfifo((dir / "fifo").c_str(), 0600), 0);
  const UniqueFd keeps_it_open = open_file(dir / "fifo", O_RDWR);
  const UniqueFd in = open_file(dir / "fifo", O_RDONLY);
  Joined joined = join({}, {Stdio::descriptor(in), {}, {}});
  write_all(joined.peer.get(), "request");
  send_end(joined.peer.get());
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "request");
  EXPECT_TRUE(stays_silent(joined.peer.get(), Duration(1000))) << "four times what a pipe is waited for";
  UniqueFd out = open_file(dir / "fifo", O_WRONLY);
  write_all(out.get(), "reply");
  EXPECT_EQ(read_exactly(joined.peer.get(), 5).bytes, "reply");
}

/// stdin is still sent after the peer's end and after the longest silence that rule 5 waits for.
void expect_sends_to_stdins_end(Joined& joined) {
  send_end(joined.peer.get());
  joined.netkit->read_stdout_until_eof();
  EXPECT_TRUE(stays_silent(joined.peer.get(), Duration(2500)));
  joined.netkit->write_stdin("late");
  EXPECT_EQ(read_exactly(joined.peer.get(), 4).bytes, "late");
  EXPECT_TRUE(stays_silent(joined.peer.get(), Duration(100)));
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(PeersEnd, WithHalfOpenLeavesUsSendingToStdinsEnd) {
  Joined joined = join({"--half-open"});
  expect_sends_to_stdins_end(joined);
}

TEST_P(PeersEnd, WithHalfOpenOnLeavesUsSendingToStdinsEnd) {
  Joined joined = join({"--half-open=on"});
  expect_sends_to_stdins_end(joined);
}

TEST_P(PeersEnd, WithSendOnlyLeavesUsSendingToStdinsEnd) {
  Joined joined = join({"--send-only"});
  expect_sends_to_stdins_end(joined);
}

TEST_P(PeersEnd, WithHalfOpenOnATerminalLeavesUsSendingToStdinsEnd) {
  Terminal tty = terminal();
  Joined joined = join({"--half-open"}, {Stdio::descriptor(tty.slave), {}, {}});
  send_end(joined.peer.get());
  joined.netkit->read_stdout_until_eof();
  write_all(tty.master.get(), "typed\n");
  EXPECT_EQ(read_exactly(joined.peer.get(), 6).bytes, "typed\n");
  write_all(tty.master.get(), "\x04");
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

// 4. A terminal: our side ends. With rule 5 a peer that sent nothing would be a failure.

TEST_P(PeersEnd, OnATerminalEndsOurSide) {
  Terminal tty = terminal();
  Joined joined = join({}, {Stdio::descriptor(tty.slave), {}, {}});
  send_end(joined.peer.get());
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

NETKIT_FOR_BOTH_ROLES(PeersEnd);

}  // namespace
}  // namespace netkit::test
