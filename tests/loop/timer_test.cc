// SPDX-License-Identifier: MIT
#include <netkit/loop/timer.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>

#include <memory>
#include <optional>
#include <string>

#include "support/loop_run.h"

namespace netkit::test {
namespace {

using std::chrono::hours;

TEST(Timer, CallsOnceThatLongAfterItsStart) {
  Loop loop;
  int calls = 0;
  Timer timer(loop, [&] { ++calls; });
  const auto start = Clock::now();
  timer.start(Duration(20));
  EXPECT_TRUE(timer.running());
  loop.run();
  EXPECT_EQ(calls, 1);
  EXPECT_FALSE(timer.running());
  EXPECT_GE(Clock::now() - start, Duration(19));
}

TEST(Timer, CountsFromItsStartThoughTheLoopHasNotLookedAtTheClock) {
  Loop loop;
  Timer timer(loop, [] {});
  elapse(Duration(30));
  const auto start = Clock::now();
  timer.start(Duration(20));
  loop.run();
  EXPECT_GE(Clock::now() - start, Duration(19));
}

TEST(Timer, CountsFromTheLastStart) {
  Loop loop;
  int calls = 0;
  Timer timer(loop, [&] { ++calls; });
  timer.start(hours(1));
  timer.start(Duration(1));
  loop.run();
  EXPECT_EQ(calls, 1);
}

TEST(Timer, CanBeStartedFromItsOwnCallback) {
  Loop loop;
  int calls = 0;
  std::optional<Timer> timer;
  timer.emplace(loop, [&] {
    if (++calls < 3) timer->start(Duration(1));
  });
  timer->start(Duration(1));
  loop.run();
  EXPECT_EQ(calls, 3);
}

TEST(Timer, IsSilentAfterStop) {
  Loop loop;
  Timer timer(loop, [] { FAIL(); });
  timer.start(Duration(0));
  timer.stop();
  EXPECT_FALSE(timer.running());
  loop.run();
}

TEST(Timer, IsSilentAfterItsDestruction) {
  Loop loop;
  {
    Timer timer(loop, [] { FAIL(); });
    timer.start(Duration(0));
  }
  loop.run();
}

TEST(Timer, MayBeDestroyedInItsOwnCallback) {
  Loop loop;
  std::string trace;
  std::optional<Timer> timer;
  // What the callback has captured is still there afterwards.
  timer.emplace(loop, [&timer, &trace, note = std::string("a text that is too long to be stored inside")] {
    timer.reset();
    trace = note;
  });
  timer->start(Duration(0));
  loop.run();
  EXPECT_EQ(trace, "a text that is too long to be stored inside");
}

TEST(Timer, MayBeDestroyedInAnothersCallback) {
  Loop loop;
  std::optional<Timer> other(std::in_place, loop, [] { FAIL(); });
  Timer timer(loop, [&] { other.reset(); });
  timer.start(Duration(0));
  other->start(std::chrono::hours(1));
  loop.run();
}

TEST(Timer, OfANegativeTimeCallsInTheNextRound) {
  Loop loop;
  int calls = 0;
  Timer timer(loop, [&] { ++calls; });
  timer.start(Duration(-5));
  EXPECT_EQ(calls, 0);
  loop.run();
  EXPECT_EQ(calls, 1);
}

/// "0 ms: in the loop's next round": one that starts itself again does not hold up the others.
TEST(Timer, OfNoTimeLeavesTheOthersTheirTurn) {
  Loop loop;
  constexpr int most = 1000;
  int calls = 0;
  std::optional<Timer> timer;
  timer.emplace(loop, [&] {
    if (++calls == 1) loop.stop();
    if (calls < most) timer->start(Duration(0));
  });
  timer->start(Duration(0));
  loop.run();
  EXPECT_EQ(calls, 1) << "the round that was to be the last went on";
}

}  // namespace
}  // namespace netkit::test
