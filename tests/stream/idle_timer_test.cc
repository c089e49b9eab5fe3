// SPDX-License-Identifier: MIT
#include <netkit/stream/idle_timer.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/stream_socket.h>

#include <optional>

#include "support/data.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

class IdleTimerTest : public testing::Test {
 protected:
  void set(Duration idle) {
    idle_.emplace(loop_, *it_.socket, idle, [this] { ++timeouts_; });
  }
  bool until_timeouts(int count) {
    return run_until(loop_, [&] { return timeouts_ >= count; });
  }

  Loop loop_;
  SocketAndPeer it_ = started(loop_, Kind::tcp);
  std::optional<IdleTimer> idle_;
  int timeouts_ = 0;
};

TEST_F(IdleTimerTest, ReportsOnceInAnIdlePeriod) {
  set(Duration(20));
  run_for(loop_, Duration(150));
  EXPECT_EQ(timeouts_, 1);
  EXPECT_TRUE(it_.heard->events.empty()) << "it only reports";
}

TEST_F(IdleTimerTest, ReportsAgainAfterBytesWereReceived) {
  set(Duration(20));
  EXPECT_TRUE(until_timeouts(1));
  write_all(it_.peer.get(), "x");
  EXPECT_TRUE(until_timeouts(2));
}

TEST_F(IdleTimerTest, ReportsAgainAfterBytesWereSent) {
  set(Duration(20));
  EXPECT_TRUE(until_timeouts(1));
  it_.socket->write(as_bytes("x"));
  EXPECT_TRUE(until_timeouts(2));
}

TEST_F(IdleTimerTest, WaitsItsFullTimeAfterTheLastByte) {
  set(Duration(200));
  run_for(loop_, Duration(120));
  it_.socket->write(as_bytes("x"));
  const auto written = Clock::now();
  EXPECT_TRUE(until_timeouts(1));
  EXPECT_GE(Clock::now() - written, Duration(195));
}

TEST_F(IdleTimerTest, ReportsNothingOnceItIsDestroyed) {
  set(Duration(20));
  idle_.reset();
  run_for(loop_, Duration(60));
  EXPECT_EQ(timeouts_, 0);
}

TEST_F(IdleTimerTest, CanBeReplaced) {
  set(std::chrono::hours(1));
  set(Duration(10));
  EXPECT_TRUE(until_timeouts(1));
}

TEST_F(IdleTimerTest, ReportsThoughBytesAreStuckInTheQueue) {
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  set(Duration(20));
  EXPECT_TRUE(until_timeouts(1));
}

TEST_F(IdleTimerTest, IsPutOffWhileALongWriteProgresses) {
  it_.socket->write(as_bytes(random_bytes(24 * MiB)));
  set(stretched(Duration(40)));
  const Deadline enough(stretched(Duration(200)));
  EXPECT_TRUE(run_until(loop_, [&] {
    if (bytes_waiting(it_.peer.get()) > 0) read_some(it_.peer.get(), 16 * KiB, Deadline());
    return enough.passed();
  }));
  EXPECT_GT(it_.socket->queued(), 0U);
  EXPECT_EQ(timeouts_, 0);
  EXPECT_TRUE(until_timeouts(1)) << "the peer has stopped";
}

TEST_F(IdleTimerTest, MayDestroyItselfAndTheSocket) {
  idle_.emplace(loop_, *it_.socket, Duration(5),
                [this, note = std::string("a text that is too long to be stored inside")] {
                  idle_.reset();
                  it_.socket.reset();
                  EXPECT_EQ(note, "a text that is too long to be stored inside");
                  ++timeouts_;
                });
  EXPECT_TRUE(until_timeouts(1));
}

TEST_F(IdleTimerTest, MayBeReplacedInItsOwnCallback) {
  idle_.emplace(loop_, *it_.socket, Duration(5),
                [this, note = std::string("a text that is too long to be stored inside")] {
                  set(Duration(5));
                  EXPECT_EQ(note, "a text that is too long to be stored inside");
                });
  EXPECT_TRUE(until_timeouts(1));
}

TEST_F(IdleTimerTest, OfAPairCountsActivityOfEither) {
  SocketAndPeer other = started(loop_, Kind::ipc);
  const Duration idle = stretched(Duration(60));
  idle_.emplace(loop_, *it_.socket, *other.socket, idle, [this] { ++timeouts_; });
  const Deadline enough(idle * 4);
  bool first = true;
  EXPECT_TRUE(run_until(loop_, [&] {
    (std::exchange(first, !first) ? it_ : other).socket->write(as_bytes("x"));
    return enough.passed();
  }));
  EXPECT_EQ(timeouts_, 0);
  EXPECT_TRUE(until_timeouts(1)) << "both are idle";
}

TEST_F(IdleTimerTest, DoesNotKeepTheLoopRunning) {
  it_.socket->unref();
  set(std::chrono::hours(1));
  loop_.run();
}

}  // namespace
}  // namespace netkit::test
