// SPDX-License-Identifier: MIT
// What is done to the bytes of a connection on their way.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "support/data.h"
#include "support/fd_io.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

using std::string_literals::operator""s;

class Treatment : public testing::TestWithParam<Role> {};

TEST_P(Treatment, CrlfCompletesLineEndsOfStdinOnly) {
  Joined joined = join(GetParam(), Transport::tcp4, {"-C"});
  joined.netkit->write_stdin("a\nb\r");
  EXPECT_EQ(read_exactly(joined.peer.get(), 5).bytes, "a\r\nb\r");
  joined.netkit->write_stdin("\nc");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "\nc");
  write_all(joined.peer.get(), "x\ny\r\n");
  send_end(joined.peer.get());
  EXPECT_EQ(joined.netkit->wait(), 0);
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "x\ny\r\n");
}

TEST_P(Treatment, TelnetAnswersAndTakesOutNegotiation) {
  Joined joined = join(GetParam(), Transport::tcp4, {"-t", "--summary"});
  write_all(joined.peer.get(), "lo\xff\xfd\x18\xff");  // cut in the middle of a command
  EXPECT_EQ(joined.netkit->wait_for_stdout(2), "lo");
  EXPECT_EQ(read_exactly(joined.peer.get(), 3).bytes, "\xff\xfc\x18");
  write_all(joined.peer.get(), "\xfb\x03gin\xff\xff\r\0"s);
  EXPECT_EQ(read_exactly(joined.peer.get(), 3).bytes, "\xff\xfe\x03");
  joined.netkit->write_stdin("a\xff");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "a\xff\xff");
  send_end(joined.peer.get());
  EXPECT_EQ(joined.netkit->wait(), 0);
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "login\xff\r");
  EXPECT_TRUE(joined.netkit->stderr_so_far().contains("received 15 bytes, sent 9 bytes "));
}

using Clock = std::chrono::steady_clock;

TEST_P(Treatment, RateLimitsBothDirections) {
  const std::string data = random_bytes(60'000);
  Joined joined = join(GetParam(), Transport::tcp4, {"--rate", "100k"});
  const auto start = Clock::now();
  joined.netkit->write_stdin(data);
  joined.netkit->close_stdin();
  std::thread sender([&] {
    write_all(joined.peer.get(), data);
    send_end(joined.peer.get());
  });
  EXPECT_TRUE(same_bytes(data, read_to_end(joined.peer.get()).bytes));
  sender.join();
  EXPECT_GE(Clock::now() - start, std::chrono::milliseconds(300));  // 0.586 s less 0.25 s
  EXPECT_TRUE(same_bytes(data, joined.netkit->read_stdout_until_eof()));
  EXPECT_GE(Clock::now() - start, std::chrono::milliseconds(300));
  EXPECT_EQ(joined.netkit->wait(), 0);
}

TEST_P(Treatment, DelaySendsLineByLine) {
  Joined joined = join(GetParam(), Transport::unix_path, {"-d", "150ms"});
  const auto start = Clock::now();
  joined.netkit->write_stdin("one\ntwo\nthr");
  joined.netkit->write_stdin("ee");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_exactly(joined.peer.get(), 4).bytes, "one\n");
  const auto first = Clock::now();
  EXPECT_EQ(read_exactly(joined.peer.get(), 4).bytes, "two\n");
  EXPECT_GE(Clock::now() - start, std::chrono::milliseconds(140));
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "three");
  EXPECT_GE(Clock::now() - first, std::chrono::milliseconds(200));
  send_end(joined.peer.get());
  EXPECT_EQ(joined.netkit->wait(), 0);
}

// No line's end is in sight.
TEST_P(Treatment, DelaySendsAnEndlessLineInPieces) {
  const std::string line(300'000, 'x');
  Joined joined = join(GetParam(), Transport::unix_path, {"-d", "1h"});
  joined.netkit->write_stdin(line);
  EXPECT_TRUE(same_bytes(line.substr(0, 250'000), read_exactly(joined.peer.get(), 250'000).bytes));
}

INSTANTIATE_TEST_SUITE_P(, Treatment, testing::Values(Role::connect, Role::listen), NameOf());

// A peer that only asks would otherwise fill the memory with answers.
TEST(Telnet, IsNotReadWhileItsAnswersAreNotTaken) {
  Joined joined = join(Role::connect, Transport::unix_path, {"-t"});
  std::string requests;
  for (int i = 0; i < 5000000; ++i) requests += "\xff\xfd\x01";
  const std::size_t taken = write_until_blocked(joined.peer.get(), requests);
  EXPECT_LT(taken, 8U * 1024 * 1024);
  const std::string answers = read_exactly(joined.peer.get(), taken / 3 * 3).bytes;
  EXPECT_EQ(answers.size(), taken / 3 * 3);
  EXPECT_EQ(answers.substr(0, 6), "\xff\xfc\x01\xff\xfc\x01");
}

TEST(Crlf, IsThatOfNetcat) {
  for (const std::string program : {"ncat", "nc.openbsd"}) {
    NETKIT_NEEDS(program);
    RawListener listener(Transport::tcp4);
    Launch launch;
    launch.argv = {program, "-C", "127.0.0.1", std::to_string(listener.where().port)};
    Process client(launch);
    const UniqueFd accepted = listener.accept();
    client.write_stdin("a\nb\n");
    EXPECT_EQ(read_exactly(accepted.get(), 6).bytes, "a\r\nb\r\n") << program;
  }
}

/// Each cell of the table of what goes with what, as the command line and its complaint.
TEST(Treatments, ExcludeWhatTheyCannotTreat) {
  for (const std::string option : {"--crlf", "--telnet"}) {
    const Outcome probe = run_netkit({"connect", "-z", option, "127.0.0.1", "1"});
    EXPECT_EQ(probe.status, 2) << option;
    EXPECT_TRUE(probe.err.contains(option + " and --probe exclude each other")) << probe.err;
    const Outcome echo = run_netkit({"echo", option, "0"});
    EXPECT_EQ(echo.status, 2) << option;
    EXPECT_TRUE(echo.err.contains("it is for listen and connect")) << echo.err;
  }
}

}  // namespace
}  // namespace netkit::test
