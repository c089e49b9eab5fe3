// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netkit/console/console.h>
#include <netkit/loop/loop.h>
#include <sys/stat.h>

#include <optional>

#include "support/data.h"
#include "support/raw_socket.h"
#include "support/recorder.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

/// A console whose input is silent.
class ConsoleOutputTest : public testing::Test {
 protected:
  /// The console gets a duplicate, as if a shell had kept the original.
  void start(int fd, std::size_t high_water_mark = 64 * KiB) {
    console_.emplace(loop_, ConsoleOptions{duplicate(silence_.read.get()).release(), duplicate(fd).release(),
                                           high_water_mark});
    console_->start(heard_);
  }
  bool until(std::string_view event) {
    return run_until(loop_, [&] { return heard_.heard(event); });
  }

  const Pipe silence_ = pipe_between_children();
  Loop loop_;
  Recorder heard_;
  std::optional<Console> console_;
};

TEST_F(ConsoleOutputTest, WritesToAPipeImmediately) {
  const Pipe pipe = pipe_between_children();
  start(pipe.write.get());
  EXPECT_TRUE(console_->write(as_bytes("bytes")));
  EXPECT_EQ(console_->unsent(), 0U);
  EXPECT_EQ(bytes_waiting(pipe.read.get()), 5U);
  EXPECT_FALSE(is_non_blocking(pipe.write.get()));
}

TEST_F(ConsoleOutputTest, ClosesAPipeAtItsEnd) {
  Pipe pipe = pipe_from_child();
  start(pipe.write.get());
  pipe.write.reset();
  console_->write(as_bytes("bytes"));
  console_->end();
  EXPECT_TRUE(heard_.events.empty()) << "news comes from the loop only";
  EXPECT_TRUE(until("finish"));
  EXPECT_FALSE(heard_.finish_cause);
  EXPECT_EQ(read_to_end(pipe.read.get()).bytes, "bytes");
}

TEST_F(ConsoleOutputTest, ReportsADrainWhenThePipeHasTakenEverything) {
  const std::string data = random_bytes(4 * MiB);
  Pipe pipe = pipe_from_child();
  start(pipe.write.get());
  pipe.write.reset();
  EXPECT_FALSE(console_->write(as_bytes(data)));
  EXPECT_GT(console_->unsent(), 3 * MiB);
  EXPECT_FALSE(console_->write(as_bytes("more")));
  heard_.then = [&](std::string_view event) {
    if (event == "drain") console_->end();
  };
  EXPECT_TRUE(same_bytes(data + "more", read_while_running(loop_, pipe.read.get())));
  EXPECT_EQ(heard_.drains, 1U);
  EXPECT_EQ(console_->unsent(), 0U);
}

TEST_F(ConsoleOutputTest, ReportsADrainOnlyAfterAWriteThatReturnedFalse) {
  Pipe pipe = pipe_from_child();
  start(pipe.write.get(), 1 * MiB);
  EXPECT_TRUE(console_->write(as_bytes(std::string(200 * KiB, 'x')))) << "queued, but below the mark";
  EXPECT_GT(console_->unsent(), 0U);
  console_->end();
  pipe.write.reset();
  EXPECT_EQ(read_while_running(loop_, pipe.read.get()).size(), 200 * KiB);
  EXPECT_EQ(heard_.drains, 0U);
}

TEST_F(ConsoleOutputTest, EndsAfterAllThatIsQueued) {
  const std::string data = random_bytes(2 * MiB);
  Pipe pipe = pipe_from_child();
  start(pipe.write.get());
  pipe.write.reset();
  console_->write(as_bytes(data));
  console_->end();
  EXPECT_TRUE(console_->write(as_bytes("dropped")));
  EXPECT_TRUE(same_bytes(data, read_while_running(loop_, pipe.read.get())));
  EXPECT_TRUE(until("finish"));
}

TEST_F(ConsoleOutputTest, WritesToAFile) {
  const TempDir folder;
  const std::string data = random_bytes(1 * MiB);
  start(open_file(folder / "file", O_WRONLY | O_CREAT).get());
  EXPECT_TRUE(console_->write(as_bytes(data)));
  console_->end();
  EXPECT_TRUE(until("finish"));
  EXPECT_TRUE(same_bytes(data, contents(folder / "file")));
}

TEST_F(ConsoleOutputTest, WritesToATerminal) {
  const Terminal pty = raw_terminal();
  start(pty.slave.get());
  EXPECT_TRUE(console_->write(as_bytes("bytes")));
  EXPECT_EQ(read_exactly(pty.master.get(), 5).bytes, "bytes");
  EXPECT_FALSE(is_non_blocking(pty.slave.get()));
}

TEST_F(ConsoleOutputTest, ShutsDownASocketThatIsAlsoTheInput) {
  const SocketPair pair = socket_pair();
  console_.emplace(
      loop_, ConsoleOptions{duplicate(pair.childs.get()).release(), duplicate(pair.childs.get()).release()});
  console_->start(heard_);
  console_->write(as_bytes("bytes"));
  console_->end();
  EXPECT_TRUE(until("finish"));
  EXPECT_EQ(read_to_end(pair.ours.get()).bytes, "bytes") << "though we keep a duplicate";
  write_all(pair.ours.get(), "answer");
  EXPECT_TRUE(run_until(loop_, [&] { return heard_.received == "answer"; }));
}

TEST_F(ConsoleOutputTest, QueuesWhatASocketDoesNotTake) {
  const std::string data = random_bytes(4 * MiB);
  SocketPair pair = socket_pair();
  start(pair.childs.get());
  pair.childs.reset();
  EXPECT_FALSE(console_->write(as_bytes(data)));
  console_->end();
  EXPECT_TRUE(same_bytes(data, read_while_running(loop_, pair.ours.get())));
}

TEST_F(ConsoleOutputTest, FailsFromTheLoopWhenTheReaderHasGone) {
  Pipe pipe = pipe_between_children();
  start(pipe.write.get());
  pipe.read.reset();
  console_->write(as_bytes("bytes"));
  EXPECT_TRUE(heard_.events.empty()) << "news comes from the loop only";
  EXPECT_TRUE(until("finish"));
  EXPECT_EQ(heard_.finish_cause, std::errc::broken_pipe);
  EXPECT_EQ(console_->unsent(), 5U);
}

TEST_F(ConsoleOutputTest, FailsWhenTheReaderGoesWhileBytesAreQueued) {
  Pipe pipe = pipe_between_children();
  start(pipe.write.get());
  console_->write(as_bytes(std::string(1 * MiB, 'x')));
  pipe.read.reset();
  EXPECT_TRUE(until("finish"));
  EXPECT_EQ(heard_.finish_cause, std::errc::broken_pipe);
}

TEST_F(ConsoleOutputTest, FailsOnAFullDevice) {
  start(open_file("/dev/full", O_WRONLY).get());
  console_->write(as_bytes("bytes"));
  EXPECT_TRUE(until("finish"));
  EXPECT_EQ(heard_.finish_cause, std::errc::no_space_on_device);
}

TEST_F(ConsoleOutputTest, FailsOnceOnly) {
  start(open_file("/dev/full", O_WRONLY).get());
  console_->write(as_bytes("bytes"));
  console_->write(as_bytes("bytes"));
  console_->end();
  EXPECT_TRUE(until("finish"));
  console_->write(as_bytes("bytes"));
  console_->end();
  run_for(loop_, Duration(20));
  EXPECT_EQ(heard_.events, std::vector<std::string>{"finish"});
}

TEST_F(ConsoleOutputTest, KeepsUpWithAReaderOfAFifoThatCannotBeReopened) {
  const TempDir folder;
  const std::string path = folder / "fifo", data = random_bytes(300 * KiB);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  UniqueFd both = open_file(path, O_RDWR);
  UniqueFd only_writes = open_file(path, O_WRONLY);
  both.reset();
  start(only_writes.get());  // it has no reader and cannot be reopened
  only_writes.reset();
  const UniqueFd reader = open_file(path, O_RDONLY | O_NONBLOCK);
  EXPECT_FALSE(console_->write(as_bytes(data)));
  console_->end();
  EXPECT_TRUE(same_bytes(data, read_while_running(loop_, reader.get())));
}

}  // namespace
}  // namespace netkit::test
