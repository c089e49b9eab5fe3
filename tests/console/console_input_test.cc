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

/// A console whose output goes nowhere.
class ConsoleInputTest : public testing::Test {
 protected:
  /// The console gets a duplicate, as if a shell had kept the original.
  void open(int fd) {
    const UniqueFd null = open_file("/dev/null", O_WRONLY);
    console_.emplace(loop_, ConsoleOptions{duplicate(fd).release(), duplicate(null.get()).release()});
  }
  void start(int fd) {
    open(fd);
    console_->start(heard_);
  }
  bool until(std::string_view event) {
    return run_until(loop_, [&] { return heard_.heard(event); });
  }
  bool until_received(std::size_t bytes) {
    return run_until(loop_, [&] { return heard_.received.size() >= bytes; });
  }

  Loop loop_;
  Recorder heard_;
  std::optional<Console> console_;
};

TEST_F(ConsoleInputTest, ReadsAPipeToItsEnd) {
  Pipe pipe = pipe_between_children();
  start(pipe.read.get());
  write_all(pipe.write.get(), "one");
  EXPECT_TRUE(until_received(3));
  write_all(pipe.write.get(), "two");
  pipe.write.reset();
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(heard_.received, "onetwo");
  EXPECT_FALSE(is_non_blocking(pipe.read.get()));
}

TEST_F(ConsoleInputTest, ReadsAFileToItsEnd) {
  const std::string data = random_bytes(3 * MiB + 17);
  const UniqueFd file = memory_file(data);
  start(file.get());
  EXPECT_TRUE(until("end"));
  EXPECT_TRUE(same_bytes(data, heard_.received));
  EXPECT_EQ(file_offset(file.get()), data.size());
}

TEST_F(ConsoleInputTest, ReadsASocketToItsEnd) {
  SocketPair pair = socket_pair();
  start(pair.childs.get());
  write_all(pair.ours.get(), "bytes");
  send_end(pair.ours.get());
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(heard_.received, "bytes");
  EXPECT_FALSE(is_non_blocking(pair.childs.get()));
}

TEST_F(ConsoleInputTest, ReadsATerminalToItsEnd) {
  const Terminal pty = terminal();
  start(pty.slave.get());
  write_all(pty.master.get(), "a line\n");
  EXPECT_TRUE(until_received(7));
  write_all(pty.master.get(), "\x04");
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(heard_.received, "a line\n");
  EXPECT_FALSE(is_non_blocking(pty.slave.get()));
}

TEST_F(ConsoleInputTest, OfDevNullEndsImmediately) {
  start(open_file("/dev/null", O_RDONLY).get());
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(heard_.received, "");
}

TEST_F(ConsoleInputTest, OfAPipeWhoseWritersAreGoneIsReadToItsEnd) {
  Pipe pipe = pipe_between_children();
  write_all(pipe.write.get(), "left behind");
  pipe.write.reset();
  start(pipe.read.get());
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(heard_.received, "left behind");
}

TEST_F(ConsoleInputTest, OfANamedFifoWhoseWritersAreGoneIsReadToItsEnd) {
  const TempDir folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  UniqueFd both = open_file(folder / "fifo", O_RDWR);
  const UniqueFd reader = open_file(folder / "fifo", O_RDONLY);
  write_all(both.get(), "left behind");
  both.reset();
  start(reader.get());
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(heard_.received, "left behind");
}

TEST_F(ConsoleInputTest, ThatCannotBeReadClosesWithACause) {
  start(open_file("/", O_RDONLY | O_DIRECTORY).get());
  EXPECT_TRUE(until("close"));
  EXPECT_EQ(heard_.close_cause, std::errc::is_a_directory);
}

TEST_F(ConsoleInputTest, IsNotReadWhilePaused) {
  Pipe pipe = pipe_between_children();
  start(pipe.read.get());
  heard_.then = [&](std::string_view) { console_->pause(); };
  write_all(pipe.write.get(), "one");
  EXPECT_TRUE(until_received(3));
  write_all(pipe.write.get(), "two");
  pipe.write.reset();
  run_for(loop_, Duration(30));
  EXPECT_EQ(heard_.received, "one");
  EXPECT_EQ(bytes_waiting(pipe.read.get()), 3U);
  heard_.then = [](std::string_view) {};
  console_->resume();
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(heard_.received, "onetwo");
}

TEST_F(ConsoleInputTest, StartsPausedIfItWasPausedBefore) {
  open(memory_file("bytes").get());
  console_->pause();
  console_->start(heard_);
  run_for(loop_, Duration(20));
  EXPECT_EQ(heard_.received, "");
  console_->resume();
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(heard_.received, "bytes");
}

TEST_F(ConsoleInputTest, ReportsItsEndOnlyOnce) {
  start(open_file("/dev/null", O_RDONLY).get());
  EXPECT_TRUE(until("end"));
  console_->pause();
  console_->resume();
  run_for(loop_, Duration(20));
  EXPECT_EQ(heard_.events.size(), 1U);
}

/// The output was closed before; the end of the input is still reported.
TEST_F(ConsoleInputTest, ReportsItsEndAfterTheOutputHasEnded) {
  Pipe pipe = pipe_between_children();
  start(pipe.read.get());
  console_->end();
  EXPECT_TRUE(until("finish"));
  pipe.write.reset();
  EXPECT_TRUE(run_until(loop_, [&] { return heard_.heard("end") || heard_.heard("close"); }));
  EXPECT_TRUE(heard_.heard("end"));
}

TEST_F(ConsoleInputTest, ClosesTheConsoleWhenItEndsAfterTheOutput) {
  start(open_file("/dev/null", O_RDONLY).get());
  EXPECT_TRUE(until("end"));
  console_->end();
  EXPECT_TRUE(until("finish"));
  EXPECT_TRUE(run_until(loop_, [&] { return heard_.heard("close"); }, Duration(200)));
  EXPECT_EQ(heard_.events, (std::vector<std::string>{"end", "finish", "close"}));
}

TEST_F(ConsoleInputTest, KnowsWhetherMoreWaitsInAPipe) {
  Pipe pipe = pipe_between_children();
  open(pipe.read.get());
  EXPECT_FALSE(console_->input_waits());
  write_all(pipe.write.get(), "x");
  EXPECT_TRUE(console_->input_waits());
  read_some(pipe.read.get(), 1, Deadline());
  pipe.write.reset();
  EXPECT_FALSE(console_->input_waits()) << "an end is no input";
}

TEST_F(ConsoleInputTest, KnowsWhetherMoreWaitsInASocket) {
  const SocketPair pair = socket_pair();
  open(pair.childs.get());
  EXPECT_FALSE(console_->input_waits());
  write_all(pair.ours.get(), "x");
  EXPECT_TRUE(console_->input_waits());
  read_some(pair.childs.get(), 1, Deadline());
  send_end(pair.ours.get());
  EXPECT_FALSE(console_->input_waits()) << "an end is no input";
}

TEST_F(ConsoleInputTest, KnowsWhetherMoreWaitsInAFile) {
  open(memory_file("x").get());
  EXPECT_TRUE(console_->input_waits());
  console_->start(heard_);
  EXPECT_TRUE(until("end"));
  EXPECT_FALSE(console_->input_waits());
}

TEST_F(ConsoleInputTest, KnowsThatNothingWaitsInAnEmptyFile) {
  open(memory_file("").get());
  EXPECT_FALSE(console_->input_waits());
}

TEST_F(ConsoleInputTest, KnowsThatNothingWaitsInDevNull) {
  open(open_file("/dev/null", O_RDONLY).get());
  EXPECT_FALSE(console_->input_waits());
}

}  // namespace
}  // namespace netkit::test
