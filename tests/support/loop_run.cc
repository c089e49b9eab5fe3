// SPDX-License-Identifier: MIT
#include "loop_run.h"

#include <gtest/gtest.h>
#include <netkit/loop/timer.h>

#include <csignal>

namespace netkit::test {
namespace {

/// A write to a peer that has gone returns an error, as in netkit itself.
class IgnoresBrokenPipes : public testing::Environment {
 public:
  void SetUp() override { std::signal(SIGPIPE, SIG_IGN); }
};

[[maybe_unused]] const auto* const environment = testing::AddGlobalTestEnvironment(new IgnoresBrokenPipes);

}  // namespace

bool run_until(Loop& loop, const std::function<bool()>& holds, Duration at_most) {
  const Deadline deadline(at_most);
  bool held = holds();
  Timer look(loop, [&] {
    held = holds();
    if (held || deadline.passed()) return loop.stop();
    look.start(Duration(1));
  });
  look.start(Duration(0));
  if (!held) loop.run();
  return held;
}

void run_for(Loop& loop, Duration duration) {
  run_until(loop, [] { return false; }, duration);
}

}  // namespace netkit::test
