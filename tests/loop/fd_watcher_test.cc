// SPDX-License-Identifier: MIT
#include <netkit/loop/fd_watcher.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <sys/epoll.h>

#include <optional>

#include "support/fd_io.h"
#include "support/loop_run.h"

namespace netkit::test {
namespace {

TEST(FdWatcher, TellsThatADescriptorCanBeRead) {
  Loop loop;
  const Pipe pipe = pipe_between_children();
  int calls = 0;
  FdWatcher readiness(loop, pipe.read.get(), [&] { ++calls; });
  ASSERT_TRUE(readiness.can_watch());
  readiness.watch(EPOLLIN);
  run_for(loop, Duration(20));
  EXPECT_EQ(calls, 0);
  write_all(pipe.write.get(), "x");
  EXPECT_TRUE(run_until(loop, [&] { return calls > 0; }));
}

TEST(FdWatcher, TellsThatADescriptorCanBeWritten) {
  Loop loop;
  Pipe pipe = pipe_to_child();
  write_until_blocked(pipe.write.get(), std::string(1 << 20, 'x'));
  int calls = 0;
  FdWatcher readiness(loop, pipe.write.get(), [&] { ++calls; });
  readiness.watch(EPOLLOUT);
  run_for(loop, Duration(20));
  EXPECT_EQ(calls, 0);
  read_some(pipe.read.get(), 1 << 20, Deadline());
  EXPECT_TRUE(run_until(loop, [&] { return calls > 0; }));
}

TEST(FdWatcher, TellsOfAHangUp) {
  Loop loop;
  Pipe pipe = pipe_between_children();
  int calls = 0;
  FdWatcher readiness(loop, pipe.read.get(), [&] { ++calls; });
  readiness.watch(EPOLLIN);
  pipe.write.reset();
  EXPECT_TRUE(run_until(loop, [&] { return calls > 0; }));
}

TEST(FdWatcher, IsSilentWhileNothingIsWatchedAHangUpIncluded) {
  Loop loop;
  Pipe pipe = pipe_between_children();
  int calls = 0;
  FdWatcher readiness(loop, pipe.read.get(), [&] { ++calls; });
  readiness.watch(EPOLLIN);
  readiness.watch(0);
  pipe.write.reset();
  run_for(loop, Duration(20));
  EXPECT_EQ(calls, 0);
  loop.run();  // nor does it keep the loop going
}

TEST(FdWatcher, LeavesTheDescriptionBlocking) {
  Loop loop;
  const Pipe pipe = pipe_between_children();
  FdWatcher readiness(loop, pipe.read.get(), [] {});
  readiness.watch(EPOLLIN);
  run_for(loop, Duration(1));
  EXPECT_FALSE(is_non_blocking(pipe.read.get()));
}

TEST(FdWatcher, CannotWatchAFile) {
  Loop loop;
  const UniqueFd file = memory_file("bytes");
  const FdWatcher readiness(loop, file.get(), [] { FAIL(); });
  EXPECT_FALSE(readiness.can_watch());
}

TEST(FdWatcher, MayBeDestroyedInItsOwnCallback) {
  Loop loop;
  const Pipe pipe = pipe_between_children();
  std::optional<FdWatcher> readiness;
  int calls = 0;
  readiness.emplace(loop, pipe.read.get(), [&] {
    ++calls;
    readiness.reset();
  });
  readiness->watch(EPOLLIN);
  write_all(pipe.write.get(), "x");
  EXPECT_TRUE(run_until(loop, [&] { return calls > 0; }));
}

}  // namespace
}  // namespace netkit::test
