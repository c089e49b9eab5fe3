// SPDX-License-Identifier: MIT
#include <netkit/socket/stream_socket.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "support/data.h"
#include "support/name_of.h"
#include "support/raw_socket.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

/// What is true of TCP and Unix-domain sockets alike.
class SocketTest : public testing::TestWithParam<Kind> {
 protected:
  bool until(std::string_view event) {
    return run_until(loop_, [&] { return it_.heard->heard(event); });
  }
  bool until_received(std::size_t bytes) {
    return run_until(loop_, [&] { return it_.heard->received.size() >= bytes; });
  }

  Loop loop_;
  SocketAndPeer it_ = connected(loop_, GetParam());
};

class StartedSocketTest : public SocketTest {
 protected:
  StartedSocketTest() { it_.socket->start(*it_.heard); }
};

TEST_P(StartedSocketTest, Reads) {
  std::string every_byte;
  for (int value = 0; value < 256; ++value) every_byte += static_cast<char>(value);
  write_all(it_.peer.get(), every_byte);
  EXPECT_TRUE(until_received(256));
  EXPECT_EQ(it_.heard->received, every_byte);
  EXPECT_EQ(it_.socket->bytes_read(), 256U);
}

TEST_P(StartedSocketTest, WritesAtOnceWhatTheKernelTakes) {
  const std::string data = random_bytes(16'385);
  EXPECT_TRUE(it_.socket->write(as_bytes(data)));
  EXPECT_EQ(it_.socket->queued(), 0U);
  EXPECT_EQ(it_.socket->bytes_written(), data.size());
  EXPECT_TRUE(same_bytes(data, read_exactly(it_.peer.get(), data.size()).bytes));
}

TEST_P(StartedSocketTest, QueuesAndSendsInOrderWhatTheKernelDoesNotTake) {
  std::string all;
  for (std::uint64_t seed = 0; seed < 64; ++seed) {
    const std::string data = random_bytes(100'000, seed);
    it_.socket->write(as_bytes(data));
    all += data;
  }
  EXPECT_GT(it_.socket->queued(), 0U);
  EXPECT_EQ(it_.socket->bytes_written(), all.size());
  it_.socket->end();
  EXPECT_TRUE(same_bytes(all, read_while_running(loop_, it_.peer.get())));
}

TEST_P(StartedSocketTest, Sends8MiBAndItsEndWhole) {
  const std::string data = random_bytes(8 * MiB);
  EXPECT_FALSE(it_.socket->write(as_bytes(data)));
  EXPECT_GT(it_.socket->queued(), 0U);
  it_.socket->end();
  EXPECT_TRUE(same_bytes(data, read_while_running(loop_, it_.peer.get())));
  EXPECT_TRUE(until("finish"));
  EXPECT_FALSE(it_.heard->finish_cause);
  EXPECT_EQ(it_.socket->queued(), 0U);
}

TEST_P(StartedSocketTest, AsksToHoldOffAndTellsWhenAllIsHandedOn) {
  EXPECT_FALSE(it_.socket->write(as_bytes(random_bytes(8 * MiB))));
  it_.heard->then = [&](std::string_view event) {
    if (event != "drain") return;
    EXPECT_EQ(it_.socket->queued(), 0U);
    it_.socket->end();
  };
  EXPECT_EQ(read_while_running(loop_, it_.peer.get()).size(), 8 * MiB);
  EXPECT_EQ(it_.heard->drains, 1U);
}

TEST_P(StartedSocketTest, TellsOfNoDrainWhereItHasNotAskedToHoldOff) {
  EXPECT_TRUE(it_.socket->write(as_bytes("bytes")));
  run_for(loop_, Duration(20));
  EXPECT_EQ(it_.heard->drains, 0U);
}

TEST_P(StartedSocketTest, TakesNoBytes) {
  EXPECT_TRUE(it_.socket->write({}));
  it_.socket->end();
  EXPECT_EQ(read_while_running(loop_, it_.peer.get()), "");
}

TEST_P(StartedSocketTest, GoesOnReadingAfterItsEnd) {
  it_.socket->end();
  EXPECT_TRUE(until("finish"));
  write_all(it_.peer.get(), "answer");
  EXPECT_TRUE(until_received(6));
  send_end(it_.peer.get());
  EXPECT_TRUE(until("close"));
  EXPECT_EQ(it_.heard->events, (std::vector<std::string>{"finish", "data", "end", "close"}));
  EXPECT_FALSE(it_.heard->close_cause);
}

TEST_P(StartedSocketTest, GoesOnWritingAfterThePeersEnd) {
  send_end(it_.peer.get());
  EXPECT_TRUE(until("end"));
  EXPECT_TRUE(it_.socket->write(as_bytes("answer")));
  it_.socket->end();
  EXPECT_TRUE(until("close"));
  EXPECT_EQ(read_to_end(it_.peer.get()).bytes, "answer");
  EXPECT_EQ(it_.heard->events, (std::vector<std::string>{"end", "finish", "close"}));
}

TEST_P(StartedSocketTest, DropsWhatIsWrittenAfterItsEnd) {
  it_.socket->end();
  EXPECT_TRUE(it_.socket->write(as_bytes("late")));
  it_.socket->end();
  EXPECT_EQ(it_.socket->bytes_written(), 0U);
  EXPECT_EQ(read_while_running(loop_, it_.peer.get()), "");
  EXPECT_TRUE(until("finish"));
}

TEST_P(StartedSocketTest, ReadsNothingWhilePausedTheEndIncluded) {
  it_.socket->pause();
  write_all(it_.peer.get(), "bytes");
  send_end(it_.peer.get());
  run_for(loop_, Duration(30));
  EXPECT_TRUE(it_.heard->events.empty());
  it_.socket->resume();
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(it_.heard->received, "bytes");
}

TEST_P(StartedSocketTest, StopsAtOnceWhenPausedFromOnData) {
  const std::string data = random_bytes(150 * KiB);
  it_.heard->then = [&](std::string_view) { it_.socket->pause(); };
  ASSERT_EQ(write_all(it_.peer.get(), data), 0);
  EXPECT_TRUE(until("data"));
  run_for(loop_, Duration(20));
  EXPECT_LE(it_.heard->received.size(), Loop::buffer_size);
}

TEST_P(StartedSocketTest, SaysOnlyOnceThatThePeerHasEnded) {
  send_end(it_.peer.get());
  EXPECT_TRUE(until("end"));
  it_.socket->pause();
  it_.socket->resume();
  run_for(loop_, Duration(20));
  EXPECT_EQ(it_.heard->events, std::vector<std::string>{"end"});
}

TEST_P(StartedSocketTest, IsOpenUntilBothSidesHaveEnded) {
  EXPECT_EQ(it_.socket->ready_state(), "open");
  it_.socket->end();
  EXPECT_EQ(it_.socket->ready_state(), "readOnly");
  send_end(it_.peer.get());
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(it_.socket->ready_state(), "closed");
}

TEST_P(StartedSocketTest, IsWriteOnlyAfterThePeersEnd) {
  send_end(it_.peer.get());
  EXPECT_TRUE(until("end"));
  EXPECT_EQ(it_.socket->ready_state(), "writeOnly");
}

TEST_P(StartedSocketTest, TellsWhetherInputWaits) {
  it_.socket->pause();
  EXPECT_FALSE(it_.socket->input_waits());
  write_all(it_.peer.get(), "x");
  EXPECT_TRUE(it_.socket->input_waits());
}

TEST_P(StartedSocketTest, SaysNothingAboutWhatItWritesBeforeTheLoopRuns) {
  it_.peer.reset();
  for (int i = 0; i < 3; ++i) it_.socket->write(as_bytes("bytes"));
  it_.socket->end();
  EXPECT_TRUE(it_.heard->events.empty());
}

TEST_P(SocketTest, StartsPausedIfItWasPausedBefore) {
  it_.socket->pause();
  it_.socket->start(*it_.heard);
  write_all(it_.peer.get(), "bytes");
  run_for(loop_, Duration(20));
  EXPECT_EQ(it_.socket->bytes_read(), 0U);
  it_.socket->resume();
  EXPECT_TRUE(until_received(5));
}

TEST_P(SocketTest, SendsWhatWasWrittenBeforeItsStart) {
  const std::string data = random_bytes(40 * MiB);  // more than the kernel takes
  EXPECT_FALSE(it_.socket->write(as_bytes(data)));
  it_.socket->end();
  it_.socket->start(*it_.heard);
  EXPECT_TRUE(same_bytes(data, read_while_running(loop_, it_.peer.get())));
}

TEST_P(SocketTest, TellsOfTheDrainThatItOwesWhateverIsWrittenMeanwhile) {
  SocketOptions options;
  options.high_water_mark = 4 * MiB;
  it_ = connected(loop_, GetParam(), options);
  it_.socket->start(*it_.heard);
  EXPECT_FALSE(it_.socket->write(as_bytes(random_bytes(12 * MiB))));
  EXPECT_FALSE(it_.socket->write(as_bytes(random_bytes(3 * MiB))));
  // Once the first is gone the queue is below the mark, but nobody has been told to go on yet.
  EXPECT_TRUE(run_until(loop_, [&] {
    read_some(it_.peer.get(), 64 * KiB, Deadline());
    return it_.socket->queued() <= 3 * MiB;
  }));
  EXPECT_EQ(it_.heard->drains, 0U);
  it_.socket->write(as_bytes("x"));
  EXPECT_TRUE(run_until(loop_, [&] {
    if (bytes_waiting(it_.peer.get()) > 0) read_some(it_.peer.get(), 1 * MiB, Deadline());
    return it_.socket->queued() == 0;
  }));
  run_for(loop_, Duration(20));
  EXPECT_EQ(it_.heard->drains, 1U);
}

TEST_P(SocketTest, HonoursItsHighWaterMark) {
  SocketOptions options;
  options.high_water_mark = 64 * MiB;
  it_ = connected(loop_, GetParam(), options);
  it_.socket->start(*it_.heard);
  EXPECT_TRUE(it_.socket->write(as_bytes(random_bytes(8 * MiB))));
  EXPECT_GT(it_.socket->queued(), 0U);
}

TEST(StreamSocket, KnowsItsAddressesAlsoAfterThePeerHasGone) {
  Loop loop;
  SocketAndPeer it = started(loop, Kind::tcp);
  it.peer.reset();
  EXPECT_TRUE(run_until(loop, [&] { return it.heard->ended; }));
  ASSERT_TRUE(it.socket->local_address() && it.socket->remote_address());
  EXPECT_EQ(it.socket->local_address()->address.to_string(), "127.0.0.1");
  EXPECT_EQ(it.socket->remote_address()->address.to_string(), "127.0.0.1");
  EXPECT_NE(it.socket->local_address()->port, it.socket->remote_address()->port);
  EXPECT_FALSE(started(loop, Kind::ipc).socket->remote_address());
}

constexpr auto both_kinds = [] { return testing::Values(Kind::tcp, Kind::ipc); };
INSTANTIATE_TEST_SUITE_P(Over, SocketTest, both_kinds(), NameOf());
INSTANTIATE_TEST_SUITE_P(Over, StartedSocketTest, both_kinds(), NameOf());

TEST(PeerCredentials, AreThoseOfTheProcessAtTheOtherEndOfAUnixDomainSocket) {
  Loop loop;
  const SocketAndPeer it = connected(loop, Kind::ipc);
  const auto credentials = it.socket->peer_credentials();
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->process, ::getpid());
  EXPECT_EQ(credentials->user, ::getuid());
  EXPECT_EQ(credentials->group, ::getgid());
}

TEST(PeerCredentials, AreUnknownOnTcp) {
  Loop loop;
  EXPECT_FALSE(connected(loop, Kind::tcp).socket->peer_credentials());
}

}  // namespace
}  // namespace netkit::test
