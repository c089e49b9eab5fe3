// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netkit/loop/unique_fd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <future>
#include <thread>

#include "heard.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

TEST(ListFile, IsReadWhole) {
  const TempDir dir;
  std::string text;
  // More than one block, and lines that lie across their bounds.
  for (int i = 0; i < 100'000; ++i) text += "10.0." + std::to_string(i / 256 % 256) + ".0/24 label\n";
  Heard heard;
  const auto summary = read_list(dir.write("list", text), heard);
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->rules, 100'000U);
  EXPECT_EQ(summary->faults, 0U);
  EXPECT_EQ(heard.lines.back(), "100000:1 10.0.134.0/24 (label)");
}

TEST(ListFile, MayBeAFifo) {
  const TempDir dir;
  const std::string path = dir / "fifo";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::thread writer([&path] {
    const UniqueFd fd(::open(path.c_str(), O_WRONLY));
    EXPECT_EQ(::write(fd.get(), "10.0.0.1\n10.0", 13), 13);
    EXPECT_EQ(::write(fd.get(), ".0.2", 4), 4);
  });
  Heard heard;
  const auto summary = read_list(path, heard);
  writer.join();
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(heard.lines, (HeardLines{"1:1 10.0.0.1", "2:1 10.0.0.2"}));
}

/// Tells when it has heard of the first rule.
struct FirstRule final : ListSink {
  void on_rule(const Rule&, const ListPlace&, std::string_view) override {
    if (rules++ == 0) heard.set_value();
  }
  void on_fault(const ListFault&) override {}

  std::promise<void> heard;
  int rules = 0;
};

TEST(ListFile, IsWaitedForWhereItsDescriptorDoesNotBlock) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
  const UniqueFd out(ends[0]);
  UniqueFd in(ends[1]);
  const UniqueFd stdin_before(::fcntl(0, F_DUPFD_CLOEXEC, 3));
  ASSERT_EQ(::dup2(out.get(), 0), 0);
  FirstRule first;
  std::thread writer([&] {
    EXPECT_EQ(::write(in.get(), "10.0.0.1\n", 9), 9);
    first.heard.get_future().wait();
    EXPECT_EQ(::write(in.get(), "10.0.0.2\n", 9), 9);
    in.reset();
  });
  const auto summary = read_list("-", first);
  writer.join();
  if (stdin_before) ::dup2(stdin_before.get(), 0);
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->rules, 2U);
}

TEST(ListFile, SaysWhyItCannotBeRead) {
  const TempDir dir;
  Heard heard;
  const auto missing = read_list(dir / "missing", heard);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, std::errc::no_such_file_or_directory);
  EXPECT_EQ(missing.error().name, "ENOENT");
  EXPECT_EQ(missing.error().syscall, "open");
  EXPECT_EQ(missing.error().address, dir / "missing");
  EXPECT_EQ(missing.error().message, "open ENOENT: no such file or directory " + dir / "missing");

  const auto directory = read_list(dir.path(), heard);
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().code, std::errc::is_a_directory);
  EXPECT_EQ(directory.error().message, "read EISDIR: is a directory " + dir.path());
  EXPECT_EQ(heard.lines, HeardLines());
}

}  // namespace
}  // namespace netkit::test
