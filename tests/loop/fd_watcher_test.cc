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

TEST(FdWatcher, ReportsThatADescriptorCanBeRead) {
  Loop loop;
  const Pipe pipe = pipe_between_children();
  int calls = 0;
  FdWatcher watcher(loop, pipe.read.get(), [&] { ++calls; });
  ASSERT_TRUE(watcher.can_watch());
  watcher.watch(EPOLLIN);
  run_for(loop, Duration(20));
  EXPECT_EQ(calls, 0);
  write_all(pipe.write.get(), "x");
  EXPECT_TRUE(run_until(loop, [&] { return calls > 0; }));
}

TEST(FdWatcher, ReportsThatADescriptorCanBeWritten) {
  Loop loop;
  Pipe pipe = pipe_to_child();
  write_until_blocked(pipe.write.get(), std::string(1 << 20, 'x'));
  int calls = 0;
  FdWatcher watcher(loop, pipe.write.get(), [&] { ++calls; });
  watcher.watch(EPOLLOUT);
  run_for(loop, Duration(20));
  EXPECT_EQ(calls, 0);
  read_some(pipe.read.get(), 1 << 20, Deadline());
  EXPECT_TRUE(run_until(loop, [&] { return calls > 0; }));
}

TEST(FdWatcher, ReportsAHangUp) {
  Loop loop;
  Pipe pipe = pipe_between_children();
  int calls = 0;
  FdWatcher watcher(loop, pipe.read.get(), [&] { ++calls; });
  watcher.watch(EPOLLIN);
  pipe.write.reset();
  EXPECT_TRUE(run_until(loop, [&] { return calls > 0; }));
}

TEST(FdWatcher, IsSilentWhileNothingIsWatchedAHangUpIncluded) {
  Loop loop;
  Pipe pipe = pipe_between_children();
  int calls = 0;
  FdWatcher watcher(loop, pipe.read.get(), [&] { ++calls; });
  watcher.watch(EPOLLIN);
  watcher.watch(0);
  pipe.write.reset();
  run_for(loop, Duration(20));
  EXPECT_EQ(calls, 0);
  loop.run();  // nor does it keep the loop going
}

TEST(FdWatcher, LeavesTheDescriptionBlocking) {
  Loop loop;
  const Pipe pipe = pipe_between_children();
  FdWatcher watcher(loop, pipe.read.get(), [] {});
  watcher.watch(EPOLLIN);
  run_for(loop, Duration(1));
  EXPECT_FALSE(is_non_blocking(pipe.read.get()));
}

TEST(FdWatcher, CannotWatchAFile) {
  Loop loop;
  const UniqueFd file = memory_file("bytes");
  const FdWatcher watcher(loop, file.get(), [] { FAIL(); });
  EXPECT_FALSE(watcher.can_watch());
}

TEST(FdWatcher, MayBeDestroyedInItsOwnCallback) {
  Loop loop;
  const Pipe pipe = pipe_between_children();
  std::optional<FdWatcher> watcher;
  int calls = 0;
  watcher.emplace(loop, pipe.read.get(), [&] {
    ++calls;
    watcher.reset();
  });
  watcher->watch(EPOLLIN);
  write_all(pipe.write.get(), "x");
  EXPECT_TRUE(run_until(loop, [&] { return calls > 0; }));
}

}  // namespace
}  // namespace netkit::test
