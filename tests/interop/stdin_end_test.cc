// SPDX-License-Identifier: MIT
// stdin's end, and a stdin that is closed or /dev/null from the start.
#include "role_test.h"

namespace netkit::test {
namespace {

class StdinsEnd : public RoleTest {};

TEST_P(StdinsEnd, SendsFinAfterEverythingAndTheOtherDirectionGoesOn) {
  const std::string data = random_bytes(MiB);
  Joined joined = join();
  joined.netkit->write_stdin(data);
  joined.netkit->close_stdin();
  EXPECT_TRUE(same_bytes(data, read_to_end(joined.peer.get()).bytes));
  for (int i = 0; i < 5; ++i) {
    elapse(Duration(100));
    ASSERT_EQ(write_all(joined.peer.get(), "more "), 0);
  }
  EXPECT_TRUE(joined.netkit->running());
  send_end(joined.peer.get());
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "more more more more more ");
}

TEST_P(StdinsEnd, OfAnEmptyPipeSendsFinImmediately) {
  Joined joined = join();
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  EXPECT_TRUE(joined.netkit->running()) << "the other direction goes on until the peer ends";
  send_end(joined.peer.get());
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(StdinsEnd, OfAnEmptyFileSendsFinImmediately) {
  const UniqueFd file = memory_file("");
  Joined joined = join({}, {Stdio::descriptor(file), {}, {}});
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  send_end(joined.peer.get());
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(StdinsEnd, OfNoStdinSendsFinImmediatelyWithSendOnly) {
  for (const Stdio& in : {Stdio::null(), Stdio::closed()}) {
    Joined joined = join({"--send-only"}, {in, {}, {}});
    EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
    send_end(joined.peer.get());
    EXPECT_TRUE(ends_with(*joined.netkit, 0));
  }
}

TEST_P(StdinsEnd, WithNoShutdownDoesNotEndOurSide) {
  Joined joined = join({"--no-shutdown"});
  joined.netkit->write_stdin("all");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_exactly(joined.peer.get(), 3).bytes, "all");
  EXPECT_TRUE(stays_silent(joined.peer.get(), Duration(300)));
  write_all(joined.peer.get(), "answer");
  send_end(joined.peer.get());
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "answer");
}

TEST_P(StdinsEnd, WithSendOnlyWaitsForThePeersAndDropsWhatArrives) {
  Joined joined = join({"--send-only"});
  ASSERT_EQ(write_all(joined.peer.get(), random_bytes(MiB)), 0);
  joined.netkit->write_stdin("all");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "all");
  EXPECT_FALSE(joined.netkit->wait_at_most(Duration(300)));
  ASSERT_EQ(write_all(joined.peer.get(), random_bytes(MiB)), 0);
  send_end(joined.peer.get());
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "");
}

NETKIT_FOR_BOTH_ROLES(StdinsEnd);

class NoStdin : public testing::TestWithParam<bool> {
 protected:
  static Stdios stdio() { return {GetParam() ? Stdio::closed() : Stdio::null(), {}, {}}; }
};

TEST_P(NoStdin, MeansForListenThatItEndsAfterThePeer) {
  Joined joined = join(Role::listen, Transport::tcp4, {}, stdio());
  EXPECT_TRUE(stays_silent(joined.peer.get(), Duration(400)));
  write_all(joined.peer.get(), "data");
  send_end(joined.peer.get());
  const Read theirs = read_to_end(joined.peer.get());
  EXPECT_EQ(theirs.bytes, "");
  EXPECT_EQ(theirs.error, 0);
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "data");
}

TEST_P(NoStdin, MeansForConnectThatThereIsNothingToSend) {
  Joined joined = join(Role::connect, Transport::tcp4, {}, stdio());
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  write_all(joined.peer.get(), "data");
  send_end(joined.peer.get());
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "data");
}

INSTANTIATE_TEST_SUITE_P(Interop, NoStdin, testing::Bool(), [](const testing::TestParamInfo<bool>& closed) {
  return closed.param ? "Closed" : "DevNull";
});

TEST(FailedConnect, HasReadNothingFromStdin) {
  Pipe in = pipe_to_child();
  write_all(in.write.get(), "precious");
  in.write.reset();
  Process refused(netkit(Words{"connect"} + unused_where(Transport::tcp4).netkit_words(),
                         {Stdio::descriptor(in.read), {}, {}}));
  EXPECT_TRUE(ends_with(refused, 4));
  EXPECT_EQ(bytes_waiting(in.read.get()), 8U);

  const UniqueFd file = memory_file("precious");
  Process missing(netkit(Words{"connect"} + unused_where(Transport::unix_path).netkit_words(),
                         {Stdio::descriptor(file), {}, {}}));
  EXPECT_TRUE(ends_with(missing, 4));
  EXPECT_EQ(file_offset(file.get()), 0U);
}

}  // namespace
}  // namespace netkit::test
