// SPDX-License-Identifier: MIT
#include "cli/report/line_writer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <csignal>
#include <cstdint>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "cli/report/loop_delivery.h"
#include "support/data.h"
#include "support/fd_io.h"
#include "support/loop_run.h"
#include "support/temp_dir.h"

namespace netkit::cli {
namespace {

using namespace netkit::test;

std::string lost_text(std::uint64_t lines) {
  return "lost " + std::to_string(lines) + "\n";
}

std::string numbered(int number) {
  return std::to_string(number) + std::string(100, '.') + "\n";
}

/// A writer of a pipe.
struct PipeWriter {
  Pipe pipe = pipe_from_child();
  LineWriter writer{pipe.write.get(), {lost_text}};
};

TEST(LineWriter, WaitsForItsReaderUntilItIsToQueue) {
  PipeWriter it;
  std::thread reader([&] {
    const std::size_t size = std::size_t{2000} * 104;
    EXPECT_EQ(read_exactly(it.pipe.read.get(), size).bytes.size(), size);
  });
  for (int i = 1000; i < 3000; ++i) it.writer.write(std::to_string(i) + std::string(99, '.') + "\n");
  reader.join();
  EXPECT_EQ(it.writer.unwritten(), 0U);
}

TEST(LineWriter, QueuesAndTellsOnceHowManyLinesItHasLost) {
  PipeWriter it;
  int signalled = 0;
  it.writer.start_queueing([&] { ++signalled; });
  for (int i = 0; i < 20'000; ++i) it.writer.write(numbered(i));  // 2 MB
  EXPECT_GT(signalled, 0);
  EXPECT_FALSE(is_non_blocking(it.pipe.write.get()));
  std::string all;
  while (it.writer.write_queued() || bytes_waiting(it.pipe.read.get()) > 0)
    all += read_some(it.pipe.read.get(), 1 << 16, Deadline()).bytes;
  it.writer.write("next\n");
  all += read_some(it.pipe.read.get(), 1 << 16, Deadline()).bytes;
  const std::size_t lost_at = all.find("lost ");
  ASSERT_NE(lost_at, all.npos);
  int kept = 0;
  std::string expected;
  while (expected.size() < lost_at) expected += numbered(kept++);
  EXPECT_EQ(all, expected + lost_text(20'000 - static_cast<std::uint64_t>(kept)) + "next\n");
  EXPECT_GT(expected.size(), LineWriter::most_queued);
}

TEST(LineWriter, WritesItsQueueFromTheLoop) {
  Loop loop;
  PipeWriter it;
  const LoopDelivery delivery(loop, {&it.writer});
  std::thread other([&] {
    for (int i = 0; i < 2'000; ++i) it.writer.write(numbered(i));
  });
  other.join();
  std::string all, expected;
  for (int i = 0; i < 2'000; ++i) expected += numbered(i);
  EXPECT_TRUE(run_until(loop, [&] {
    if (bytes_waiting(it.pipe.read.get()) > 0)
      all += read_some(it.pipe.read.get(), 1 << 16, Deadline()).bytes;
    return all.size() >= expected.size();
  }));
  EXPECT_EQ(all, expected);
}

TEST(LineWriter, GivesUpTheLastLinesOnlyIfTheReaderHasStopped) {
  PipeWriter it;
  it.writer.start_queueing({});
  for (int i = 0; i < 20'000; ++i) it.writer.write(numbered(i));
  it.writer.expect_last_lines();
  it.writer.write("last\n");
  it.writer.flush();
  EXPECT_GT(it.writer.unwritten(), 10'000U);
  std::string all;
  std::thread reader([&] {
    while (!all.ends_with("last\n")) all += read_some(it.pipe.read.get(), 1 << 16, Deadline()).bytes;
  });
  it.writer.flush();
  reader.join();
  EXPECT_EQ(it.writer.unwritten(), 0U);
  EXPECT_NE(all.find("lost "), all.npos);
}

TEST(LineWriter, SaysOnceThatTheDescriptorHasFailedAndStartsAgainWithAWholeLine) {
  PipeWriter it;
  std::vector<std::error_code> failures;
  LineWriter writer(it.pipe.write.get(),
                    {lost_text, [&](std::error_code cause) { failures.push_back(cause); }});
  const std::string name = "/proc/self/fd/" + std::to_string(it.pipe.write.get());
  std::signal(SIGPIPE, SIG_IGN);
  it.pipe.read.reset();
  writer.write("one\n");
  writer.write("two\n");
  EXPECT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures.front(), std::errc::broken_pipe);
  EXPECT_EQ(writer.unwritten(), 2U);
  const UniqueFd reader = open_file(name, O_RDONLY | O_NONBLOCK);
  writer.write("three\n");
  EXPECT_EQ(read_some(reader.get(), 100, Deadline()).bytes, "lost 2\nthree\n");
  EXPECT_EQ(writer.unwritten(), 0U);
}

/// A limit on the size of files, as long as it exists.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    set(bytes);
  }
  ~FileSizeLimit() { set(before_.rlim_cur); }
  void set(rlim_t bytes) const {
    const rlimit limit{bytes, before_.rlim_max};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) fail_errno("setrlimit");
  }

 private:
  rlimit before_{};
};

TEST(LineWriter, LeavesNoHalfLineInAFile) {
  const TempDir dir;
  for (const int append : {0, O_APPEND}) {
    const std::string path = dir.write("log", "");
    const UniqueFd file = open_file(path, O_WRONLY | append);
    const FileSizeLimit limit(20);
    LineWriter writer(file.get(), {lost_text});
    writer.write("0123456789\n");
    writer.write("does not fit\n");
    EXPECT_EQ(contents(path), "0123456789\n");
    limit.set(100);
    writer.write("next\n");
    EXPECT_EQ(contents(path), "0123456789\nlost 1\nnext\n");
  }
}

TEST(LineWriter, SendsADatagramALine) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends), 0);
  const UniqueFd ours(ends[0]), theirs(ends[1]);
  LineWriter writer(ours.get(), {lost_text});
  writer.start_queueing({});
  for (int i = 0; i < 1000; ++i) writer.write(numbered(i));
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(read_some(theirs.get(), 4096, Deadline()).bytes, numbered(i));
    writer.write_queued();
  }
}

}  // namespace
}  // namespace netkit::cli
