// SPDX-License-Identifier: MIT
// A socket that a child process uses, here another descriptor of the test.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/stream_socket.h>
#include <sys/socket.h>

#include <string>

#include "support/data.h"
#include "support/raw_socket.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

class LendingTest : public testing::Test {
 protected:
  LendingTest() : child_(::fcntl(it_.socket->lend(), F_DUPFD_CLOEXEC, 3)) {}

  void take_back() {
    child_.reset();
    it_.socket->take_back();
    it_.socket->start(*it_.heard);
    it_.socket->resume();
  }
  /// Whether the socket looks closed, and how.
  bool is_aborted() {
    wait_for(child_.get(), 0, Deadline());
    return it_.socket->aborted();
  }

  Loop loop_;
  SocketAndPeer it_ = connected(loop_, Kind::tcp);
  UniqueFd child_;
};

TEST_F(LendingTest, ChildFindsABlockingSocket) {
  ASSERT_TRUE(child_);
  EXPECT_FALSE(is_non_blocking(child_.get()));
  it_.socket->take_back();
  EXPECT_TRUE(is_non_blocking(child_.get()));
}

TEST_F(LendingTest, BytesAreCountedWithoutTheEnds) {
  write_all(it_.peer.get(), "twelve bytes");
  EXPECT_EQ(read_exactly(child_.get(), 12).bytes, "twelve bytes");
  write_all(child_.get(), "five!");
  EXPECT_EQ(read_exactly(it_.peer.get(), 5).bytes, "five!");
  EXPECT_EQ(it_.socket->bytes_read(), 12U);
  EXPECT_EQ(it_.socket->bytes_written(), 5U);
  send_end(child_.get());
  EXPECT_EQ(read_to_end(it_.peer.get()).error, 0);
  send_end(it_.peer.get());
  EXPECT_EQ(read_to_end(child_.get()).error, 0);
  EXPECT_FALSE(is_aborted());
  EXPECT_EQ(it_.socket->bytes_read(), 12U);
  EXPECT_EQ(it_.socket->bytes_written(), 5U);
  EXPECT_EQ(it_.socket->unsent(), 0U);
}

TEST_F(LendingTest, WhatTheChildLeavesUnreadIsReadAndCountedOnce) {
  write_all(it_.peer.get(), "read, unread");
  EXPECT_EQ(read_exactly(child_.get(), 4).bytes, "read");
  send_end(it_.peer.get());
  take_back();
  ASSERT_TRUE(run_until(loop_, [&] { return it_.heard->ended; }));
  EXPECT_EQ(it_.heard->received, ", unread");
  EXPECT_EQ(it_.socket->bytes_read(), 12U);
}

TEST_F(LendingTest, WhatTheChildHasWrittenArrivesBeforeTheClose) {
  const std::string data = random_bytes(1 * MiB);
  std::size_t written = write_until_blocked(child_.get(), data);
  take_back();
  it_.socket->destroy_soon();
  run_for(loop_, Duration(20));
  EXPECT_FALSE(it_.heard->heard("close"));
  EXPECT_TRUE(same_bytes(data.substr(0, written), read_exactly(it_.peer.get(), written).bytes));
  EXPECT_TRUE(run_until(loop_, [&] { return it_.heard->heard("close"); }));
  EXPECT_FALSE(it_.heard->close_cause);
}

TEST_F(LendingTest, TheChildMayEndBothDirectionsItself) {
  send_end(child_.get());
  send_end(it_.peer.get());
  EXPECT_EQ(read_to_end(child_.get()).error, 0);
  wait_for(child_.get(), 0, Deadline());  // closed by both
  take_back();
  it_.socket->destroy_soon();
  EXPECT_TRUE(run_until(loop_, [&] { return it_.heard->heard("close"); }));
  EXPECT_FALSE(it_.heard->close_cause);
}

TEST_F(LendingTest, AResetIsSeenAlsoOnceTheChildHasReadTheError) {
  EXPECT_FALSE(it_.socket->aborted());
  reset(std::move(it_.peer));
  EXPECT_TRUE(is_aborted());
  EXPECT_EQ(read_to_end(child_.get()).error, ECONNRESET);
  EXPECT_TRUE(is_aborted());
}

TEST_F(LendingTest, AResetInPlaceOfTheSecondEndIsSeen) {
  send_end(child_.get());
  EXPECT_EQ(read_to_end(it_.peer.get()).error, 0);
  reset(std::move(it_.peer));
  EXPECT_TRUE(is_aborted());
}

TEST_F(LendingTest, AnEndOfThePeerIsNoAbort) {
  send_end(it_.peer.get());
  EXPECT_EQ(read_to_end(child_.get()).error, 0);
  EXPECT_FALSE(it_.socket->aborted());
}

TEST(Lending, ASocketWithBytesWaitingHereIsNotLent) {
  Loop loop;
  SocketAndPeer it = connected(loop, Kind::tcp);
  it.socket->unread(as_bytes("header"));
  EXPECT_EQ(it.socket->lend(), -1);
}

TEST(Lending, AUnixSocketIsAbortedWhenThePeerHasClosed) {
  Loop loop;
  SocketAndPeer it = connected(loop, Kind::ipc);
  ASSERT_GE(it.socket->lend(), 0);
  EXPECT_FALSE(it.socket->aborted());
  it.peer.reset();
  EXPECT_TRUE(it.socket->aborted());
}

}  // namespace
}  // namespace netkit::test
