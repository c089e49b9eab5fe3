// SPDX-License-Identifier: MIT
#include <netkit/socket/datagram_connection.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <sys/socket.h>

#include <array>
#include <filesystem>
#include <utility>

#include "support/io_fixtures.h"
#include "support/loop_run.h"
#include "support/raw_socket.h"
#include "support/recorder.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

using std::chrono::milliseconds;

class DatagramConnectionTest : public testing::Test {
 protected:
  void connect(std::vector<SocketAddress> to, const DatagramOptions& options = {}) {
    auto made = DatagramConnection::connect(loop_, std::move(to), {}, options);
    ASSERT_TRUE(made) << made.error().message;
    connection_ = std::move(*made);
    connection_->start(heard_);
  }
  void connect_to_peer(const DatagramOptions& options = {}) {
    connect({address_of(peer_.where())}, options);
    connection_->write(as_bytes("hello"));
    ASSERT_EQ(peer_.receive(), "hello");
  }
  bool until(std::string_view event) {
    return run_until(loop_, [&] { return heard_.heard(event); });
  }

  Loop loop_;
  RawDatagrams peer_;
  Recorder heard_;
  std::unique_ptr<DatagramConnection> connection_;
};

TEST_F(DatagramConnectionTest, KeepsTheBoundariesBothWays) {
  connect_to_peer();
  std::vector<std::size_t> sizes;
  heard_.then = [&, seen = std::size_t{0}](std::string_view event) mutable {
    if (event == "data")
      sizes.push_back(heard_.received.size() - std::exchange(seen, heard_.received.size()));
  };
  const std::string largest(65507, 'x');
  for (const std::string& one : {std::string("a"), std::string(), largest, std::string("bc")}) {
    peer_.answer(one);
    ASSERT_TRUE(connection_->write(as_bytes(one)));
    EXPECT_EQ(peer_.receive(), one);
  }
  ASSERT_TRUE(run_until(loop_, [&] { return connection_->datagrams()->received == 4; }));
  EXPECT_EQ(heard_.received, "a" + largest + "bc");
  EXPECT_EQ(connection_->datagrams()->sent, 5U);
  EXPECT_EQ(connection_->bytes_read(), 65510U);
}

TEST_F(DatagramConnectionTest, SendsAgainToTheNextAddressWhereOneRefuses) {
  SocketAddress refusing = address_of(peer_.where());
  refusing.address = *IpAddress::parse("127.0.0.9");
  connect({refusing, address_of(peer_.where())});
  connection_->write(as_bytes("one"));
  connection_->write(as_bytes("two"));
  ASSERT_TRUE(run_until(loop_, [&] { return connection_->remote_address() != refusing; }));
  EXPECT_EQ(peer_.receive(), "one");
  EXPECT_EQ(peer_.receive(), "two");
  peer_.answer("yes");
  EXPECT_TRUE(until("data"));
  EXPECT_FALSE(connection_->failure());
}

TEST_F(DatagramConnectionTest, FailsWhereNoAddressIsLeft) {
  const SocketAddress refusing = address_of(refusing_where());
  connect({refusing});
  connection_->write(as_bytes("x"));
  ASSERT_TRUE(until("close"));
  EXPECT_EQ(heard_.close_cause, std::errc::connection_refused);
  EXPECT_EQ(connection_->failure()->message,
            "connect ECONNREFUSED 127.0.0.1:" + std::to_string(refusing.port));
}

TEST_F(DatagramConnectionTest, IsNotMovedOnceThePeerHasAnswered) {
  auto peer = std::make_unique<RawDatagrams>();
  connect({address_of(peer->where()), address_of(peer_.where())});
  connection_->write(as_bytes("hello"));
  peer->receive();
  peer->answer("welcome");
  ASSERT_TRUE(until("data"));
  peer.reset();
  connection_->write(as_bytes("still there?"));
  ASSERT_TRUE(until("close"));
  EXPECT_EQ(connection_->failure()->message, "read ECONNREFUSED");
}

TEST_F(DatagramConnectionTest, FindsARefusalBeforeItTakesAllForDelivered) {
  DatagramOptions options;
  options.quiet = milliseconds(0);
  connect({address_of(refusing_where())}, options);
  connection_->write(as_bytes("x"));
  connection_->destroy_soon();
  ASSERT_TRUE(until("close"));
  EXPECT_EQ(heard_.close_cause, std::errc::connection_refused);
}

TEST_F(DatagramConnectionTest, FailsToSendWhatIsTooLarge) {
  connect_to_peer();
  connection_->write(as_bytes(std::string(65508, 'x')));
  ASSERT_TRUE(until("close"));
  EXPECT_EQ(connection_->failure()->message, "send EMSGSIZE");
}

TEST_F(DatagramConnectionTest, TakesSilenceAfterOurEndForThePeers) {
  DatagramOptions options;
  options.quiet = milliseconds(20);
  connect_to_peer(options);
  peer_.answer("late");
  connection_->end();
  ASSERT_TRUE(until("close"));
  EXPECT_EQ(heard_.received, "late");
  EXPECT_FALSE(heard_.close_cause);
}

TEST_F(DatagramConnectionTest, HasAPeerThatNeverEndsWithoutQuiet) {
  DatagramOptions options;
  options.quiet = std::nullopt;
  connect_to_peer(options);
  connection_->end();
  ASSERT_TRUE(until("finish"));
  run_for(loop_, milliseconds(30));
  EXPECT_TRUE(connection_->readable());
}

TEST_F(DatagramConnectionTest, KeepsWhatCameWhilePaused) {
  connect_to_peer();
  connection_->pause();
  peer_.answer("one");
  run_for(loop_, milliseconds(10));
  EXPECT_EQ(heard_.received, "");
  connection_->unread(as_bytes("nought"));
  connection_->resume();
  ASSERT_TRUE(run_until(loop_, [&] { return heard_.received.size() == 9; }));
  EXPECT_EQ(heard_.received, "noughtone");
}

TEST_F(DatagramConnectionTest, QueuesForAUnixPeerThatIsFull) {
  const TempDir folder;
  RawDatagrams peer(Where{Transport::unix_path, "", 0, folder / "peer"});
  auto made = DatagramConnection::connect(loop_, ipc_path(peer.where().path), ipc_path(folder / "ours"), {});
  ASSERT_TRUE(made) << made.error().message;
  (*made)->start(heard_);
  const std::string piece(1000, 'x');
  std::size_t sent = 0;
  while ((*made)->write(as_bytes(piece))) ++sent;
  EXPECT_GE((*made)->unsent(), std::size_t{64} * 1024);
  std::size_t received = 0;
  while (received <= sent) {
    ASSERT_EQ(peer.receive(), piece);
    ++received;
    run_for(loop_, milliseconds(0));
  }
  EXPECT_TRUE(heard_.heard("drain"));
  peer.answer("thanks");
  EXPECT_TRUE(until("data"));
  made->reset();
  EXPECT_FALSE(std::filesystem::exists(folder / "ours"));
}

TEST_F(DatagramConnectionTest, ReadsTheEndOfAPacketSocket) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
  UniqueFd peer(ends[0]);
  auto made = DatagramConnection::adopt(loop_, UniqueFd(ends[1]), {});
  ASSERT_TRUE(made);
  (*made)->start(heard_);
  for (const std::string_view piece : {"a", "", "bc"}) ::send(peer.get(), piece.data(), piece.size(), 0);
  peer.reset();
  ASSERT_TRUE(until("end"));
  EXPECT_EQ(heard_.received, "abc");
}

TEST_F(DatagramConnectionTest, AdoptsNoStreamAndNothingUnconnected) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  const UniqueFd peer(ends[0]);
  EXPECT_FALSE(DatagramConnection::adopt(loop_, UniqueFd(ends[1]), {}));
  UniqueFd unconnected(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  EXPECT_EQ(DatagramConnection::adopt(loop_, std::move(unconnected), {}).error().code,
            std::errc::not_connected);
}

}  // namespace
}  // namespace netkit::test
