// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/stream_socket.h>

#include <optional>

#include "support/data.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

class SocketTimeoutTest : public testing::Test {
 protected:
  void set(Duration idle) {
    it_.socket->set_timeout(idle, [this] { ++timeouts_; });
  }
  bool until_timeouts(int count) {
    return run_until(loop_, [&] { return timeouts_ >= count; });
  }

  Loop loop_;
  SocketAndPeer it_ = started(loop_, Kind::tcp);
  int timeouts_ = 0;
};

TEST_F(SocketTimeoutTest, TellsOnceInAnIdlePeriod) {
  set(Duration(20));
  run_for(loop_, Duration(150));
  EXPECT_EQ(timeouts_, 1);
  EXPECT_TRUE(it_.heard->events.empty()) << "it only tells";
}

TEST_F(SocketTimeoutTest, TellsAgainAfterBytesCame) {
  set(Duration(20));
  EXPECT_TRUE(until_timeouts(1));
  write_all(it_.peer.get(), "x");
  EXPECT_TRUE(until_timeouts(2));
}

TEST_F(SocketTimeoutTest, TellsAgainAfterBytesWent) {
  set(Duration(20));
  EXPECT_TRUE(until_timeouts(1));
  it_.socket->write(as_bytes("x"));
  EXPECT_TRUE(until_timeouts(2));
}

TEST_F(SocketTimeoutTest, WaitsItsFullTimeAfterTheLastByte) {
  set(Duration(200));
  run_for(loop_, Duration(120));
  it_.socket->write(as_bytes("x"));
  const auto written = Clock::now();
  EXPECT_TRUE(until_timeouts(1));
  EXPECT_GE(Clock::now() - written, Duration(195));
}

TEST_F(SocketTimeoutTest, IsSwitchedOffByZero) {
  set(Duration(20));
  set(Duration(0));
  run_for(loop_, Duration(60));
  write_all(it_.peer.get(), "x");
  run_for(loop_, Duration(60));
  EXPECT_EQ(timeouts_, 0);
}

TEST_F(SocketTimeoutTest, CanBeSetAnew) {
  set(std::chrono::hours(1));
  set(Duration(10));
  EXPECT_TRUE(until_timeouts(1));
}

TEST_F(SocketTimeoutTest, TellsThoughBytesAreStuckInTheQueue) {
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  set(Duration(20));
  EXPECT_TRUE(until_timeouts(1));
}

TEST_F(SocketTimeoutTest, IsPutOffByTheProgressOfALongWrite) {
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

TEST_F(SocketTimeoutTest, MayDestroyTheSocket) {
  it_.socket->set_timeout(Duration(5),
                          [this, note = std::string("a text that is too long to be stored inside")] {
                            it_.socket.reset();
                            EXPECT_EQ(note, "a text that is too long to be stored inside");
                            ++timeouts_;
                          });
  EXPECT_TRUE(until_timeouts(1));
}

TEST_F(SocketTimeoutTest, MayBeSetFromItsOwnCallback) {
  it_.socket->set_timeout(Duration(5),
                          [this, note = std::string("a text that is too long to be stored inside")] {
                            set(Duration(5));
                            EXPECT_EQ(note, "a text that is too long to be stored inside");
                          });
  EXPECT_TRUE(until_timeouts(1));
}

TEST_F(SocketTimeoutTest, DoesNothingOnceTheSocketIsDestroyed) {
  set(Duration(5));
  it_.socket.reset();
  run_for(loop_, Duration(30));
  EXPECT_EQ(timeouts_, 0);
}

}  // namespace
}  // namespace netkit::test
