// SPDX-License-Identifier: MIT
// What can be asked of a server while it runs, whom it lets in, and what it tells.
#include <fcntl.h>

#include <cstdlib>

#include "server_test.h"
#include "support/temp_dir.h"

namespace netkit::test {

using namespace net;
namespace {

class ServerProperty : public ServerTest {
 protected:
  void limit(std::optional<std::size_t> connections, std::optional<std::size_t> per_address = {}) {
    server().set_limits({.max_connections = connections, .max_per_address = per_address});
  }
  /// Connects from this address of ours.
  UniqueFd connect_from(const std::string& from) {
    const std::size_t before = lines().size();
    LocalEnd end;
    end.address = test::address(from).address;
    auto dialled = dial(loop_, SocketAddress{test::address("127.0.0.1").address, address().port}, end);
    EXPECT_TRUE(dialled->socket);
    EXPECT_TRUE(until_lines(before + 1));
    clients_.push_back(std::move(dialled));
    return {};
  }

  std::vector<std::unique_ptr<Dialled>> clients_;
};

// net: server.address(): null before listening and after close().
TEST_F(ServerProperty, AddressIsThereWhileItListens) {
  EXPECT_FALSE(server().address());
  ASSERT_TRUE(server().listen(at("127.0.0.1")));
  EXPECT_FALSE(server().address());
  ASSERT_TRUE(until_listening());
  EXPECT_EQ(address().address.to_string(), "127.0.0.1");
  EXPECT_EQ(family_name(address().address.family()), "IPv4");
  EXPECT_EQ(connect_error(where_of(address())), 0);
  server().close();
  EXPECT_FALSE(server().address());
}

// net: server.address() of a path is the path as it was given; of a closed one netkit has none.
TEST_F(ServerProperty, AddressOfAPathIsThePath) {
  const TempDir folder;
  ASSERT_TRUE(server().listen(at_path(folder / "s")));
  ASSERT_TRUE(until_listening());
  EXPECT_EQ(std::get<IpcPath>(*server().address()).text(), folder / "s");
  server().close();
  EXPECT_FALSE(server().address());
}

// net: server.listening: false right after close(), although connections remain.
TEST_F(ServerProperty, ListeningEndsWithCloseThoughConnectionsRemain) {
  EXPECT_FALSE(server().listening());
  traced_.listen();
  const UniqueFd peer = connect_and_wait();
  EXPECT_TRUE(server().listening());
  server().close();
  EXPECT_FALSE(server().listening());
  EXPECT_EQ(server().connections(), 1U);
}

// net: server.maxConnections: over it "drop", and the peer sees a connection that ends.
TEST_F(ServerProperty, MaxConnectionsDropsConnectionsOverTheLimit) {
  traced_.listen();
  limit(1);
  const UniqueFd first = connect_and_wait();
  const UniqueFd second = connect_and_wait();
  EXPECT_EQ(lines(), (Lines{"listening", "connection", "drop"}));
  EXPECT_EQ(end_of(loop_, second.get()), 0);
  EXPECT_EQ(server().connections(), 1U);
}

TEST_F(ServerProperty, MaxConnectionsHasRoomAgainOnceOneIsClosed) {
  traced_.listen();
  limit(1);
  UniqueFd first = connect_and_wait();
  first.reset();
  ASSERT_TRUE(until([this] { return traced_.traces[0]->closed && server().connections() == 0; }));
  const UniqueFd second = connect_and_wait();
  EXPECT_EQ(lines(), (Lines{"listening", "connection", "connection"}));
}

// net, since v21: server.maxConnections = 0 drops everybody.
TEST_F(ServerProperty, MaxConnectionsOfZeroDropsEverybody) {
  traced_.listen();
  limit(0);
  const UniqueFd peer = connect_and_wait();
  EXPECT_EQ(lines().back(), "drop");
  EXPECT_EQ(end_of(loop_, peer.get()), 0);
}

TEST_F(ServerProperty, MaxConnectionsMayChangeWhileItRuns) {
  traced_.listen();
  EXPECT_FALSE(server().limits().max_connections);
  const UniqueFd first = connect_and_wait(), second = connect_and_wait();
  limit(1);
  EXPECT_EQ(server().limits().max_connections, 1U);
  EXPECT_EQ(server().connections(), 2U) << "who is in stays";
  const UniqueFd third = connect_and_wait();
  limit(std::nullopt);
  const UniqueFd fourth = connect_and_wait();
  EXPECT_EQ(lines(), (Lines{"listening", "connection", "connection", "drop", "connection"}));
}

TEST_F(ServerProperty, ALimitPerAddressCountsEachAddressForItself) {
  traced_.listen();
  limit(std::nullopt, 1);
  connect_from("127.0.0.1");
  connect_from("127.0.0.2");
  connect_from("127.0.0.1");
  connect_from("127.0.0.3");
  EXPECT_EQ(lines(), (Lines{"listening", "connection", "connection", "drop", "connection"}));
  ASSERT_EQ(traced_.dropped.size(), 1U);
  EXPECT_EQ(traced_.dropped[0].reason, Dropped::Reason::max_per_address);
  traced_.sockets[0]->destroy();
  ASSERT_TRUE(until([this] { return server().connections() == 2; }));
  connect_from("127.0.0.1");
  EXPECT_EQ(lines().back(), "connection");
}

TEST_F(ServerProperty, ALimitPerAddressCountsMappedIpv4AsIpv4) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  ASSERT_TRUE(server().listen(everywhere()));
  ASSERT_TRUE(until_listening());
  limit(std::nullopt, 1);
  connect_and_wait({Transport::tcp6, "::1", address().port, {}});
  const UniqueFd one = connect_and_wait({Transport::tcp4, "127.0.0.1", address().port, {}});
  const UniqueFd two = connect_and_wait({Transport::tcp4, "127.0.0.1", address().port, {}});
  EXPECT_EQ(lines(), (Lines{"listening", "connection", "connection", "drop"}));
  EXPECT_EQ(traced_.dropped.at(0).remote->address.to_string(), "::ffff:127.0.0.1");
}

// net: "drop" has address, port and family of both sides.
TEST_F(ServerProperty, DropNamesBothSides) {
  traced_.listen();
  limit(0);
  NETKIT_NEEDS_REFERENCE();
  NodePeer peer(R"js(
    const socket = net.connect(+args[0], '127.0.0.1', () =>
      say(socket.remoteAddress, socket.remotePort, socket.remoteFamily,
          socket.localAddress, socket.localPort, socket.localFamily)).on('error', () => {}).resume();
  )js",
                {std::to_string(address().port)});
  ASSERT_TRUE(until([&] { return !traced_.dropped.empty() && !peer.lines().empty(); }));
  const auto text = [](const SocketAddress& end) {
    return end.address.to_string() + " " + std::to_string(end.port) + " " +
           std::string(family_name(end.address.family()));
  };
  const Dropped& drop = traced_.dropped[0];
  EXPECT_EQ(drop.reason, Dropped::Reason::max_connections);
  EXPECT_EQ(text(*drop.local) + " " + text(*drop.remote), peer.line(0));
}

TEST_F(ServerProperty, DropOverAPathHasNoAddress) {
  const TempDir folder;
  ASSERT_TRUE(server().listen(at_path(folder / "s")));
  ASSERT_TRUE(until_listening());
  limit(0);
  const UniqueFd peer = connect_and_wait({Transport::unix_path, {}, 0, folder / "s"});
  ASSERT_EQ(lines().back(), "drop");
  EXPECT_FALSE(traced_.dropped[0].local);
  EXPECT_FALSE(traced_.dropped[0].remote);
  EXPECT_EQ(end_of(loop_, peer.get()), 0);
}

// net: server.getConnections(): accepted and not yet closed; who was dropped never counts.
TEST_F(ServerProperty, ConnectionsAreThoseAcceptedAndNotYetClosed) {
  traced_.listen();
  limit(2);
  EXPECT_EQ(server().connections(), 0U);
  const UniqueFd first = connect_and_wait();
  UniqueFd second = connect_and_wait();
  const UniqueFd third = connect_and_wait();
  EXPECT_EQ(server().connections(), 2U);
  second.reset();
  ASSERT_TRUE(until([this] { return server().connections() == 1; }));
  traced_.sockets[0].reset();
  EXPECT_TRUE(until([this] { return server().connections() == 0; }));
}

// net: "error" does not close the server that could not listen: no "close" follows.
TEST_F(ServerProperty, AnErrorIsNotFollowedByClose) {
  const RawListener taken(Transport::tcp4);
  ASSERT_TRUE(server().listen(at("127.0.0.1", taken.where().port)));
  ASSERT_TRUE(until_lines(1));
  settle();
  EXPECT_EQ(lines().size(), 1U);

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(lines(), node_lines(hears + "hears(net.createServer()).listen(+args[0], '127.0.0.1')",
                                {std::to_string(taken.where().port)}));
}

// net: "listening" is not told if the server was closed meanwhile.
TEST_F(ServerProperty, ListeningIsNotReportedOnceClosed) {
  ASSERT_TRUE(server().listen(at("127.0.0.1")));
  server().close();
  ASSERT_TRUE(until_lines(1));
  settle();
  EXPECT_EQ(lines(), (Lines{"close"}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(lines(), node_lines(hears + "hears(net.createServer()).listen(0).close()"));
}

// net: the socket of "connection" is open and has its addresses.
TEST_F(ServerProperty, AConnectionIsOpenWhenItIsReported) {
  std::string state;
  traced_.on_accept = [&](Socket& socket) {
    state = socket.ready_state();
    EXPECT_FALSE(socket.pending());
    EXPECT_FALSE(socket.connecting());
    EXPECT_TRUE(socket.remote_address());
    EXPECT_EQ(socket.local_address(), address());
    socket.write("hello");
  };
  traced_.listen();
  const UniqueFd peer = connect_and_wait();
  EXPECT_EQ(state, "open");
  EXPECT_EQ(read_exactly(peer.get(), 5).bytes, "hello");
}

// Nothing is read, nor lost, before the connection has a listener.
TEST_F(ServerProperty, AConnectionWaitsForItsListener) {
  class Keeper final : public Server::Events {
   public:
    std::unique_ptr<Socket> socket;
    void on_connection(std::unique_ptr<Socket> one) override { socket = std::move(one); }
  } keeper;
  Server quiet(loop_, {}, keeper);
  ASSERT_TRUE(quiet.listen(at("127.0.0.1")));
  ASSERT_TRUE(until([&] { return quiet.listening(); }));
  const UniqueFd peer = connect_to(where_of(std::get<SocketAddress>(*quiet.address())));
  ASSERT_EQ(write_all(peer.get(), "hello"), 0);
  send_end(peer.get());
  ASSERT_TRUE(until([&] { return keeper.socket != nullptr; }));
  settle();
  EXPECT_EQ(keeper.socket->bytes_read(), 0U);
  Trace trace(*keeper.socket);
  ASSERT_TRUE(until([&] { return trace.closed; }));
  EXPECT_EQ(trace.received, "hello");
}

// net: server.unref(): the loop may end although the server listens; remembered when called before listen().
TEST_F(ServerProperty, UnrefLetsTheLoopEnd) {
  traced_.listen();
  server().unref();
  server().unref();
  loop_.run();
  EXPECT_TRUE(server().listening());
}

TEST_F(ServerProperty, UnrefBeforeListeningIsRemembered) {
  server().unref();
  ASSERT_TRUE(server().listen(at("127.0.0.1")));
  loop_.run();
  EXPECT_TRUE(server().listening());
  EXPECT_EQ(lines(), (Lines{"listening"}));
}

TEST_F(ServerProperty, RefKeepsTheLoopRunningAgain) {
  server().unref();
  traced_.listen();
  server().ref();
  Timer late(loop_, [this] { server().close(); });
  late.unref();
  late.start(Duration(20));
  loop_.run();  // would return at once, and the timer never come
  EXPECT_FALSE(server().listening());
  EXPECT_EQ(lines(), (Lines{"listening", "close"}));
}

// net: SO_REUSEADDR: a port whose last connection is in TIME_WAIT may be had again.
TEST_F(ServerProperty, APortInTimeWaitMayBeHadAgain) {
  traced_.listen();
  const std::uint16_t port = address().port;
  UniqueFd peer = connect_and_wait();
  traced_.sockets[0]->end();
  EXPECT_EQ(end_of(loop_, peer.get()), 0);
  peer.reset();
  server().close();
  ASSERT_TRUE(until_lines(3));
  ASSERT_TRUE(server().listen(at("127.0.0.1", port)));
  ASSERT_TRUE(until_lines(4));
  EXPECT_EQ(lines().back(), "listening");
}

}  // namespace
}  // namespace netkit::test
