// SPDX-License-Identifier: MIT
#include <netkit/socket/datagram_socket.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>

#include <memory>
#include <utility>
#include <vector>

#include "support/io_fixtures.h"
#include "support/loop_run.h"
#include "support/raw_socket.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

using Peers = DatagramSocket::Peers;

/// Starts each connection, and records what it hears.
struct Server final : DatagramSocket::Events {
  std::optional<Token> admit(const std::optional<SocketAddress>&) override {
    if (connections.size() >= most) return std::nullopt;
    return Token();
  }
  void on_connection(std::unique_ptr<Connection> connection) override {
    heard.push_back(std::make_unique<Recorder>());
    connections.push_back(std::move(connection));
    connections.back()->start(*heard.back());
  }
  void on_refused(const TurnedAway&) override { ++refused; }

  std::size_t most = 100, refused = 0;
  std::vector<std::unique_ptr<Recorder>> heard;
  std::vector<std::unique_ptr<Connection>> connections;
};

class DatagramSocketTest : public testing::Test {
 protected:
  void open(Peers peers, const DatagramOptions& options = {}) {
    auto bound = BoundSocket::udp(address("127.0.0.1"), {});
    ASSERT_TRUE(bound);
    socket_ = std::move(*DatagramSocket::open(loop_, std::move(*bound), peers, options, server_));
    where_ = where_of(*socket_->address());
  }
  bool until_heard(std::size_t index, std::string_view text) {
    return run_until(loop_,
                     [&] { return server_.heard.size() > index && server_.heard[index]->received == text; });
  }

  Loop loop_;
  Server server_;
  std::unique_ptr<DatagramSocket> socket_;
  Where where_;
  RawDatagrams one_, other_;
};

TEST_F(DatagramSocketTest, HasAConnectionForEachPeer) {
  open(Peers::many);
  one_.send_to(where_, "a");
  other_.send_to(where_, "b");
  one_.send_to(where_, "c");
  EXPECT_TRUE(until_heard(0, "ac"));
  EXPECT_TRUE(until_heard(1, "b"));
  EXPECT_EQ(server_.connections[0]->remote_address(), address_of(one_.where()));
  server_.connections[1]->write(as_bytes("to other"));
  server_.connections[0]->write(as_bytes("to one"));
  EXPECT_EQ(one_.receive(), "to one");
  EXPECT_EQ(other_.receive(), "to other");
}

TEST_F(DatagramSocketTest, HasTheKernelRefuseOthersThanTheFirst) {
  open(Peers::first);
  one_.send_to(where_, "a");
  EXPECT_TRUE(until_heard(0, "a"));
  RawDatagrams late;
  auto connection = DatagramConnection::connect(loop_, {address_of(where_)}, {}, {});
  Recorder refused;
  (*connection)->start(refused);
  (*connection)->write(as_bytes("x"));
  EXPECT_TRUE(run_until(loop_, [&] { return refused.heard("close"); }));
  EXPECT_EQ(refused.close_cause, std::errc::connection_refused);
  socket_.reset();
  one_.send_to(where_, "b");
  EXPECT_TRUE(until_heard(0, "ab"));  // it outlives the DatagramSocket
}

TEST_F(DatagramSocketTest, TellsThePeersEndWhenItIsDestroyed) {
  open(Peers::many);
  one_.send_to(where_, "a");
  EXPECT_TRUE(until_heard(0, "a"));
  socket_.reset();
  EXPECT_TRUE(run_until(loop_, [&] { return server_.heard[0]->ended; }));
  server_.connections[0]->write(as_bytes("last"));
  server_.connections[0]->end();
  EXPECT_TRUE(run_until(loop_, [&] { return server_.heard[0]->heard("close"); }));
  EXPECT_EQ(one_.receive(), "last");
}

TEST_F(DatagramSocketTest, BreaksTheConnectionOfThePeerThatRefuses) {
  open(Peers::many);
  auto gone = std::make_unique<RawDatagrams>();
  one_.send_to(where_, "a");
  gone->send_to(where_, "b");
  ASSERT_TRUE(until_heard(1, "b"));
  gone.reset();
  server_.connections[1]->write(as_bytes("x"));
  EXPECT_TRUE(run_until(loop_, [&] { return server_.heard[1]->heard("close"); }));
  EXPECT_EQ(server_.connections[1]->failure()->message, "read ECONNREFUSED");
  server_.connections[0]->write(as_bytes("y"));
  EXPECT_EQ(one_.receive(), "y");
  EXPECT_FALSE(server_.heard[0]->heard("close"));
}

TEST_F(DatagramSocketTest, DropsWhatAPausedPeerSendsBeyondItsMark) {
  DatagramOptions options;
  options.high_water_mark = 1000;
  open(Peers::many, options);
  one_.send_to(where_, "a");
  other_.send_to(where_, "b");
  ASSERT_TRUE(until_heard(1, "b"));
  server_.connections[0]->pause();
  const std::string piece(400, 'x');
  for (int i = 0; i < 5; ++i) one_.send_to(where_, piece);
  other_.send_to(where_, "c");
  ASSERT_TRUE(until_heard(1, "bc"));
  server_.connections[0]->resume();
  EXPECT_TRUE(until_heard(0, "a" + piece + piece));
  EXPECT_EQ(server_.connections[0]->datagrams()->dropped, 3U);
}

TEST_F(DatagramSocketTest, RefusesDatagramsOfPeersThatAreNotAdmitted) {
  server_.most = 1;
  open(Peers::many);
  one_.send_to(where_, "a");
  other_.send_to(where_, "b");
  one_.send_to(where_, "c");
  EXPECT_TRUE(until_heard(0, "ac"));
  EXPECT_EQ(server_.refused, 1U);
}

TEST_F(DatagramSocketTest, TakesAPeerAgainWhoseConnectionIsGone) {
  open(Peers::many);
  one_.send_to(where_, "a");
  ASSERT_TRUE(until_heard(0, "a"));
  server_.connections[0].reset();
  one_.send_to(where_, "b");
  EXPECT_TRUE(until_heard(1, "b"));
}

TEST_F(DatagramSocketTest, IsAloneOnItsPort) {
  open(Peers::many);
  const auto again = BoundSocket::udp(*socket_->address(), {});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, std::errc::address_in_use);
}

TEST_F(DatagramSocketTest, JoinsAMulticastGroupThatOthersMayJoinToo) {
  DatagramOptions options;
  options.early.interface = "lo";
  const SocketAddress group = address("239.255.77.1");
  auto bound = BoundSocket::udp(group, {});
  ASSERT_TRUE(bound);
  const SocketAddress with_port = *bound->address();
  auto too = BoundSocket::udp(with_port, {});
  ASSERT_TRUE(too) << too.error().message;
  const auto first = DatagramSocket::open(loop_, std::move(*bound), Peers::many, options, server_);
  ASSERT_TRUE(first) << first.error().message;
  Server server_too;
  const auto second = DatagramSocket::open(loop_, std::move(*too), Peers::many, options, server_too);
  ASSERT_TRUE(second);
  auto sender = DatagramConnection::connect(loop_, {with_port}, {}, options);
  ASSERT_TRUE(sender) << sender.error().message;
  Recorder heard;
  (*sender)->start(heard);
  (*sender)->write(as_bytes("to all"));
  EXPECT_TRUE(until_heard(0, "to all"));
  EXPECT_TRUE(run_until(loop_, [&] { return !server_too.heard.empty(); }));
  server_.connections[0]->write(as_bytes("an answer"));
  EXPECT_TRUE(run_until(loop_, [&] { return heard.received == "an answer"; }));
}

}  // namespace
}  // namespace netkit::test
