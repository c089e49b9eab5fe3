// SPDX-License-Identifier: MIT
// Descriptors that the user hands over: --ready-fd, --events=fd:N, --fd, LISTEN_FDS.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netkit/loop/unique_fd.h>
#include <unistd.h>

#include "support/netkit.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

UniqueFd open_null(int access) {
  return UniqueFd(::open("/dev/null", access | O_CLOEXEC));
}

void expect_refused(const Launch& launch, const std::string& line) {
  const Outcome outcome = run(launch);
  EXPECT_EQ(outcome.status, 2) << line;
  EXPECT_EQ(outcome.err, "netkit: " + line + "\n");
}

TEST(HandedOver, MustBeOpenWhicheverNumberTheLoopWouldGet) {
  for (int number = 3; number <= 8; ++number) {
    const std::string fd = std::to_string(number), not_open = fd + " is not an open descriptor";
    expect_refused(netkit({"echo", "--ready-fd", fd, "127.0.0.1", "0"}), "--ready-fd: " + not_open);
    expect_refused(netkit({"echo", "--events=fd:" + fd, "127.0.0.1", "0"}), "--events: " + not_open);
    expect_refused(netkit({"echo", "--fd", fd}), "--fd: " + not_open);
    expect_refused(netkit({"connect", "--events=fd:" + fd, "127.0.0.1", "1"}), "--events: " + not_open);
  }
}

TEST(HandedOver, MustBeWritableIfItIsWritten) {
  const UniqueFd read_only = open_null(O_RDONLY);
  const std::string why = ": descriptor 5 cannot be written; open it for writing, as in 5> FILE";
  Launch ready = netkit({"echo", "--ready-fd", "5", "127.0.0.1", "0"});
  ready.inherited.emplace_back(read_only.get(), 5);
  expect_refused(ready, "--ready-fd" + why);
  Launch events = netkit({"echo", "--events=fd:5", "127.0.0.1", "0"});
  events.inherited.emplace_back(read_only.get(), 5);
  expect_refused(events, "--events" + why);
}

TEST(HandedOver, HasOneUse) {
  const UniqueFd null = open_null(O_WRONLY);
  Launch launch = netkit({"echo", "--ready-fd", "5", "--events=fd:5", "127.0.0.1", "0"});
  launch.inherited.emplace_back(null.get(), 5);
  expect_refused(launch, "--events and --ready-fd both have descriptor 5; give each its own");
}

TEST(ReadyLine, ThatCannotBeWrittenIsReported) {
  const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  Launch launch = netkit({"echo", "--ready-fd", "5", "127.0.0.1", "0"});
  launch.inherited.emplace_back(full.get(), 5);
  Process server(launch);
  server.wait_for_stderr("netkit: --ready-fd 5: write ENOSPC: no space left on device\n");
}

TEST(ReadyLine, IsWrittenOnceThereIsRoom) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd read(ends[0]);
  UniqueFd write(ends[1]);
  const auto size = static_cast<std::size_t>(::fcntl(write.get(), F_GETPIPE_SZ));
  write_all(write.get(), std::string(size, 'x'));
  Launch launch = netkit({"echo", "--ready-fd", "5", "127.0.0.1", "0"});
  launch.inherited.emplace_back(write.get(), 5);
  Process server(launch);
  write.reset();
  server.wait_for_stderr("listening on 127.0.0.1:");
  EXPECT_EQ(read_exactly(read.get(), size).bytes.size(), size);
  const std::string line = read_to_end(read.get()).bytes;
  EXPECT_TRUE(line.starts_with("127.0.0.1 ") && line.ends_with("\n")) << line;
}

}  // namespace
}  // namespace netkit::test
