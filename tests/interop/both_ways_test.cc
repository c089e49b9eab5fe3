// SPDX-License-Identifier: MIT
// Data in both directions at once, and one direction after the other has ended.
#include "meeting_test.h"

namespace netkit::test {
namespace {

class BothWays : public MeetingTest {};

TEST_P(BothWays, AtOnceArriveWhole) {
  const std::string ours = random_bytes(3 * MiB + 7, 1);
  const std::string theirs = random_bytes(2 * MiB + 5, 2);
  Pair pair = meet(GetParam());
  pair.netkit->write_stdin(ours);
  pair.peer->write_stdin(theirs);
  pair.peer->wait_for_stdout(ours.size());
  pair.netkit->wait_for_stdout(theirs.size());
  pair.netkit->close_stdin();
  pair.peer->close_stdin();
  const Outcome netkit = finish(*pair.netkit);
  EXPECT_EQ(netkit.status, 0) << netkit.err;
  EXPECT_TRUE(same_bytes(theirs, netkit.out));
  EXPECT_TRUE(same_bytes(ours, finish(*pair.peer).out));
}

INSTANTIATE_TEST_SUITE_P(Interop, BothWays, testing::ValuesIn(all_meetings()), NameOf());

class HalfClose : public MeetingTest {};

TEST_P(HalfClose, ByNetkitLeavesThePeerSending) {
  if (!GetParam().peer_outlives_end()) {
    GTEST_SKIP() << GetParam().peer->program << " stops sending when the other side has ended";
  }
  const std::string question = random_bytes(100 * KiB, 1);
  const std::string answer = random_bytes(300 * KiB, 2);
  Pair pair = meet(GetParam());
  pair.netkit->write_stdin(question);
  pair.netkit->close_stdin();
  EXPECT_TRUE(same_bytes(question, pair.peer->wait_for_stdout(question.size())));
  elapse(Duration(300));
  EXPECT_TRUE(pair.netkit->running()) << "netkit ended before its peer";
  pair.peer->write_stdin(answer);
  pair.peer->close_stdin();
  const Outcome netkit = finish(*pair.netkit);
  EXPECT_EQ(netkit.status, 0) << netkit.err;
  EXPECT_TRUE(same_bytes(answer, netkit.out));
}

TEST_P(HalfClose, ByThePeerLeavesNetkitSending) {
  if (!GetParam().peer->half_closes) {
    GTEST_SKIP() << GetParam().peer->program << " cannot end one direction only";
  }
  const std::string question = random_bytes(100 * KiB, 1);
  const std::string answer = random_bytes(300 * KiB, 2);
  Pair pair = meet(GetParam(), {"--half-open"});
  pair.peer->write_stdin(question);
  pair.peer->close_stdin();
  EXPECT_TRUE(same_bytes(question, pair.netkit->read_stdout_until_eof()))
      << "stdout is closed at the peer's end";
  elapse(Duration(300));
  pair.netkit->write_stdin(answer);
  pair.netkit->close_stdin();
  EXPECT_TRUE(same_bytes(answer, pair.peer->read_stdout_until_eof()));
  EXPECT_EQ(pair.netkit->wait(), 0) << pair.netkit->stderr_so_far();
}

INSTANTIATE_TEST_SUITE_P(Interop, HalfClose, testing::ValuesIn(all_meetings()), NameOf());

}  // namespace
}  // namespace netkit::test
