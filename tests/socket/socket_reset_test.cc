// SPDX-License-Identifier: MIT
// A reset is told as one, and after what came before it.
#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/stream_socket.h>

#include <string>
#include <vector>

#include "support/data.h"
#include "support/raw_socket.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

using Events = std::vector<std::string>;

class SocketResetTest : public testing::Test {
 protected:
  void the_peer_sends_its_end_and_a_reset() {
    ASSERT_EQ(write_all(it_.peer.get(), "bye"), 0);
    send_end(it_.peer.get());
    reset(std::move(it_.peer));
  }
  void expect_all_before_the_reset() {
    ASSERT_TRUE(run_until(loop_, [&] { return it_.heard->heard("close"); }));
    EXPECT_EQ(it_.heard->received, "bye");
    EXPECT_EQ(it_.heard->close_cause, std::errc::connection_reset) << it_.heard->close_cause.message();
  }

  Loop loop_;
  SocketAndPeer it_ = started(loop_, Kind::tcp);
};

TEST_F(SocketResetTest, BehindThePeersEndIsNoBrokenPipe) {
  the_peer_sends_its_end_and_a_reset();
  expect_all_before_the_reset();
  EXPECT_TRUE(it_.heard->ended);
}

TEST_F(SocketResetTest, ThatAWriteMeetsFirstIsNoBrokenPipe) {
  the_peer_sends_its_end_and_a_reset();
  it_.socket->write(as_bytes("late"));
  it_.socket->write(as_bytes("later"));
  expect_all_before_the_reset();
  EXPECT_TRUE(it_.heard->ended);
  EXPECT_EQ(it_.heard->finish_cause, std::errc::connection_reset);
}

TEST_F(SocketResetTest, ThatOurEndMeetsFirstIsTold) {
  the_peer_sends_its_end_and_a_reset();
  it_.socket->end();
  expect_all_before_the_reset();
  EXPECT_TRUE(it_.heard->ended);
}

TEST_F(SocketResetTest, AfterTheEndWasReadIsTold) {
  send_end(it_.peer.get());
  ASSERT_TRUE(run_until(loop_, [&] { return it_.heard->ended; }));
  reset(std::move(it_.peer));
  it_.socket->write(as_bytes("late"));
  ASSERT_TRUE(run_until(loop_, [&] { return it_.heard->heard("close"); }));
  EXPECT_EQ(it_.heard->finish_cause, std::errc::connection_reset);
  EXPECT_EQ(it_.heard->close_cause, std::errc::connection_reset);
}

TEST_F(SocketResetTest, WithoutAnEndIsToldWithoutOne) {
  ASSERT_EQ(write_all(it_.peer.get(), "bye"), 0);
  reset(std::move(it_.peer));
  it_.socket->write(as_bytes("late"));
  expect_all_before_the_reset();
  EXPECT_FALSE(it_.heard->ended);
}

}  // namespace
}  // namespace netkit::test
