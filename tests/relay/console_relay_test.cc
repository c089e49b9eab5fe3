// SPDX-License-Identifier: MIT
#include <utility>

#include "console_relay_fixture.h"

namespace netkit::test {
namespace {

const std::string much = "more than the high-water mark";

TEST_F(ConsoleRelayInMemory, SendsWhatEitherReceivesToTheOther) {
  start({});
  user_.send("question");
  peer_.send("ans");
  peer_.send("wer");
  settle();
  EXPECT_EQ(peer_.received(), "question");
  EXPECT_EQ(user_.received(), "answer");
  EXPECT_FALSE(done());
}

TEST_F(ConsoleRelayInMemory, PausesTheInputWhenThePeersQueueIsFull) {
  start({});
  peer_.hold();
  user_.send(much);
  user_.send("more");
  settle();
  EXPECT_TRUE(user_.paused());
  EXPECT_EQ(user_.not_read(), 1U);
  EXPECT_EQ(peer_.queued(), much.size());
  peer_.let_go();
  settle();
  EXPECT_FALSE(user_.paused());
  EXPECT_EQ(peer_.received(), much + "more");
}

TEST_F(ConsoleRelayInMemory, PausesThePeerWhenTheOutputsQueueIsFull) {
  start({});
  user_.hold();
  peer_.send(much);
  peer_.send("more");
  settle();
  EXPECT_TRUE(peer_.paused());
  EXPECT_EQ(peer_.not_read(), 1U);
  user_.let_go();
  settle();
  EXPECT_FALSE(peer_.paused());
  EXPECT_EQ(user_.received(), much + "more");
}

TEST_F(ConsoleRelayInMemory, LetsOneDirectionGoOnWhileTheOtherIsBlocked) {
  start({});
  user_.hold();
  peer_.send(much);
  settle();
  for (int i = 0; i < 3; ++i) user_.send("on");
  settle();
  EXPECT_EQ(peer_.received(), "ononon");
}

TEST_F(ConsoleRelayInMemory, SendsTheInputsEndAndGoesOnReceiving) {
  start({});
  user_.send("question");
  user_.send_end();
  settle();
  EXPECT_TRUE(peer_.got_end());
  EXPECT_EQ(peer_.received(), "question");
  peer_.send("answer");
  settle();
  EXPECT_EQ(user_.received(), "answer");
  EXPECT_FALSE(done());
  peer_.send_end();
  settle();
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, SendsTheEndAfterEverythingThatIsQueued) {
  start({});
  peer_.hold();
  user_.send("question");
  user_.send_end();
  settle();
  EXPECT_FALSE(peer_.got_end());
  peer_.let_go();
  settle();
  EXPECT_EQ(peer_.received(), "question");
  EXPECT_TRUE(peer_.got_end());
}

TEST_F(ConsoleRelayInMemory, ClosesTheOutputWhenThePeerHasEndedThoughWeGoOnSending) {
  start(AfterPeerEnd::send_on);
  peer_.send("answer");
  peer_.send_end();
  settle();
  EXPECT_EQ(user_.received(), "answer");
  EXPECT_TRUE(user_.got_end());
  user_.send("more");
  settle();
  EXPECT_EQ(peer_.received(), "more");
  EXPECT_FALSE(peer_.got_end());
}

TEST_F(ConsoleRelayInMemory, IsDoneWhenBothHaveClosedNotWhenBothHaveEnded) {
  start({});
  user_.hold();
  peer_.send("answer");
  peer_.send_end();
  user_.send_end();
  settle();
  EXPECT_TRUE(peer_.closed());
  EXPECT_FALSE(done());
  user_.let_go();
  settle();
  EXPECT_EQ(user_.received(), "answer");
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, WaitsForThePeerToTakeWhatIsQueued) {
  start({});
  peer_.hold();
  user_.send("question");
  user_.send_end();
  peer_.send_end();
  settle();
  EXPECT_TRUE(user_.got_end());
  EXPECT_FALSE(done());
  peer_.let_go();
  settle();
  EXPECT_EQ(peer_.received(), "question");
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, ThatDoesNotReadInputEndsOurSideAfterThePeers) {
  ConsoleRelayOptions options;
  options.read_input = false;
  start(options);
  user_.send("not sent");
  peer_.send("answer");
  settle();
  EXPECT_EQ(user_.not_read(), 1U);
  EXPECT_FALSE(peer_.got_end());
  peer_.send_end();
  settle();
  EXPECT_EQ(user_.received(), "answer");
  EXPECT_EQ(peer_.received(), "");
  EXPECT_TRUE(peer_.got_end());
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, ThatDoesNotReadInputDoesNotReadItAfterADrainEither) {
  ConsoleRelayOptions options;
  options.read_input = false;
  start(options);
  user_.hold();
  peer_.send(much);
  settle();
  user_.let_go();
  settle();
  EXPECT_TRUE(user_.paused());
}

TEST_F(ConsoleRelayInMemory, ThatDoesNotEndWithTheInputEndsOurSideAfterThePeers) {
  ConsoleRelayOptions options;
  options.end_with_input = false;
  start(options);
  user_.send("question");
  user_.send_end();
  settle();
  EXPECT_EQ(peer_.received(), "question");
  EXPECT_FALSE(peer_.got_end());
  peer_.send_end();
  settle();
  EXPECT_TRUE(peer_.got_end());
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, ThatDoesNotEndWithTheInputStillEndsAfterThePeerHas) {
  ConsoleRelayOptions options;
  options.end_with_input = false;
  options.peer_end.after_peer_end = AfterPeerEnd::send_on;
  start(options);
  peer_.send_end();
  settle();
  user_.send("late");
  user_.send_end();
  settle();
  EXPECT_EQ(peer_.received(), "late");
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, DropsWhatArrivesIfAskedTo) {
  ConsoleRelayOptions options;
  options.discard_received = true;
  start(options);
  user_.hold();
  peer_.send(much);
  peer_.send(much);
  peer_.send_end();
  user_.send_end();
  settle();
  EXPECT_EQ(peer_.not_read(), 0U) << "nothing holds it up";
  user_.let_go();
  settle();
  EXPECT_EQ(user_.received(), "");
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, QuitsSomeTimeAfterOurSideHasEnded) {
  ConsoleRelayOptions options;
  options.quit_after = Duration(40);
  start(options);
  user_.send("question");
  user_.send_end();
  const auto start = Clock::now();
  EXPECT_TRUE(until_done());
  EXPECT_GE(Clock::now() - start, Duration(39));
  expect_done(Outcome::complete);
  EXPECT_TRUE(user_.got_end());
}

TEST_F(ConsoleRelayInMemory, CountsTheTimeToQuitFromTheEndHavingBeenSent) {
  ConsoleRelayOptions options;
  options.quit_after = Duration(10);
  start(options);
  peer_.hold();
  user_.send("question");
  user_.send_end();
  pass(Duration(60));
  EXPECT_FALSE(done());
  peer_.let_go();
  EXPECT_TRUE(until_done());
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, DoesNotQuitBeforeTheOutputHasBeenWritten) {
  ConsoleRelayOptions options;
  options.quit_after = Duration(5);
  start(options);
  user_.hold();
  peer_.send("answer");
  user_.send_end();
  pass(Duration(40));
  EXPECT_FALSE(done());
  user_.let_go();
  settle();
  EXPECT_EQ(user_.received(), "answer");
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, ReportsHowMuchWasNotDeliveredWhenItQuits) {
  ConsoleRelayOptions options;
  options.quit_after = Duration(10);
  start(options);
  user_.send("question");
  user_.send_end();
  settle();
  peer_.leave_unacknowledged(7);
  EXPECT_TRUE(until_done());
  expect_done(Outcome::not_delivered);
  EXPECT_EQ(outcome_->undelivered, 7U);
}

TEST_F(ConsoleRelayInMemory, DoesNotQuitIfThePeerEndsInTime) {
  ConsoleRelayOptions options;
  options.quit_after = std::chrono::hours(1);
  start(options);
  user_.send_end();
  peer_.send_end();
  settle();
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, WindsUpWithoutThePeersEnd) {
  start({});
  peer_.hold();
  user_.send("question");
  settle();
  relay_->wind_up();
  user_.send("not sent");
  settle();
  EXPECT_FALSE(done());
  EXPECT_TRUE(peer_.must_close_soon());
  peer_.let_go();
  settle();
  EXPECT_EQ(peer_.received(), "question");
  EXPECT_TRUE(peer_.got_end());
  EXPECT_TRUE(user_.got_end());
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, WindsUpAfterOurSideHasEndedToo) {
  start({});
  user_.send_end();
  settle();
  relay_->wind_up();
  settle();
  expect_done(Outcome::complete);
}

TEST_F(ConsoleRelayInMemory, LeavesNothingInTheLoopWhenDone) {
  start({});
  user_.send_end();
  peer_.send_end();
  settle();
  expect_done(Outcome::complete);
  loop_.run();
}

}  // namespace
}  // namespace netkit::test
