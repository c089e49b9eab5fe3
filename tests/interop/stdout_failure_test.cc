// SPDX-License-Identifier: MIT
// stdout is full or closed: no byte is dropped silently.
#include <fcntl.h>

#include "role_test.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

class StdoutFailure : public RoleTest {};

TEST_P(StdoutFailure, OfAFullDeviceIsStatus11WithAMessage) {
  const UniqueFd full = open_file("/dev/full", O_WRONLY);
  Joined joined = join({}, {{}, Stdio::descriptor(full), {}});
  write_all(joined.peer.get(), "does not fit");
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
  EXPECT_NE(joined.netkit->read_stderr_until_eof().find("ENOSPC"), std::string::npos)
      << joined.netkit->stderr_so_far();
}

TEST_P(StdoutFailure, OfAFileThatMayNotGrowIsStatus11WithAMessage) {
  const TempDir dir;
  RawListener listener(Transport::tcp4);
  Launch launch = netkit(Words{"connect"} + listener.where().netkit_words());
  if (GetParam() == Role::listen) launch = netkit({"listen", "127.0.0.1", "0"});
  launch.stdio.out = Stdio::file_to_write(dir / "file");
  launch.limits = {{RLIMIT_FSIZE, 1000}};
  Server netkit = GetParam() == Role::listen ? start_server(launch)
                                             : Server{std::make_unique<Process>(launch), listener.where()};
  const UniqueFd peer = GetParam() == Role::listen ? connect_to(netkit.where) : listener.accept();
  write_all(peer.get(), random_bytes(5000));
  EXPECT_TRUE(ends_with(*netkit.process, 11));
  EXPECT_NE(messages(*netkit.process).find("EFBIG"), std::string::npos) << netkit.process->stderr_so_far();
  EXPECT_EQ(contents(dir / "file").size(), 1000U) << "what fits is written";
}

TEST_P(StdoutFailure, OfAClosedPipeIsStatus11WithoutAMessage) {
  Pipe out = pipe_from_child();
  Joined joined = join({}, {{}, Stdio::descriptor(out.write), {}});
  out.write.reset();
  write_all(joined.peer.get(), "one line\n");
  EXPECT_EQ(read_exactly(out.read.get(), 9).bytes, "one line\n");
  out.read.reset();
  write_all(joined.peer.get(), "and another\n");
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
  EXPECT_EQ(messages(*joined.netkit), "");
}

TEST_P(StdoutFailure, OfAClosedSocketIsStatus11WithoutAMessage) {
  SocketPair pair = socket_pair();
  Joined joined = join({}, {{}, Stdio::descriptor(pair.childs), {}});
  pair.childs.reset();
  pair.ours.reset();
  write_all(joined.peer.get(), "nobody reads it\n");
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
  EXPECT_EQ(messages(*joined.netkit), "");
}

TEST_P(StdoutFailure, OfAPipeWhoseReaderHasGoneIsSeenWithoutAByte) {
  Pipe out = pipe_from_child();
  Joined joined = join({}, {{}, Stdio::descriptor(out.write), {}});
  out = Pipe{};
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
  EXPECT_EQ(messages(*joined.netkit), "");
}

TEST_P(StdoutFailure, OfASocketWhosePeerHasGoneIsSeenWithoutAByte) {
  SocketPair pair = socket_pair();
  Joined joined = join({}, {{}, Stdio::descriptor(pair.childs), {}});
  pair = SocketPair{};
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
}

TEST_P(StdoutFailure, OfATerminalThatHasGoneIsSeenWithoutAByte) {
  Terminal tty = terminal();
  Joined joined = join({}, {{}, Stdio::descriptor(tty.slave), {}});
  tty = Terminal{};
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
}

TEST_P(StdoutFailure, IsSeenAfterDataHavePassed) {
  Pipe out = pipe_from_child();
  Joined joined = join({}, {{}, Stdio::descriptor(out.write), {}});
  out.write.reset();
  const std::string data = random_bytes(MiB);
  write_all(joined.peer.get(), data);
  EXPECT_TRUE(same_bytes(data, read_exactly(out.read.get(), data.size()).bytes));
  out.read.reset();
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
}

// The parent of an inetd-like service may send its bytes and close.
TEST_P(StdoutFailure, DoesNotHappenToASocketThatIsStdinToo) {
  SocketPair pair = socket_pair();
  Joined joined = join({}, {Stdio::descriptor(pair.childs), Stdio::descriptor(pair.childs), {}});
  pair.childs.reset();
  write_all(pair.ours.get(), "sent all the same");
  pair.ours.reset();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "sent all the same");
  send_end(joined.peer.get());
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(StdoutFailure, IsSeenWhileThePipeIsFull) {
  Pipe out = pipe_from_child();
  Joined joined = join({}, {{}, Stdio::descriptor(out.write), {}});
  out.write.reset();
  write_until_blocked(joined.peer.get(), random_bytes(40 * MiB));
  out.read.reset();
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
}

TEST_P(StdoutFailure, OfAStdoutThatWasNeverOpenIsStatus11OnceThereIsAByteForIt) {
  Joined joined = join({}, {{}, Stdio::closed(), {}});
  write_all(joined.peer.get(), "nowhere to go");
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
}

TEST_P(StdoutFailure, DoesNotHappenIfNothingIsToBeWritten) {
  for (const Stdio& out : {Stdio::closed(), Stdio::file_to_append("/dev/full")}) {
    Joined joined = join({}, {{}, out, {}});
    joined.netkit->write_stdin("sent all the same");
    joined.netkit->close_stdin();
    EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "sent all the same");
    send_end(joined.peer.get());
    EXPECT_TRUE(ends_with(*joined.netkit, 0));
  }
}

TEST_P(StdoutFailure, DoesNotHappenWithSendOnly) {
  Joined joined = join({"--send-only"}, {{}, Stdio::file_to_append("/dev/full"), {}});
  write_all(joined.peer.get(), "thrown away");
  send_end(joined.peer.get());
  joined.netkit->close_stdin();
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(StdoutFailure, AfterHeadHasSeenItsLineIsSilent) {
  Pipe pipe = pipe_between_children();
  Launch head;
  head.argv = {"head", "-n", "1"};
  head.stdio.in = Stdio::descriptor(pipe.read);
  Process one_line(head);
  Joined joined = join({}, {{}, Stdio::descriptor(pipe.write), {}});
  pipe = Pipe{};
  int error = 0;
  while (error == 0 && !joined.netkit->wait_at_most(Duration(5)))
    error = write_all(joined.peer.get(), "yes\n");
  EXPECT_EQ(finish(one_line).out, "yes\n");
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
  EXPECT_EQ(messages(*joined.netkit), "");
}

NETKIT_FOR_BOTH_ROLES(StdoutFailure);

TEST(StdoutFailureOfListen, IsSeenBeforeThereIsAClient) {
  for (const Words& options : {Words{}, Words{"-k"}}) {
    Pipe out = pipe_from_child();
    Server server = start_server("listen", Transport::tcp4, options, {{}, Stdio::descriptor(out.write), {}});
    out = Pipe{};
    EXPECT_TRUE(ends_with(*server.process, 11));
    EXPECT_EQ(messages(*server.process), "");
  }
}

}  // namespace
}  // namespace netkit::test
