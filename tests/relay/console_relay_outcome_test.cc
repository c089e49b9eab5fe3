// SPDX-License-Identifier: MIT
// What a console relay reports after failures, and how it ends.
#include "console_relay_fixture.h"

namespace netkit::test {
namespace {

class OutcomeOfAConsoleRelay : public ConsoleRelayInMemory {};

TEST_F(OutcomeOfAConsoleRelay, IsPeerLostWhenTheConnectionBreaks) {
  start({});
  peer_.send("half an ans");
  peer_.hold();
  user_.send("question");
  settle();
  peer_.break_all(connection_reset());
  settle();
  expect_done(Outcome::peer_lost);
  EXPECT_EQ(outcome_->cause, connection_reset());
  EXPECT_FALSE(outcome_->while_sending);
  EXPECT_EQ(outcome_->undelivered, 8U);
  EXPECT_EQ(user_.received(), "half an ans");
  EXPECT_TRUE(user_.got_end()) << "the output is closed";
}

TEST_F(OutcomeOfAConsoleRelay, OfALostPeerWaitsForTheOutput) {
  start({});
  user_.hold();
  peer_.send("half an ans");
  settle();
  peer_.break_all(connection_reset());
  settle();
  EXPECT_FALSE(done());
  user_.let_go();
  settle();
  EXPECT_EQ(user_.received(), "half an ans");
  expect_done(Outcome::peer_lost);
}

TEST_F(OutcomeOfAConsoleRelay, OfABrokenWriteStillHasAllThatThePeerSent) {
  start({});
  peer_.hold();
  user_.send("question");
  settle();
  peer_.break_writing(broken_pipe());
  for (int i = 0; i < 3; ++i) peer_.send("answer");
  settle();
  EXPECT_EQ(user_.received(), "answeransweranswer");
  EXPECT_FALSE(done());
  peer_.send_end();
  settle();
  expect_done(Outcome::peer_lost);
  EXPECT_EQ(outcome_->cause, broken_pipe());
  EXPECT_TRUE(outcome_->while_sending);
  EXPECT_EQ(outcome_->undelivered, 8U);
}

TEST_F(OutcomeOfAConsoleRelay, OfABrokenWriteReadsNoMoreInput) {
  start({});
  peer_.break_writing(broken_pipe());
  settle();
  user_.send("not read");
  user_.hold();
  peer_.send("more than the high-water mark");
  settle();
  user_.let_go();
  settle();
  EXPECT_EQ(user_.not_read(), 1U);
}

TEST_F(OutcomeOfAConsoleRelay, OfABrokenWriteIsNotReplacedByThatOfAReset) {
  start({});
  peer_.hold();
  user_.send("question");
  settle();
  peer_.break_writing(broken_pipe());
  settle();
  peer_.break_all(connection_reset());
  settle();
  expect_done(Outcome::peer_lost);
  EXPECT_EQ(outcome_->cause, broken_pipe());
  EXPECT_TRUE(outcome_->while_sending);
}

TEST_F(OutcomeOfAConsoleRelay, IsInputFailedWhenTheInputCannotBeRead) {
  start({});
  peer_.hold();
  user_.send("question");
  settle();
  user_.break_all(errno_error(EIO));
  settle();
  expect_done(Outcome::input_failed);
  EXPECT_EQ(outcome_->cause, errno_error(EIO));
  EXPECT_EQ(outcome_->undelivered, 8U);
}

TEST_F(OutcomeOfAConsoleRelay, IsOutputFailedAsSoonAsTheOutputCannotBeWritten) {
  start({});
  peer_.send("answer");
  user_.break_writing(errno_error(ENOSPC));
  settle();
  expect_done(Outcome::output_failed);
  EXPECT_EQ(outcome_->cause, errno_error(ENOSPC));
}

TEST_F(OutcomeOfAConsoleRelay, IsReportedOnceEvenIfTheRelayIsKept) {
  start({});
  user_.break_all(errno_error(EIO));
  settle();
  expect_done(Outcome::input_failed);
  peer_.send("answer");
  peer_.send_end();
  settle();
  user_.break_writing(broken_pipe());
  settle();
  EXPECT_EQ(times_done_, 1);
}

TEST_F(OutcomeOfAConsoleRelay, IsReportedOnceIfTheOutputFailsAndThePeerIsLost) {
  start({});
  peer_.send("answer");
  user_.break_writing(broken_pipe());
  peer_.break_all(connection_reset());
  settle();
  EXPECT_EQ(times_done_, 1);
}

/// A relay whose callback destroys the relay and both streams, and then still uses its captures.
class RelayDestroyedByItsCallback : public ConsoleRelayInMemory {
 protected:
  void start_destroying(const ConsoleRelayOptions& options = {}) {
    const std::string note = "a text that is too long to be stored inside";
    relay_ = std::make_unique<ConsoleRelay>(loop_, *near_, *far_, options,
                                            [this, note](const ConsoleRelayOutcome& outcome) {
                                              relay_.reset();
                                              near_.reset();
                                              far_.reset();
                                              outcome_ = outcome;
                                              note_ = note;
                                              ++times_done_;
                                            });
    relay_->start();
  }
  void expect_destroyed(Outcome kind) {
    EXPECT_TRUE(until_done());
    expect_done(kind);
    EXPECT_EQ(note_, "a text that is too long to be stored inside");
    EXPECT_TRUE(user_.destroyed() && peer_.destroyed());
  }

  std::string note_;
};

TEST_F(RelayDestroyedByItsCallback, IsComplete) {
  start_destroying();
  user_.send_end();
  peer_.send_end();
  expect_destroyed(Outcome::complete);
}

TEST_F(RelayDestroyedByItsCallback, HasLostItsPeer) {
  start_destroying();
  peer_.break_all(connection_reset());
  expect_destroyed(Outcome::peer_lost);
}

TEST_F(RelayDestroyedByItsCallback, CannotRead) {
  start_destroying();
  user_.break_all(errno_error(EIO));
  expect_destroyed(Outcome::input_failed);
}

TEST_F(RelayDestroyedByItsCallback, CannotWrite) {
  start_destroying();
  user_.break_writing(broken_pipe());
  expect_destroyed(Outcome::output_failed);
}

TEST_F(RelayDestroyedByItsCallback, Quits) {
  ConsoleRelayOptions options;
  options.quit_after = Duration(5);
  start_destroying(options);
  user_.send_end();
  expect_destroyed(Outcome::complete);
}

TEST_F(RelayDestroyedByItsCallback, HasWaitedInSilence) {
  ConsoleRelayOptions options;
  options.peer_end.silence = Duration(5);
  start_destroying(options);
  peer_.send_end();
  expect_destroyed(Outcome::input_left);
}

TEST_F(RelayDestroyedByItsCallback, IsDestroyedInTheMiddle) {
  start_destroying();
  peer_.hold();
  user_.send("question");
  peer_.send_end();
  settle();
  relay_.reset();
  near_.reset();
  far_.reset();
  loop_.run();
  EXPECT_FALSE(done());
}

}  // namespace
}  // namespace netkit::test
