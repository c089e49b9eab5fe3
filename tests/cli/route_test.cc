// SPDX-License-Identifier: MIT
// The kernel moves the bytes: -vv reports it, and nothing else is different.
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "event_lines.h"
#include "support/data.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

class Routes : public testing::TestWithParam<Role> {
 protected:
  /// Sends a file and receives as much into another. Returns stderr.
  std::string stderr_of_exchange(const Words& options) {
    Joined joined =
        join(GetParam(), Transport::tcp4, options,
             {Stdio::file_to_read(folder_.write("in", data_)), Stdio::file_to_write(folder_ / "out"), {}});
    EXPECT_TRUE(same_bytes(data_, read_to_end(joined.peer.get()).bytes));
    EXPECT_EQ(write_all(joined.peer.get(), data_), 0);
    send_end(joined.peer.get());
    EXPECT_EQ(joined.netkit->wait(), 0);
    return joined.netkit->read_stderr_until_eof();
  }

  const TempDir folder_;
  const std::string data_ = random_bytes(2 * MiB + 1);
};

constexpr std::string_view by_sendfile = "netkit: stdin to socket: sendfile\n";
constexpr std::string_view through_a_pipe = "netkit: socket to stdout: splice through a pipe\n";

TEST_P(Routes, AreReportedWithVv) {
  const std::string err = stderr_of_exchange({"-vv"});
  EXPECT_TRUE(same_bytes(data_, contents(folder_ / "out")));
  EXPECT_TRUE(err.contains(by_sendfile) && err.contains(through_a_pipe)) << err;
  EXPECT_TRUE(err.contains(": 2097153 bytes received, 2097153 sent\n")) << err;
}

TEST_P(Routes, ArePlainIfBytesAreDecoded) {
  const std::string err = stderr_of_exchange({"-vv", "--encoding", "latin1"});
  EXPECT_TRUE(err.contains(by_sendfile)) << err;
  EXPECT_FALSE(err.contains("socket to stdout")) << err;
}

TEST_P(Routes, ArePlainIfReadsHaveASize) {
  EXPECT_FALSE(stderr_of_exchange({"-vv", "--read-buffer", "4k"}).contains("socket to stdout"));
}

TEST_P(Routes, CountInDataEvents) {
  std::size_t received = 0;
  for (const auto& event : event_lines(stderr_of_exchange({"-vv", "--events"}))) {
    if (event["event"] == "data") received += event["bytes"].get<std::size_t>();
    if (event["event"] == "close") {
      EXPECT_EQ(event["bytesRead"], data_.size());
      EXPECT_EQ(event["bytesWritten"], data_.size());
    }
  }
  EXPECT_EQ(received, data_.size());
}

TEST_P(Routes, LetSignalsThrough) {
  Joined joined = join(GetParam(), Transport::tcp4, {"-vv"}, {{}, Stdio::null(), {}});
  joined.netkit->write_stdin(data_);
  joined.netkit->wait_for_stderr("stdin to socket: splice\n");
  joined.netkit->signal(SIGTERM);
  EXPECT_EQ(joined.netkit->wait(), 128 + SIGTERM);
}

TEST_P(Routes, KeepAConnectionFromBeingIdle) {
  Joined joined = join(GetParam(), Transport::tcp4, {"-vv", "-i", "600ms"}, {{}, Stdio::null(), {}});
  write_all(joined.peer.get(), std::string(16 * KiB, 'x'));  // as much as makes the kernel move the rest
  for (int i = 0; i < 8; ++i) {
    write_all(joined.peer.get(), "still here");
    elapse(Duration(150));
  }
  EXPECT_TRUE(joined.netkit->running());
  EXPECT_EQ(joined.netkit->wait(), 6) << "then it is";
  EXPECT_TRUE(joined.netkit->stderr_so_far().contains(through_a_pipe));
}

INSTANTIATE_TEST_SUITE_P(, Routes, testing::Values(Role::connect, Role::listen), NameOf());

}  // namespace
}  // namespace netkit::test
