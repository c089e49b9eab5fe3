// SPDX-License-Identifier: MIT
// netkit rests when there is nothing to do: it does not poll in any state.
#include "role_test.h"
#include "support/proc.h"

namespace netkit::test {
namespace {

/// Passes if the process uses next to no processor time during a second.
testing::AssertionResult rests(Process& netkit) {
  elapse(Duration(200));  // netkit may first finish what it is doing
  const Duration before = processor_time(netkit.pid());
  elapse(Duration(1000));
  const Duration used = processor_time(netkit.pid()) - before;
  if (used <= Duration(250)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << used.count() << " ms of processor time in a second of rest";
}

class Rest : public RoleTest {};

TEST_P(Rest, IsFoundWhileNothingHappens) {
  Joined joined = join();
  EXPECT_TRUE(rests(*joined.netkit));
}

TEST_P(Rest, IsFoundAfterStdinsEnd) {
  Joined joined = join();
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  EXPECT_TRUE(rests(*joined.netkit));
}

TEST_P(Rest, IsFoundAfterStdinsEndWithNoShutdown) {
  Joined joined = join({"--no-shutdown"});
  joined.netkit->close_stdin();
  EXPECT_TRUE(rests(*joined.netkit));
}

TEST_P(Rest, IsFoundAfterThePeersEnd) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    Joined joined = join(transport, {"--half-open"});
    send_end(joined.peer.get());
    joined.netkit->read_stdout_until_eof();
    EXPECT_TRUE(rests(*joined.netkit));
  }
}

TEST_P(Rest, IsFoundWhileSilenceIsWaitedFor) {
  Joined joined = join({"--half-open=100s"});
  send_end(joined.peer.get());
  joined.netkit->read_stdout_until_eof();
  EXPECT_TRUE(rests(*joined.netkit));
}

TEST_P(Rest, IsFoundWhileThePeerReadsNothing) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    Joined joined = join(transport);
    joined.netkit->write_stdin(random_bytes(16 * MiB));
    elapse(Duration(500));
    EXPECT_TRUE(rests(*joined.netkit));
    send_end(joined.peer.get());
    joined.netkit->read_stdout_until_eof();
    EXPECT_TRUE(rests(*joined.netkit)) << "the peer has ended, too";
  }
}

TEST_P(Rest, IsFoundWhileStdoutIsNotRead) {
  Pipe out = pipe_from_child();
  Joined joined = join({}, {{}, Stdio::descriptor(out.write), {}});
  out.write.reset();
  write_until_blocked(joined.peer.get(), random_bytes(40 * MiB));
  EXPECT_TRUE(rests(*joined.netkit));
  send_end(joined.peer.get());
  joined.netkit->close_stdin();
  EXPECT_TRUE(rests(*joined.netkit)) << "both have ended, too";
}

TEST_P(Rest, IsFoundThoughTheReaderOfStdoutHasGone) {
  Pipe out = pipe_from_child();
  Joined joined = join({"--send-only"}, {{}, Stdio::descriptor(out.write), {}});
  out = Pipe{};
  EXPECT_TRUE(rests(*joined.netkit));
}

TEST_P(Rest, IsFoundThoughStdinIsNotToBeRead) {
  Pipe in = pipe_to_child();
  write_all(in.write.get(), "not to be read");
  Joined joined = join({"--recv-only"}, {Stdio::descriptor(in.read), {}, {}});
  in = Pipe{};
  EXPECT_TRUE(rests(*joined.netkit));
}

TEST_P(Rest, IsFoundThoughStdinIsNonBlocking) {
  Pipe in = pipe_to_child();
  set_non_blocking(in.read.get());
  Joined joined = join({}, {Stdio::descriptor(in.read), {}, {}});
  EXPECT_TRUE(rests(*joined.netkit));
}

NETKIT_FOR_BOTH_ROLES(Rest);

TEST(RestOfListenKeepOpen, IsFoundWithoutClients) {
  Pipe in = pipe_to_child();
  write_all(in.write.get(), "waits for a client");
  in.write.reset();
  Server server = start_server("listen", Transport::tcp4, {"-k"}, {Stdio::descriptor(in.read), {}, {}});
  EXPECT_TRUE(rests(*server.process));
  {
    const UniqueFd client = connect_to(server.where);
    EXPECT_EQ(read_exactly(client.get(), 18).bytes, "waits for a client");
    EXPECT_TRUE(rests(*server.process)) << "stdin has ended";
  }
  EXPECT_TRUE(rests(*server.process)) << "the client has gone";
}

TEST(RestOfEcho, IsFoundWhileAClientReadsNothing) {
  Server server = start_server("echo", Transport::tcp4);
  const UniqueFd client = connect_to(server.where);
  write_until_blocked(client.get(), random_bytes(40 * MiB));
  EXPECT_TRUE(rests(*server.process));
  send_end(client.get());
  EXPECT_TRUE(rests(*server.process)) << "the client has ended, too";
}

}  // namespace
}  // namespace netkit::test
