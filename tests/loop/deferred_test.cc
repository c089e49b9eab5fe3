// SPDX-License-Identifier: MIT
#include <netkit/loop/deferred.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>

#include <optional>
#include <string>

namespace netkit::test {
namespace {

TEST(Deferred, RunsFromTheLoopAndNotFromTheCall) {
  Loop loop;
  int runs = 0;
  Deferred deferred(loop, [&] { ++runs; });
  deferred.schedule();
  EXPECT_TRUE(deferred.scheduled());
  EXPECT_EQ(runs, 0);
  loop.run();
  EXPECT_EQ(runs, 1);
  EXPECT_FALSE(deferred.scheduled());
}

TEST(Deferred, RunsOnceHoweverOftenItWasScheduled) {
  Loop loop;
  int runs = 0;
  Deferred deferred(loop, [&] { ++runs; });
  deferred.schedule();
  deferred.schedule();
  loop.run();
  EXPECT_EQ(runs, 1);
}

TEST(Deferred, DoesNotRunUntilItIsScheduled) {
  Loop loop;
  Deferred deferred(loop, [] { FAIL(); });
  EXPECT_FALSE(deferred.scheduled());
  loop.run();
}

TEST(Deferred, DoesNotRunAfterCancel) {
  Loop loop;
  Deferred deferred(loop, [] { FAIL(); });
  deferred.schedule();
  deferred.cancel();
  EXPECT_FALSE(deferred.scheduled());
  loop.run();
}

TEST(Deferred, DoesNotRunAfterItsDestruction) {
  Loop loop;
  {
    Deferred deferred(loop, [] { FAIL(); });
    deferred.schedule();
  }
  loop.run();
}

TEST(Deferred, RunsAgainWhenItIsScheduledAgain) {
  Loop loop;
  int runs = 0;
  std::optional<Deferred> deferred;
  deferred.emplace(loop, [&] {
    if (++runs < 3) deferred->schedule();
  });
  deferred->schedule();
  loop.run();
  EXPECT_EQ(runs, 3);
}

TEST(Deferred, LeavesTheLoopItsTurnWhenItIsScheduledFromItsOwnRun) {
  Loop loop;
  constexpr int most = 1000;
  int runs = 0;
  std::optional<Deferred> deferred;
  deferred.emplace(loop, [&] {
    if (++runs == 1) loop.stop();
    if (runs < most) deferred->schedule();
  });
  deferred->schedule();
  loop.run();
  EXPECT_EQ(runs, 1);
}

TEST(Deferred, MayBeDestroyedInItsOwnRun) {
  Loop loop;
  std::string trace;
  std::optional<Deferred> deferred;
  // What the callback has captured is still there afterwards.
  deferred.emplace(loop, [&, note = std::string("a text that is too long to be stored inside")] {
    deferred.reset();
    trace = note;
  });
  deferred->schedule();
  loop.run();
  EXPECT_EQ(trace, "a text that is too long to be stored inside");
}

TEST(Deferred, MayBeDestroyedInAnothersRun) {
  Loop loop;
  int runs = 0;
  std::optional<Deferred> one, other;
  const auto run = [&](std::optional<Deferred>& rest) {
    ++runs;
    rest.reset();
  };
  one.emplace(loop, [&] { run(other); });
  other.emplace(loop, [&] { run(one); });
  one->schedule();
  other->schedule();
  loop.run();
  EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace netkit::test
