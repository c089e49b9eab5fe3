// SPDX-License-Identifier: MIT
#include <netkit/loop/loop.h>

#include <gtest/gtest.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/timer.h>

#include <memory>
#include <stdexcept>

#include "support/loop_run.h"

namespace netkit::test {
namespace {

TEST(Loop, ReturnsWhenNothingIsLeftThatCouldCallBack) {
  Loop loop;
  loop.run();
  int calls = 0;
  Timer timer(loop, [&] { ++calls; });
  timer.start(Duration(1));
  loop.run();
  EXPECT_EQ(calls, 1);
}

TEST(Loop, ReturnsAfterStopThoughMoreWaits) {
  Loop loop;
  Timer later(loop, [] { FAIL() << "an hour has not passed"; });
  later.start(std::chrono::hours(1));
  Timer timer(loop, [&] { loop.stop(); });
  timer.start(Duration(0));
  loop.run();
  EXPECT_TRUE(later.running());
}

TEST(Loop, RunsAgainAfterStop) {
  Loop loop;
  int calls = 0;
  for (int round = 1; round <= 2; ++round) {
    Timer timer(loop, [&] {
      ++calls;
      loop.stop();
    });
    timer.start(Duration(0));
    loop.run();
    EXPECT_EQ(calls, round);
  }
}

TEST(Loop, MayBeDestroyedAfterAStopThatNoRunHasMet) {
  Loop loop;
  const Timer timer(loop, [] {});
  loop.stop();
}

TEST(Loop, ThrowsFromRunWhatACallbackThrowsAndRunsOn) {
  Loop loop;
  int calls = 0;
  Timer timer(loop, [&] {
    if (++calls == 1) throw std::runtime_error("from a timer");
    loop.stop();
  });
  Deferred failing(loop, [] { throw std::runtime_error("from deferred work"); });
  timer.start(Duration(1));
  EXPECT_THROW(loop.run(), std::runtime_error);
  timer.start(Duration(1));
  loop.run();
  EXPECT_EQ(calls, 2);
  failing.schedule();
  EXPECT_THROW(loop.run(), std::runtime_error);
}

TEST(Loop, DoesNotServeWhileItIsDestroyed) {
  int calls = 0;
  auto loop = std::make_unique<Loop>();
  {
    Timer timer(*loop, [&] { ++calls; });
    timer.start(Duration(0));
  }
  loop.reset();
  EXPECT_EQ(calls, 0);
}

TEST(Loop, HasATimeThatGoesForward) {
  Loop loop;
  const auto before = loop.now();
  Timer timer(loop, [] {});
  timer.start(Duration(5));
  loop.run();
  EXPECT_GE(loop.now() - before, Duration(5));
}

TEST(Loop, HasOneReceiveBufferOf64KiB) {
  Loop loop;
  EXPECT_EQ(loop.receive_buffer().size(), 64U * 1024);
  EXPECT_EQ(loop.receive_buffer().data(), loop.receive_buffer().data());
}

}  // namespace
}  // namespace netkit::test
