// SPDX-License-Identifier: MIT
// --summary: one line at the end, and one for each SIGUSR1.
#include <gtest/gtest.h>

#include <csignal>
#include <regex>

#include "support/fd_io.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

std::regex summary_of(int received, int sent) {
  const std::string rate = R"([0-9.]+ ([KMG]i)?B/s)";
  return std::regex("netkit: received " + std::to_string(received) + " bytes, sent " + std::to_string(sent) +
                    R"( bytes in [0-9]+\.[0-9]{3}s \()" + rate + ", " + rate + R"(\)\n)");
}

class SummaryOption : public testing::TestWithParam<Role> {};

TEST_P(SummaryOption, IsPrintedAtTheEndEvenWithQ) {
  Joined joined = join(GetParam(), Transport::tcp4, {"-q", "--summary"});
  joined.netkit->write_stdin("hello");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "hello");
  write_all(joined.peer.get(), "hello, world");
  send_end(joined.peer.get());
  EXPECT_EQ(joined.netkit->wait(), 0);
  const std::string err = joined.netkit->read_stderr_until_eof();
  EXPECT_TRUE(std::regex_match(err, summary_of(12, 5))) << err;
}

TEST_P(SummaryOption, IsPrintedOnSigusr1) {
  Joined joined = join(GetParam(), Transport::tcp4, {"-q", "--summary"});
  write_all(joined.peer.get(), "12");
  EXPECT_EQ(joined.netkit->wait_for_stdout(2), "12");
  joined.netkit->signal(SIGUSR1);
  joined.netkit->wait_for_stderr("B/s)\n");
  EXPECT_TRUE(std::regex_match(joined.netkit->stderr_so_far(), summary_of(2, 0)));
  EXPECT_TRUE(joined.netkit->running());
}

TEST_P(SummaryOption, IsNotNeededForTheSignalToPrint) {
  Joined joined = join(GetParam(), Transport::tcp4);
  joined.netkit->signal(SIGUSR1);
  joined.netkit->wait_for_stderr("netkit: received 0 bytes, sent 0 bytes in ");
  EXPECT_TRUE(joined.netkit->running());
}

INSTANTIATE_TEST_SUITE_P(, SummaryOption, testing::Values(Role::connect, Role::listen), NameOf());

TEST(Summary, OfManyConnectionsCountsThoseThatAreGone) {
  const Server server = start_server("echo", Transport::tcp4, {"-q", "--summary"});
  for (const std::string bytes : {"abc", "defgh"}) {
    const UniqueFd client = connect_to(server.where);
    write_all(client.get(), bytes);
    send_end(client.get());
    EXPECT_EQ(read_to_end(client.get()).bytes, bytes);
  }
  const UniqueFd live = connect_to(server.where);
  write_all(live.get(), "1");
  EXPECT_EQ(read_exactly(live.get(), 1).bytes, "1");
  server.process->signal(SIGUSR1);
  server.process->wait_for_stderr("B/s)\n");
  EXPECT_TRUE(std::regex_match(server.process->stderr_so_far(), summary_of(9, 9)));
  send_end(live.get());
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
}

TEST(Summary, IsPrintedOnlyIfEventsAreNotOnStderr) {
  const Where unused = unused_where(Transport::tcp4);
  const Outcome among = run_netkit(Words{"connect", "--summary", "--events"} + unused.netkit_words());
  EXPECT_EQ(among.err.find("received"), std::string::npos);
  const Outcome beside = run_netkit(Words{"connect", "--summary", "--events=fd:1"} + unused.netkit_words());
  EXPECT_EQ(beside.err.find("netkit: received 0 bytes, sent 0 bytes in 0.000s (0 B/s, 0 B/s)\n"), 0U);
}

}  // namespace
}  // namespace netkit::test
