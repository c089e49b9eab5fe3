// SPDX-License-Identifier: MIT
// Data of awkward sizes between netkit and every peer, over everything both can.
#include "meeting_test.h"

namespace netkit::test {
namespace {

constexpr std::size_t sizes[] = {0, 1, 64 * KiB - 1, 64 * KiB, 64 * KiB + 1};

void expect_peer_receives(const Meeting& meeting, const std::string& data) {
  Pair pair = meet(meeting);
  pair.netkit->write_stdin(data);
  pair.netkit->close_stdin();
  pair.peer->wait_for_stdout(data.size());
  EXPECT_TRUE(same_bytes(data, finish(*pair.peer).out));
  EXPECT_EQ(pair.netkit->wait(), 0) << pair.netkit->stderr_so_far();
}

/// netkit's stdin stays open and silent. A peer that sends nothing and ends is not a success then
/// (status 7), so that of no bytes is tried with --recv-only.
void expect_netkit_receives(const Meeting& meeting, const std::string& data) {
  Pair pair = meet(meeting, data.empty() ? Words{"--recv-only"} : Words{});
  pair.peer->write_stdin(data);
  pair.peer->close_stdin();
  EXPECT_TRUE(same_bytes(data, pair.netkit->read_stdout_until_eof()));
  EXPECT_EQ(pair.netkit->wait(), 0) << pair.netkit->stderr_so_far();
}

class Sizes : public MeetingTest {};

TEST_P(Sizes, ArriveWholeAtThePeer) {
  for (const std::size_t size : sizes) {
    SCOPED_TRACE(size);
    expect_peer_receives(GetParam(), random_bytes(size, size));
  }
}

TEST_P(Sizes, ArriveWholeFromThePeer) {
  for (const std::size_t size : sizes) {
    SCOPED_TRACE(size);
    expect_netkit_receives(GetParam(), random_bytes(size, size));
  }
}

INSTANTIATE_TEST_SUITE_P(Interop, Sizes, testing::ValuesIn(all_meetings()), NameOf());

class LargeTransfer : public MeetingTest {};

TEST_P(LargeTransfer, ArrivesWholeAtThePeer) {
  expect_peer_receives(GetParam(), random_bytes(64 * MiB));
}

TEST_P(LargeTransfer, ArrivesWholeFromThePeer) {
  expect_netkit_receives(GetParam(), random_bytes(64 * MiB));
}

INSTANTIATE_TEST_SUITE_P(Interop, LargeTransfer, testing::ValuesIn(one_transport_each()), NameOf());

class EchoTo : public testing::TestWithParam<Peer> {};

TEST_P(EchoTo, GivesItsBytesBackOverEverythingItCan) {
  NETKIT_NEEDS(GetParam().program);
  const std::string data = random_bytes(MiB + 3);
  for (const Transport transport : GetParam().transports) {
    if (why_missing(transport)) continue;
    SCOPED_TRACE(name_of(transport));
    const Server server = start_server("echo", transport);
    const auto client = start_client(GetParam(), server.where);
    client->write_stdin(data);
    client->wait_for_stdout(data.size());
    EXPECT_TRUE(same_bytes(data, finish(*client).out));
    EXPECT_TRUE(server.process->running());
  }
}

INSTANTIATE_TEST_SUITE_P(Interop, EchoTo, testing::ValuesIn(peers()), NameOf());

}  // namespace
}  // namespace netkit::test
