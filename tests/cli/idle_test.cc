// SPDX-License-Identifier: MIT
// Times after which netkit closes: --idle-timeout with each --on-idle, and --max-time.
#include <gtest/gtest.h>

#include "support/data.h"
#include "support/fd_io.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

class IdleTimeout : public testing::TestWithParam<Role> {};

TEST_P(IdleTimeout, EndsWithFinAndStatus6) {
  Joined joined = join(GetParam(), Transport::tcp4, {"-q", "-i", "150ms"});
  EXPECT_EQ(read_to_end(joined.peer.get()).error, 0);
  EXPECT_EQ(joined.netkit->wait(), 6);
  EXPECT_EQ(joined.netkit->read_stderr_until_eof().find("netkit: nothing was sent or received for 150ms"),
            0U);
}

TEST_P(IdleTimeout, ReportOnlyReports) {
  Joined joined = join(GetParam(), Transport::tcp4, {"-i", "50ms", "--on-idle=report", "--events"});
  joined.netkit->wait_for_stderr("\"event\":\"timeout\",\"id\":1,\"readyState\":\"open\"");
  write_all(joined.peer.get(), "still here");
  EXPECT_EQ(joined.netkit->wait_for_stdout(10), "still here");
}

TEST_P(IdleTimeout, DestroyClosesImmediately) {
  Joined joined = join(GetParam(), Transport::tcp4, {"-i", "50ms", "--on-idle=destroy"});
  EXPECT_EQ(joined.netkit->wait(), 6);
}

TEST_P(IdleTimeout, AStuckPeerIsNotWaitedForForever) {
  // It neither reads nor writes: what is queued never leaves, so FIN cannot be sent.
  const UniqueFd input = memory_file(std::string(16 * MiB, 'x'));
  Joined joined = join(GetParam(), Transport::tcp4, {"-i", "200ms"}, {Stdio::descriptor(input), {}, {}});
  EXPECT_EQ(joined.netkit->wait(), 6);
  EXPECT_NE(joined.netkit->read_stderr_until_eof().find("bytes were not delivered"), std::string::npos);
}

TEST_P(IdleTimeout, MaxTimeEndsEverythingWith124) {
  Joined joined = join(GetParam(), Transport::tcp4, {"-q", "--max-time", "100ms"});
  EXPECT_EQ(joined.netkit->wait(), 124);
  EXPECT_EQ(joined.netkit->read_stderr_until_eof(), "netkit: stopped after 100ms (--max-time)\n");
}

INSTANTIATE_TEST_SUITE_P(, IdleTimeout, testing::Values(Role::connect, Role::listen), NameOf());

TEST(IdleTimeoutOfEcho, EndsTheConnectionAndNotTheServer) {
  const Server server = start_server("echo", Transport::tcp4, {"-i", "100ms"});
  for (int i = 0; i < 2; ++i) {
    const UniqueFd client = connect_to(server.where);
    EXPECT_EQ(read_to_end(client.get()).error, 0);
  }
  EXPECT_TRUE(server.process->running());
}

}  // namespace
}  // namespace netkit::test
