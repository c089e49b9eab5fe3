// SPDX-License-Identifier: MIT
// What happens to our side when the peer ends before our input.
#include "console_relay_fixture.h"

namespace netkit::test {
namespace {

class PeerEndRuleInARelay : public ConsoleRelayInMemory {};

const std::string much = "more than the high-water mark";

/// Short times that differ clearly.
ConsoleRelayOptions quick() {
  ConsoleRelayOptions options;
  options.peer_end.silence = Duration(150);
  options.peer_end.silence_after_data = Duration(30);
  return options;
}

TEST_F(PeerEndRuleInARelay, EndsImmediatelyIfAskedTo) {
  start(AfterPeerEnd::end);
  user_.send("question");
  peer_.send_end();
  settle();
  EXPECT_EQ(peer_.received(), "question");
  EXPECT_TRUE(peer_.got_end());
  expect_done(Outcome::complete);
}

TEST_F(PeerEndRuleInARelay, EndsImmediatelyAndSendsWhatHasBeenRead) {
  start(AfterPeerEnd::end);
  peer_.hold();
  user_.send(much);
  settle();
  peer_.send_end();
  settle();
  EXPECT_FALSE(done());
  peer_.let_go();
  settle();
  EXPECT_EQ(peer_.received(), much);
  expect_done(Outcome::complete);
}

TEST_F(PeerEndRuleInARelay, EndsImmediatelyAndReportsThatInputIsLeft) {
  start(AfterPeerEnd::end);
  peer_.hold();
  user_.send(much);
  user_.send("not read");
  settle();
  peer_.send_end();
  settle();
  peer_.let_go();
  settle();
  EXPECT_EQ(peer_.received(), much);
  EXPECT_EQ(user_.not_read(), 1U);
  expect_done(Outcome::input_left);
}

TEST_F(PeerEndRuleInARelay, SendsOnToTheInputsEndIfAskedTo) {
  start(AfterPeerEnd::send_on);
  peer_.send_end();
  pass(Duration(50));
  user_.send("late");
  settle();
  EXPECT_FALSE(peer_.got_end());
  user_.send_end();
  settle();
  EXPECT_EQ(peer_.received(), "late");
  expect_done(Outcome::complete);
}

TEST_F(PeerEndRuleInARelay, EndsImmediatelyIfTheInputHasEnded) {
  for (const auto after : {AfterPeerEnd::end, AfterPeerEnd::send_on, AfterPeerEnd::find_out}) {
    near_ = user_.open();
    far_ = peer_.open();
    times_done_ = 0;
    start(after);
    user_.send_end();
    peer_.send_end();
    settle();
    expect_done(Outcome::complete);
  }
}

TEST_F(PeerEndRuleInARelay, DoesNotWaitForSilenceIfThePeerHasHungUp) {
  ConsoleRelayOptions options;
  options.peer_end.silence = options.peer_end.silence_after_data = std::chrono::hours(1);
  start(options);
  peer_.send("answer");
  peer_.hang_up();
  peer_.send_end();
  EXPECT_TRUE(until_done());
  expect_done(Outcome::complete);
}

TEST_F(PeerEndRuleInARelay, ReportsInputLeftIfThePeerHasHungUpAndHadSentNothing) {
  start(AfterPeerEnd::find_out);
  peer_.hang_up();
  peer_.send_end();
  EXPECT_TRUE(until_done());
  expect_done(Outcome::input_left);
}

TEST_F(PeerEndRuleInARelay, IsCompleteIfTheInputEndsJustAfterThePeerHasHungUp) {
  ConsoleRelayOptions options;
  options.peer_end.hung_up = std::chrono::hours(1);
  start(options);
  peer_.hang_up();
  peer_.send_end();
  settle();
  EXPECT_FALSE(done());
  user_.send_end();
  settle();
  expect_done(Outcome::complete);
}

TEST_F(PeerEndRuleInARelay, ReportsInputLeftIfThePeerHasHungUp) {
  start(AfterPeerEnd::find_out);
  user_.send("not read");
  peer_.hang_up();
  peer_.send_end();
  peer_.turn();  // before the input has its turn
  settle();
  EXPECT_EQ(user_.not_read(), 1U);
  expect_done(Outcome::input_left);
}

TEST_F(PeerEndRuleInARelay, ReportsWhatAHungUpPeerDidNotTake) {
  start(AfterPeerEnd::find_out);
  peer_.hold();
  user_.send("question");
  settle();
  peer_.hang_up();
  peer_.send_end();
  settle();
  peer_.break_writing(broken_pipe());
  settle();
  expect_done(Outcome::peer_lost);
  EXPECT_TRUE(outcome_->while_sending);
  EXPECT_TRUE(outcome_->cause);
  EXPECT_EQ(outcome_->undelivered, 8U);
}

TEST_F(PeerEndRuleInARelay, EndsAfterALongSilenceIfThePeerHadSentNothing) {
  start(quick());
  const auto begin = Clock::now();
  peer_.send_end();
  EXPECT_TRUE(until_done());
  EXPECT_GE(Clock::now() - begin, quick().peer_end.silence - Duration(1));
  EXPECT_TRUE(peer_.got_end());
  expect_done(Outcome::input_left);
}

TEST_F(PeerEndRuleInARelay, EndsAfterAShortSilenceIfThePeerHadSentSomething) {
  ConsoleRelayOptions options = quick();
  options.peer_end.silence = std::chrono::hours(1);
  start(options);
  const auto begin = Clock::now();
  peer_.send("answer");
  peer_.send_end();
  EXPECT_TRUE(until_done());
  EXPECT_GE(Clock::now() - begin, options.peer_end.silence_after_data - Duration(1));
  expect_done(Outcome::complete);
}

TEST_F(PeerEndRuleInARelay, SendsOnOnceAByteWasTaken) {
  start(quick());
  peer_.send_end();
  settle();
  user_.send("taken");
  pass(Duration(400));
  EXPECT_FALSE(peer_.got_end());
  user_.send("late");
  user_.send_end();
  settle();
  EXPECT_EQ(peer_.received(), "takenlate");
  expect_done(Outcome::complete);
}

TEST_F(PeerEndRuleInARelay, WaitsForTheAcknowledgementOfAByteBeforeItSendsOn) {
  start(quick());
  peer_.send("answer");
  peer_.send_end();
  settle();
  user_.send("x");
  peer_.leave_unacknowledged(1);
  pass(Duration(200));
  EXPECT_FALSE(done()) << "that is no silence";
  peer_.leave_unacknowledged(0);
  pass(Duration(200));
  EXPECT_FALSE(done()) << "it was taken";
  user_.send_end();
  settle();
  expect_done(Outcome::complete);
}

TEST_F(PeerEndRuleInARelay, CountsSilenceOnlyWhileNothingIsQueued) {
  start(quick());
  peer_.hold();
  user_.send("question");
  settle();
  peer_.send_end();
  pass(Duration(400));
  EXPECT_FALSE(done());
  const auto taken = Clock::now();
  peer_.let_go();
  EXPECT_TRUE(until_done());
  // The last look was a little before the queue emptied.
  EXPECT_GE(Clock::now() - taken, quick().peer_end.silence - Duration(50));
  EXPECT_EQ(peer_.received(), "question");
  expect_done(Outcome::input_left);
}

TEST_F(PeerEndRuleInARelay, EndsWithTheInputWhileItFindsOut) {
  ConsoleRelayOptions options;
  options.peer_end.silence = std::chrono::hours(1);
  start(options);
  peer_.send_end();
  settle();
  EXPECT_FALSE(peer_.got_end());
  user_.send_end();
  settle();
  expect_done(Outcome::complete);
}

TEST_F(PeerEndRuleInARelay, FindsAPeerThatAnswersWithAReset) {
  start(quick());
  peer_.send("bye");
  peer_.send_end();
  settle();
  user_.send("x");
  user_.turn();
  peer_.leave_unacknowledged(1);
  peer_.break_writing(connection_reset());
  settle();
  expect_done(Outcome::peer_lost);
  EXPECT_TRUE(outcome_->while_sending);
  EXPECT_EQ(outcome_->undelivered, 1U);
  EXPECT_EQ(user_.received(), "bye");
}

TEST_F(PeerEndRuleInARelay, WindsUpWhileItFindsOut) {
  ConsoleRelayOptions options;
  options.peer_end.silence = std::chrono::hours(1);
  start(options);
  peer_.send_end();
  settle();
  relay_->wind_up();
  settle();
  expect_done(Outcome::complete);
  loop_.run();  // nothing is left to wait for
}

}  // namespace
}  // namespace netkit::test
