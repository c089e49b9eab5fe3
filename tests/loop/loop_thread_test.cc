// SPDX-License-Identifier: MIT
#include <netkit/loop/loop_thread.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/stop_token_watcher.h>
#include <netkit/loop/timer.h>
#include <netkit/loop/wakeup.h>

#include <memory>
#include <optional>
#include <stdexcept>

#include "support/loop_run.h"

namespace netkit::test {
namespace {

TEST(Wakeup, CallsInTheLoopsThread) {
  Loop loop;
  int calls = 0;
  std::thread::id called_in;
  Wakeup wakeup(loop, [&] {
    ++calls;
    called_in = std::this_thread::get_id();
  });
  std::jthread([&] { wakeup.send(); }).join();
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(run_until(loop, [&] { return calls == 1; }));
  EXPECT_EQ(called_in, std::this_thread::get_id());
  wakeup.send();
  EXPECT_TRUE(run_until(loop, [&] { return calls == 2; }));
}

TEST(Wakeup, MayBeDestroyedByItsCall) {
  Loop loop;
  std::optional<Wakeup> wakeup;
  wakeup.emplace(loop, [&] { wakeup.reset(); });
  wakeup->send();
  loop.run();
  EXPECT_FALSE(wakeup);
}

TEST(Wakeup, DoesNotCallAfterItsDestruction) {
  Loop loop;
  std::optional<Wakeup> wakeup;
  wakeup.emplace(loop, [] { FAIL(); });
  wakeup->send();
  wakeup.reset();
  loop.run();
}

TEST(Wakeup, KeepsTheLoopRunningUnlessUnreferenced) {
  Loop loop;
  Wakeup wakeup(loop, [] {});
  wakeup.unref();
  loop.run();
}

TEST(StopTokenWatcher, CallsOnceAndMayBeDestroyedThen) {
  Loop loop;
  std::stop_source source;
  std::optional<StopTokenWatcher> watch;
  int calls = 0;
  watch.emplace(loop, source.get_token(), [&] {
    ++calls;
    watch.reset();
  });
  std::jthread([&] { source.request_stop(); }).join();
  EXPECT_TRUE(run_until(loop, [&] { return calls > 0; }));
  EXPECT_EQ(calls, 1);
}

TEST(LoopThread, DoesWhatItIsAskedToBeforeTheCallReturns) {
  Loop loop;
  LoopThread thread(loop);
  std::thread::id first, second;
  thread.call([&] { first = std::this_thread::get_id(); });
  thread.call([&] { second = std::this_thread::get_id(); });
  EXPECT_EQ(first, second);
  EXPECT_NE(first, std::this_thread::get_id());
}

TEST(LoopThread, RunsWhatLivesWithTheLoop) {
  Loop loop, ours;
  int told = 0;
  Wakeup news(ours, [&] { ++told; });
  std::optional<Timer> timer;
  LoopThread thread(loop);
  thread.call([&] {
    timer.emplace(loop, [&] { news.send(); });
    timer->start(Duration(1));
  });
  EXPECT_TRUE(run_until(ours, [&] { return told == 1; }));
  thread.call([&] { timer.reset(); });
}

TEST(LoopThread, ThrowsWhatTheWorkThrowsAndGoesOn) {
  Loop loop;
  LoopThread thread(loop);
  EXPECT_THROW(thread.call([] { throw std::runtime_error("no"); }), std::runtime_error);
  bool called = false;
  thread.call([&] { called = true; });
  EXPECT_TRUE(called);
}

TEST(LoopThread, ReportsWhatACallbackThrowsAndGoesOn) {
  Loop loop, ours;
  int told = 0;
  Wakeup news(ours, [&] { ++told; });
  std::optional<Timer> timer;
  LoopThread thread(loop, [&](const std::exception_ptr&) { news.send(); });
  thread.call([&] {
    timer.emplace(loop, [] { throw std::runtime_error("no"); });
    timer->start(Duration(1));
  });
  EXPECT_TRUE(run_until(ours, [&] { return told == 1; }));
  thread.call([&] { timer.reset(); });
}

TEST(LoopThread, LeavesTheLoopToItsOwner) {
  Loop loop;
  int calls = 0;
  Timer timer(loop, [&] { ++calls; });
  timer.start(std::chrono::hours(1));
  {
    const LoopThread thread(loop);
  }
  timer.start(Duration(0));
  EXPECT_TRUE(run_until(loop, [&] { return calls == 1; }));
}

}  // namespace
}  // namespace netkit::test
