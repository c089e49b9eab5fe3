// SPDX-License-Identifier: MIT
// No way of ending truncates a transfer, even if 4 MB still wait for a slow reader.
#include <csignal>

#include "role_test.h"

namespace netkit::test {
namespace {

constexpr std::size_t four_megabytes = 4'000'000;

/// Reads to the end, with a long pause first and short ones later.
Read read_slowly(int fd, Duration stop = Duration(700)) {
  elapse(stop);
  Read all;
  for (;;) {
    const Read some = read_exactly(fd, 256 * KiB);
    all.bytes += some.bytes;
    all.error = some.error;
    if (some.bytes.size() < 256 * KiB) return all;
    elapse(Duration(10));
  }
}

/// Passes if everything arrived or the status is not 0.
testing::AssertionResult whole_or_reported(const std::string& data, const std::string& got, Process& netkit) {
  const int status = netkit.wait();
  const std::string err = messages(netkit);
  if (const auto beginning = begins(data, got); !beginning) return beginning;
  if (got.size() == data.size() || (status != 0 && err.find("netkit:") != std::string::npos)) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << got.size() << " of " << data.size() << " bytes, status " << status
                                     << ", stderr: " << err;
}

class ClosingEarly : public RoleTest {
 protected:
  const std::string data_ = random_bytes(four_megabytes);
  const UniqueFd file_ = memory_file(data_);
  const Stdios from_file_{Stdio::descriptor(file_), {}, {}};
};

TEST_P(ClosingEarly, AtStdinsEndCutsNothing) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    const UniqueFd file = memory_file(data_);
    Joined joined = join(transport, {}, {Stdio::descriptor(file), {}, {}});
    const Read theirs = read_slowly(joined.peer.get());
    EXPECT_TRUE(same_bytes(data_, theirs.bytes));
    EXPECT_EQ(theirs.error, 0);
    send_end(joined.peer.get());
    EXPECT_TRUE(ends_with(*joined.netkit, 0));
  }
}

TEST_P(ClosingEarly, AtThePeersEndCutsNothing) {
  Joined joined = join({}, from_file_);
  send_end(joined.peer.get());
  const Read theirs = read_slowly(joined.peer.get());
  EXPECT_TRUE(same_bytes(data_, theirs.bytes));
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(ClosingEarly, AtThePeersEndWithHalfOpenOffReportsWhatIsCut) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    const UniqueFd file = memory_file(data_);
    Joined joined = join(transport, {"--half-open=off"}, {Stdio::descriptor(file), {}, {}});
    elapse(Duration(300));
    send_end(joined.peer.get());
    const Read theirs = read_slowly(joined.peer.get());
    EXPECT_EQ(theirs.error, 0);
    EXPECT_TRUE(whole_or_reported(data_, theirs.bytes, *joined.netkit));
  }
}

TEST_P(ClosingEarly, WithSendOnlyCutsNothingAlthoughThePeerSendsToo) {
  Joined joined = join({"--send-only"}, from_file_);
  ASSERT_EQ(write_all(joined.peer.get(), random_bytes(MiB)), 0);
  const Read theirs = read_slowly(joined.peer.get());
  EXPECT_TRUE(same_bytes(data_, theirs.bytes));
  EXPECT_EQ(theirs.error, 0);
  ASSERT_EQ(write_all(joined.peer.get(), random_bytes(MiB)), 0);
  send_end(joined.peer.get());
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

/// Unread bytes that arrive after the last byte was sent turn a close into a reset, which discards what is
/// queued.
TEST_P(ClosingEarly, WithQuitAfterReportsWhatIsCutAlthoughThePeerSendsToo) {
  for (const char* quit_after : {"50ms", "1s", "3s"}) {
    SCOPED_TRACE(quit_after);
    const UniqueFd file = memory_file(data_);
    Joined joined = join({"-Q", quit_after}, {Stdio::descriptor(file), {}, {}});
    ASSERT_EQ(write_all(joined.peer.get(), "not asked for"), 0);
    const Read theirs = read_slowly(joined.peer.get());
    EXPECT_TRUE(whole_or_reported(data_, theirs.bytes, *joined.netkit));
  }
}

/// The reader resumes soon after the timeout and receives what was read from stdin by then.
TEST_P(ClosingEarly, AtTheIdleTimeOutSendsWhatIsQueued) {
  Joined joined = join({"--idle-timeout", "1500ms"}, from_file_);
  elapse(Duration(2000));
  const Read theirs = read_slowly(joined.peer.get(), Duration(0));
  EXPECT_EQ(theirs.error, 0);
  EXPECT_TRUE(begins(data_, theirs.bytes));
  EXPECT_TRUE(ends_with(*joined.netkit, 6));
  EXPECT_EQ(theirs.bytes.size(), file_offset(file_.get())) << "what was read was queued";
}

TEST_P(ClosingEarly, AtMaxTimeIsStatus124) {
  Joined joined = join({"--max-time", "500ms"}, from_file_);
  EXPECT_TRUE(ends_with(*joined.netkit, 124));
}

TEST_P(ClosingEarly, ByThePeerInTheMiddleIsStatus7) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    const UniqueFd file = memory_file(data_);
    Joined joined = join(transport, {}, {Stdio::descriptor(file), {}, {}});
    EXPECT_EQ(read_exactly(joined.peer.get(), 100 * KiB).bytes.size(), 100 * KiB);
    joined.peer.reset();
    EXPECT_TRUE(ends_with(*joined.netkit, 7));
    EXPECT_NE(messages(*joined.netkit), "");
  }
}

/// The kernel has delivered everything, but the peer has not taken it.
TEST_P(ClosingEarly, ByAPeerThatHasNotReadItAllIsStatus7) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    Joined joined = join(transport);
    joined.netkit->write_stdin("one line and another");
    joined.netkit->close_stdin();
    EXPECT_EQ(read_exactly(joined.peer.get(), 8).bytes, "one line");
    joined.peer.reset();
    EXPECT_TRUE(ends_with(*joined.netkit, 7));
    EXPECT_NE(messages(*joined.netkit), "");
  }
}

/// netkit holds some of the data, which is more than the kernel takes.
TEST_P(ClosingEarly, ByAResetIsStatus7AndReportsHowMuchWasNotDelivered) {
  const UniqueFd file = memory_file(random_bytes(40 * MiB));
  Joined joined = join({}, {Stdio::descriptor(file), {}, {}});
  elapse(Duration(500));
  reset(std::move(joined.peer));
  EXPECT_TRUE(ends_with(*joined.netkit, 7));
  const std::string err = messages(*joined.netkit);
  EXPECT_NE(err.find_first_of("0123456789"), std::string::npos) << err;
}

/// A reset is not mistaken for the end because unread bytes precede it.
TEST_P(ClosingEarly, ByAResetBehindUnreadBytesIsStatus7) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    Pipe out = pipe_from_child();
    Joined joined = join(transport, {}, {{}, Stdio::descriptor(out.write), {}});
    out.write.reset();
    joined.netkit->write_stdin("never read");
    joined.netkit->close_stdin();
    wait_for(joined.peer.get(), POLLIN, Deadline());
    ASSERT_EQ(write_all(joined.peer.get(), std::string_view(data_).substr(0, 150 * KiB)), 0);
    joined.peer.reset();  // with bytes unread: a reset
    elapse(Duration(200));
    EXPECT_TRUE(begins(data_, read_to_end(out.read.get()).bytes));
    EXPECT_TRUE(ends_with(*joined.netkit, 7));
    EXPECT_NE(messages(*joined.netkit), "");
  }
}

TEST_P(ClosingEarly, ByAResetInTheMiddleOfWhatWeReceiveIsStatus7) {
  for (int i = 0; i < 10; ++i) {
    Joined joined = join({}, {Stdio::null(), {}, {}});
    ASSERT_EQ(write_all(joined.peer.get(), std::string_view(data_).substr(0, MiB)), 0);
    reset(std::move(joined.peer));
    EXPECT_TRUE(ends_with(*joined.netkit, 7))
        << joined.netkit->read_stdout_until_eof().size() << " bytes received";
  }
}

NETKIT_FOR_BOTH_ROLES(ClosingEarly);

TEST(Drain, OfEchoReturnsWhatIsQueued) {
  const std::string data = random_bytes(four_megabytes);
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    Server server = start_server("echo", transport, {"--drain", "60s"});
    const UniqueFd client = connect_to(server.where);
    const std::size_t sent = write_until_blocked(client.get(), data);
    server.process->signal(SIGTERM);
    send_end(client.get());
    const Read back = read_slowly(client.get());
    EXPECT_TRUE(same_bytes(data.substr(0, sent), back.bytes));
    EXPECT_EQ(back.error, 0);
    EXPECT_TRUE(ends_with(*server.process, 0));
  }
}

TEST(Drain, OfListenKeepOpenSendsWhatIsQueued) {
  const std::string data = random_bytes(four_megabytes);
  const UniqueFd file = memory_file(data);
  Server server =
      start_server("listen", Transport::tcp4, {"-k", "--drain", "60s"}, {Stdio::descriptor(file), {}, {}});
  const UniqueFd client = connect_to(server.where);
  wait_for(client.get(), POLLIN, Deadline());
  elapse(Duration(300));
  server.process->signal(SIGTERM);
  send_end(client.get());
  const Read theirs = read_slowly(client.get());
  EXPECT_EQ(theirs.error, 0);
  EXPECT_TRUE(whole_or_reported(data, theirs.bytes, *server.process));
  EXPECT_EQ(theirs.bytes.size(), file_offset(file.get())) << "what was read is sent";
}

}  // namespace
}  // namespace netkit::test
