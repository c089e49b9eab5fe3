// SPDX-License-Identifier: MIT
// How a socket comes to its end.
#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/stream_socket.h>
#include <poll.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/data.h"
#include "support/name_of.h"
#include "support/raw_socket.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

using Events = std::vector<std::string>;

class SocketCloseTest : public testing::TestWithParam<Kind> {
 protected:
  bool until(std::string_view event) {
    return run_until(loop_, [&] { return it_.heard->heard(event); });
  }

  Loop loop_;
  SocketAndPeer it_ = started(loop_, GetParam());
};

class TcpCloseTest : public testing::Test {
 protected:
  bool until(std::string_view event) {
    return run_until(loop_, [&] { return it_.heard->heard(event); });
  }

  Loop loop_;
  SocketAndPeer it_ = started(loop_, Kind::tcp);
};

TEST_P(SocketCloseTest, IsCompleteWhenBothHaveEnded) {
  send_end(it_.peer.get());
  it_.socket->end();
  EXPECT_TRUE(until("close"));
  EXPECT_FALSE(it_.heard->close_cause);
  EXPECT_EQ(it_.socket->unsent(), 0U);
}

TEST_F(TcpCloseTest, ReportsTheEndBeforeAResetThatCameBehindIt) {
  it_.socket->pause();
  it_.socket->write(as_bytes("not read"));
  wait_for(it_.peer.get(), POLLIN, Deadline());
  write_all(it_.peer.get(), "last words");
  send_end(it_.peer.get());
  it_.peer.reset();
  it_.socket->resume();
  EXPECT_TRUE(until("close"));
  EXPECT_EQ(it_.heard->received, "last words");
  EXPECT_TRUE(it_.heard->heard("end"));
  EXPECT_EQ(it_.heard->close_cause, std::errc::connection_reset);
}

TEST_F(TcpCloseTest, CountsAByteThatAClosedPeerDoesNotTake) {
  it_.peer.reset();
  EXPECT_TRUE(until("end"));
  it_.socket->write(as_bytes("x"));
  it_.socket->end();
  EXPECT_TRUE(until("close"));
  EXPECT_EQ(it_.heard->close_cause, std::errc::connection_reset);
  EXPECT_EQ(it_.socket->unsent(), 1U);
}

TEST_P(SocketCloseTest, EndsWithAResetIfAskedToWhereThereAreResets) {
  SocketOptions options;
  options.reset = true;
  SocketAndPeer it = started(loop_, GetParam(), options);
  it.socket->write(as_bytes("all of it"));
  it.socket->end();
  EXPECT_TRUE(run_until(loop_, [&] { return it.heard->heard("finish"); }));
  EXPECT_FALSE(it.heard->finish_cause);
  EXPECT_EQ(it.heard->heard("close"), GetParam() == Kind::tcp);
  if (GetParam() == Kind::tcp) it.socket.reset();
  run_for(loop_, Duration(1));
  const Read read = read_to_end(it.peer.get());
  EXPECT_EQ(read.bytes, "all of it");
  EXPECT_EQ(read.error, GetParam() == Kind::tcp ? ECONNRESET : 0);
}

TEST_P(SocketCloseTest, TellsWhyWritingFailedThenReadsToTheEnd) {
  const std::string data = random_bytes(100 * KiB);
  it_.socket->pause();
  ASSERT_EQ(write_all(it_.peer.get(), data), 0);
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  it_.peer.reset();
  EXPECT_TRUE(until("finish"));
  EXPECT_TRUE(it_.heard->finish_cause == std::errc::broken_pipe ||
              it_.heard->finish_cause == std::errc::connection_reset);
  EXPECT_GT(it_.socket->unsent(), 0U);
  it_.socket->resume();
  EXPECT_TRUE(until("close"));
  EXPECT_EQ(it_.heard->close_cause, it_.heard->finish_cause);
  if (GetParam() == Kind::tcp) return;  // a reset throws away what was received
  EXPECT_TRUE(same_bytes(data, it_.heard->received));
}

TEST_P(SocketCloseTest, DropsWhatIsWrittenAfterAFailure) {
  it_.socket->pause();
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  it_.peer.reset();
  EXPECT_TRUE(until("finish"));
  const auto lost = it_.socket->unsent();
  EXPECT_TRUE(it_.socket->write(as_bytes("late")));
  it_.socket->end();
  EXPECT_EQ(it_.socket->unsent(), lost);
}

/// on_close() is the last call, whatever the other side still does.
TEST_P(SocketCloseTest, IsTheLastThatIsHeardOfASocketThatIsKept) {
  it_.socket->destroy_soon();
  EXPECT_TRUE(until("close"));
  EXPECT_FALSE(it_.heard->close_cause);
  write_all(it_.peer.get(), "late");
  send_end(it_.peer.get());
  run_for(loop_, Duration(30));
  EXPECT_EQ(it_.heard->events.back(), "close");
  EXPECT_EQ(std::ranges::count(it_.heard->events, "close"), 1);
}

TEST_P(SocketCloseTest, IsHeardOnceWhenAskedForFromOnFinish) {
  it_.heard->then = [&](std::string_view event) {
    if (event == "finish") it_.socket->destroy_soon();
  };
  it_.socket->end();
  EXPECT_TRUE(until("close"));
  run_for(loop_, Duration(30));
  EXPECT_EQ(it_.heard->events, (Events{"finish", "close"}));
}

TEST_P(SocketCloseTest, NeedsNotThePeersEndWhenDestroyedSoon) {
  it_.socket->write(as_bytes("bytes"));
  it_.socket->destroy_soon();
  EXPECT_TRUE(until("close"));
  EXPECT_FALSE(it_.heard->close_cause);
  EXPECT_EQ(read_to_end(it_.peer.get()).bytes, "bytes");
  EXPECT_EQ(it_.socket->ready_state(), "readOnly");
}

TEST_P(SocketCloseTest, WaitsForWhatIsQueuedWhenDestroyedSoon) {
  const std::string data = random_bytes(3 * MiB);
  it_.socket->write(as_bytes(data));
  it_.socket->destroy_soon();
  run_for(loop_, Duration(20));
  EXPECT_FALSE(it_.heard->heard("close"));
  EXPECT_TRUE(same_bytes(data, read_while_running(loop_, it_.peer.get())));
  EXPECT_TRUE(until("close"));
  EXPECT_FALSE(it_.heard->close_cause);
}

TEST_P(SocketCloseTest, ComesAlsoWhenDestroyedSoonAfterTheEnd) {
  it_.socket->end();
  EXPECT_TRUE(until("finish"));
  it_.socket->destroy_soon();
  EXPECT_FALSE(it_.heard->heard("close")) << "news comes from the loop only";
  EXPECT_TRUE(until("close"));
}

TEST_P(SocketCloseTest, LosesWhatIsQueuedWhenDestroyed) {
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  it_.socket.reset();
  EXPECT_LT(read_while_running(loop_, it_.peer.get()).size(), 8 * MiB);
  EXPECT_TRUE(it_.heard->events.empty());
}

INSTANTIATE_TEST_SUITE_P(Over, SocketCloseTest, testing::Values(Kind::tcp, Kind::ipc), NameOf());

TEST_F(TcpCloseTest, HasTheCauseOfAReset) {
  reset(std::move(it_.peer));
  EXPECT_TRUE(until("close"));
  EXPECT_EQ(it_.heard->events, Events{"close"});
  EXPECT_EQ(it_.heard->close_cause, std::errc::connection_reset);
}

TEST_F(TcpCloseTest, OfAResetIsTheLastCallThoughBytesAreQueued) {
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  reset(std::move(it_.peer));
  EXPECT_TRUE(until("close"));
  run_for(loop_, Duration(20));
  EXPECT_EQ(it_.heard->events.back(), "close");
  EXPECT_TRUE(it_.heard->close_cause);
  EXPECT_GT(it_.socket->unsent(), 0U);
}

TEST_F(TcpCloseTest, OfAResetLeavesASocketThatDropsWhatIsWritten) {
  reset(std::move(it_.peer));
  EXPECT_TRUE(until("close"));
  EXPECT_TRUE(it_.socket->write(as_bytes("late")));
  it_.socket->end();
  run_for(loop_, Duration(20));
  EXPECT_EQ(it_.heard->events, Events{"close"});
}

TEST_F(TcpCloseTest, WaitsForTheAcknowledgementOfTheLastByte) {
  it_.socket->write(as_bytes(random_bytes(6 * MiB)));
  send_end(it_.peer.get());
  it_.socket->end();
  run_for(loop_, Duration(30));
  EXPECT_TRUE(it_.heard->ended);
  EXPECT_FALSE(it_.heard->heard("close"));
  EXPECT_GT(it_.socket->unsent(), 0U);
  EXPECT_EQ(read_while_running(loop_, it_.peer.get()).size(), 6 * MiB);
  EXPECT_TRUE(until("close"));
  EXPECT_EQ(it_.socket->unsent(), 0U);
}

TEST_F(TcpCloseTest, HasACauseWhenThePeerResetsWhatItHasNotRead) {
  it_.socket->write(as_bytes(random_bytes(6 * MiB)));
  send_end(it_.peer.get());
  EXPECT_TRUE(until("end"));
  it_.socket->end();
  reset(std::move(it_.peer));
  EXPECT_TRUE(until("close"));
  EXPECT_TRUE(it_.heard->close_cause);
  EXPECT_GT(it_.socket->unsent(), 0U);
}

TEST_F(TcpCloseTest, CountsAsUnsentWhatThePeersSystemHasNotAcknowledged) {
  constexpr std::size_t size = 16 * MiB;
  it_.socket->write(as_bytes(random_bytes(size)));
  std::size_t taken = 0;
  EXPECT_TRUE(run_until(loop_, [&] {
    if (bytes_waiting(it_.peer.get()) > 0)
      taken += read_some(it_.peer.get(), 64 * KiB, Deadline()).bytes.size();
    return taken >= 4 * MiB;
  }));
  ASSERT_GT(it_.socket->queued(), 0U);
  EXPECT_TRUE(
      run_until(loop_, [&] { return it_.socket->unsent() == size - taken - bytes_waiting(it_.peer.get()); }))
      << it_.socket->unsent() << ", not " << size - taken - bytes_waiting(it_.peer.get());
}

TEST_F(TcpCloseTest, HasNothingUnsentOnceAllIsRead) {
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  it_.socket->end();
  read_while_running(loop_, it_.peer.get());
  // What was read is acknowledged a moment later; our end is no byte.
  EXPECT_TRUE(run_until(loop_, [&] { return it_.socket->unsent() == 0; }));
}

TEST_F(TcpCloseTest, DoesNotCountItsEndAsUnsent) {
  it_.socket->end();
  EXPECT_TRUE(until("finish"));
  EXPECT_EQ(it_.socket->unsent(), 0U);
}

TEST_F(TcpCloseTest, TellsThatAPeerHasGone) {
  EXPECT_FALSE(it_.socket->hung_up());
  it_.socket->pause();
  reset(std::move(it_.peer));
  EXPECT_TRUE(run_until(loop_, [&] { return it_.socket->hung_up(); }));
}

TEST(IpcSocket, TellsThatAPeerHasClosedAndNotThatItHasEnded) {
  Loop loop;
  SocketAndPeer it = started(loop, Kind::ipc);
  send_end(it.peer.get());
  EXPECT_TRUE(run_until(loop, [&] { return it.heard->ended; }));
  EXPECT_FALSE(it.socket->hung_up());
  it.peer.reset();
  EXPECT_TRUE(it.socket->hung_up());
}

}  // namespace
}  // namespace netkit::test
