// SPDX-License-Identifier: MIT
#include <netkit/loop/signals.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>

#include <csignal>
#include <optional>
#include <vector>

#include "support/loop_run.h"

namespace netkit::test {
namespace {

TEST(Signals, AreReportedFromTheLoop) {
  Loop loop;
  std::vector<int> heard;
  const Signals signals(loop, {SIGUSR1, SIGUSR2}, [&](int number) { heard.push_back(number); });
  std::raise(SIGUSR2);
  EXPECT_TRUE(heard.empty());
  EXPECT_TRUE(run_until(loop, [&] { return heard.size() == 1; }));
  std::raise(SIGUSR1);
  EXPECT_TRUE(run_until(loop, [&] { return heard.size() == 2; }));
  EXPECT_EQ(heard, (std::vector<int>{SIGUSR2, SIGUSR1}));
}

TEST(Signals, StayIgnoredIfTheyWere) {
  const auto before = std::signal(SIGUSR1, SIG_IGN);
  {
    Loop loop;
    const Signals signals(loop, {SIGUSR1}, [](int) { FAIL() << "it was ignored at the start"; });
    std::raise(SIGUSR1);
    run_for(loop, Duration(20));
    EXPECT_EQ(std::signal(SIGUSR1, SIG_IGN), SIG_IGN);
  }
  std::signal(SIGUSR1, before);
}

TEST(Signals, DoNotKeepTheLoopRunning) {
  Loop loop;
  const Signals signals(loop, {SIGUSR1}, [](int) {});
  loop.run();
}

TEST(Signals, MayBeDestroyedInTheirOwnCallback) {
  Loop loop;
  int calls = 0;
  std::optional<Signals> signals;
  signals.emplace(loop, std::initializer_list<int>{SIGUSR1, SIGUSR2}, [&](int) {
    ++calls;
    signals.reset();
  });
  std::raise(SIGUSR1);
  EXPECT_TRUE(run_until(loop, [&] { return calls == 1; }));
}

TEST(Signals, HaveTheirDefaultAgainAfterDestruction) {
  Loop loop;
  {
    const Signals signals(loop, {SIGUSR1}, [](int) {});
  }
  struct sigaction action{};
  ASSERT_EQ(sigaction(SIGUSR1, nullptr, &action), 0);
  EXPECT_EQ(action.sa_handler, SIG_DFL);
}

}  // namespace
}  // namespace netkit::test
