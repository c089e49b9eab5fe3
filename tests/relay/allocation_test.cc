// SPDX-License-Identifier: MIT
// A running connection allocates no memory: not for reads, not for writes, not for what it queues.
#include <gtest/gtest.h>
#include <netkit/console/console.h>
#include <netkit/loop/loop.h>
#include <netkit/relay/console_relay.h>
#include <netkit/relay/echo.h>

#include <array>
#include <functional>

#include "counted_new.h"
#include "support/data.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

constexpr int warm_up = 50, chunks = 1000;

std::array<char, 256 * KiB> space;  // of the test's own reads and writes

/// Write as much of a chunk as fits; read what has arrived.
std::size_t feed(int fd, std::size_t size) {
  const ssize_t count = ::write(fd, space.data(), size);
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}
std::size_t take(int fd) {
  std::size_t taken = 0;
  for (ssize_t count = 0; (count = ::read(fd, space.data(), space.size())) > 0;) {
    taken += static_cast<std::size_t>(count);
  }
  return taken;
}

/// Calls `chunk_goes_through` once per turn of the loop until enough chunks have gone through. Returns the
/// number of calls of operator new meanwhile.
std::size_t allocations_while(Loop& loop, const std::function<bool()>& chunk_goes_through) {
  int through = 0;
  std::size_t before = 0, after = 0;
  const bool all = run_until(
      loop,
      [&] {
        if (!chunk_goes_through()) return false;
        if (++through == warm_up) before = allocations();
        after = allocations();
        return through == warm_up + chunks;
      },
      stretched(std::chrono::seconds(25)));
  EXPECT_TRUE(all) << through << " chunks";
  return after - before;
}

/// Sends a chunk of `size` bytes in at one end, and the next when it has come out at the other.
std::function<bool()> passing(int in, int out, std::size_t size) {
  return [=, left_to_send = size, left_to_come = size]() mutable {
    left_to_send -= feed(in, left_to_send);
    left_to_come -= take(out);
    if (left_to_come > 0) return false;
    left_to_send = left_to_come = size;
    return true;
  };
}

class RelayAllocations : public testing::Test {
 protected:
  RelayAllocations() { relay_.start(); }

  Loop loop_;
  Pipe in_ = pipe_to_child(), out_ = pipe_from_child();
  SocketAndPeer far_ = connected(loop_, Kind::tcp);
  Console near_{loop_, {in_.read.release(), out_.write.release()}};
  ConsoleRelay relay_{loop_, near_, *far_.socket, {}, [](const ConsoleRelayOutcome&) { FAIL(); }};
};

TEST(CountedNew, Counts) {
  const auto before = allocations();
  const auto one = std::make_unique<int>(1);
  EXPECT_EQ(allocations(), before + 1);
}

TEST_F(RelayAllocations, AreNoneFromThePeerToTheOutput) {
  EXPECT_EQ(allocations_while(loop_, passing(far_.peer.get(), out_.read.get(), 4 * KiB)), 0U);
}

TEST_F(RelayAllocations, AreNoneFromTheInputToThePeer) {
  EXPECT_EQ(allocations_while(loop_, passing(in_.write.get(), far_.peer.get(), 4 * KiB)), 0U);
}

TEST_F(RelayAllocations, AreNoneWhenTheOutputIsTooSlowAndBytesAreQueued) {
  // More than the pipe holds: the rest waits in the queue, and the peer is paused.
  EXPECT_EQ(allocations_while(loop_, passing(far_.peer.get(), out_.read.get(), 200 * KiB)), 0U);
}

TEST(EchoAllocations, AreNone) {
  Loop loop;
  SocketAndPeer it = connected(loop, Kind::tcp);
  Echo echo(*it.socket, [](std::error_code) { FAIL(); });
  echo.start({});
  EXPECT_EQ(allocations_while(loop, passing(it.peer.get(), it.peer.get(), 4 * KiB)), 0U);
}

TEST(SocketAllocations, AreNoneWhenThePeerIsTooSlowAndBytesAreQueued) {
  Loop loop;
  SocketAndPeer it = connected(loop, Kind::ipc);
  Echo echo(*it.socket, [](std::error_code) { FAIL(); });
  echo.start({});
  EXPECT_EQ(allocations_while(loop, passing(it.peer.get(), it.peer.get(), 200 * KiB)), 0U);
}

}  // namespace
}  // namespace netkit::test
