// SPDX-License-Identifier: MIT
// The option blockList of servers and of connect(). Node.js has it since v22.13: these rows stand on its
// documentation and source alone.
#include <netkit/base/net_errc.h>

#include <initializer_list>

#include "server_test.h"
#include "support/temp_dir.h"

namespace netkit::test {

using namespace net;
namespace {

std::shared_ptr<const BlockList> list(std::initializer_list<const char*> rules) {
  BlockList made;
  for (const char* rule : rules) made.add(parse_rule(rule).value());
  return std::make_shared<BlockList>(std::move(made));
}

class ServerBlockList : public ServerTest {
 protected:
  void block(std::initializer_list<const char*> rules) { server().set_access({.block = list(rules)}); }
  bool until_blocked(std::size_t count) {
    return until([this, count] { return traced_.blocked.size() >= count; });
  }
  /// Connects, and waits for the word that it was kept out.
  UniqueFd connect_and_be_blocked(UniqueFd peer) {
    EXPECT_TRUE(until_blocked(traced_.blocked.size() + 1));
    return peer;
  }
  UniqueFd blocked_from(const std::string& address) {
    return connect_and_be_blocked(connect_from(address, where_of(this->address())));
  }
};

// net.createServer({blockList}): who is on it is closed at once, without an event, and not counted.
TEST_F(ServerBlockList, PeersOnItAreClosedImmediatelyAndNotCounted) {
  block({"127.0.0.2"});
  traced_.listen();
  const UniqueFd blocked = blocked_from("127.0.0.2");
  EXPECT_EQ(end_of(loop_, blocked.get()), 0);
  EXPECT_EQ(server().connections(), 0U);
  const UniqueFd other = connect_and_wait();
  EXPECT_EQ(server().connections(), 1U);
  EXPECT_EQ(lines(), (Lines{"listening", "connection"}));
  EXPECT_EQ(traced_.blocked.at(0).reason, Dropped::Reason::blocked);
  EXPECT_EQ(traced_.blocked.at(0).remote->address.to_string(), "127.0.0.2");
}

// ... also if they have gone again by then, with RST.
TEST_F(ServerBlockList, PeersOnItAreKnownThoughTheyHaveResetAlready) {
  block({"127.0.0.2"});
  traced_.listen();
  reset(connect_from("127.0.0.2", where_of(address())));
  ASSERT_TRUE(until_blocked(1));
  EXPECT_EQ(traced_.blocked[0].remote->address.to_string(), "127.0.0.2");
  EXPECT_EQ(lines(), (Lines{"listening"}));
}

// ... also where only one more would be let in.
TEST_F(ServerBlockList, PeersOnItTakeNoPlace) {
  block({"127.0.0.2"});
  server().set_limits({.max_connections = 1});
  traced_.listen();
  const UniqueFd blocked = blocked_from("127.0.0.2");
  const UniqueFd other = connect_and_wait();
  EXPECT_EQ(lines(), (Lines{"listening", "connection"}));
}

// It is asked after maxConnections: over that even a blocked peer is a "drop".
TEST_F(ServerBlockList, IsAskedAfterTheLimits) {
  block({"127.0.0.1"});
  traced_.listen();
  server().set_limits({.max_connections = 0});
  const UniqueFd first = connect_and_wait();
  server().set_limits({.max_per_address = 0});
  const UniqueFd second = connect_and_wait();
  EXPECT_EQ(lines(), (Lines{"listening", "drop", "drop"}));
  EXPECT_TRUE(traced_.blocked.empty());
}

// A dual-stack server's IPv4 peers have mapped addresses: rules for IPv4 are meant for them.
TEST_F(ServerBlockList, RulesForIpv4AreForMappedPeersToo) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  block({"127.0.0.0/8"});
  ASSERT_TRUE(server().listen(everywhere()));
  ASSERT_TRUE(until_listening());
  const UniqueFd mapped =
      connect_and_be_blocked(connect_to({Transport::tcp4, "127.0.0.1", address().port, {}}));
  EXPECT_EQ(traced_.blocked.at(0).remote->address.to_string(), "::ffff:127.0.0.1");
  const UniqueFd other = connect_and_wait({Transport::tcp6, "::1", address().port, {}});
  EXPECT_EQ(lines(), (Lines{"listening", "connection"}));
}

// netkit: ... and a range of IPv6 addresses is not, whatever the socket.
TEST_F(ServerBlockList, RangesOfIpv6AreForNoMappedPeer) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  block({"::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"});
  ASSERT_TRUE(server().listen(everywhere()));
  ASSERT_TRUE(until_listening());
  const UniqueFd mapped = connect_and_wait({Transport::tcp4, "127.0.0.1", address().port, {}});
  const UniqueFd other = connect_and_be_blocked(connect_to({Transport::tcp6, "::1", address().port, {}}));
  EXPECT_EQ(lines(), (Lines{"listening", "connection"}));
}

// The property is read for each connection.
TEST_F(ServerBlockList, MayBeAssignedLater) {
  traced_.listen();
  const UniqueFd first = connect_and_wait();
  block({"127.0.0.1"});
  const UniqueFd second = blocked_from("127.0.0.1");
  EXPECT_EQ(server().connections(), 1U) << "who is in stays";
  server().set_access({});
  EXPECT_EQ(server().access().block, nullptr);
  const UniqueFd third = connect_and_wait();
  EXPECT_EQ(lines(), (Lines{"listening", "connection", "connection"}));
}

// netkit: an allow list lets in who is on it and nobody else; a rule that blocks wins over it.
TEST_F(ServerBlockList, AnAllowListRefusesAllOtherAddresses) {
  server().set_access({.block = list({"127.0.0.3"}), .allow = list({"127.0.0.2/31"})});
  traced_.listen();
  const UniqueFd not_listed = blocked_from("127.0.0.1");
  const UniqueFd blocked = blocked_from("127.0.0.3");
  EXPECT_EQ(traced_.blocked.at(0).reason, Dropped::Reason::not_listed);
  EXPECT_EQ(traced_.blocked.at(1).reason, Dropped::Reason::blocked);
  const UniqueFd listed = connect_from("127.0.0.2", where_of(address()));
  ASSERT_TRUE(until_lines(2));
  EXPECT_EQ(lines(), (Lines{"listening", "connection"}));
}

// IP peers only.
TEST_F(ServerBlockList, UnixPeersAreNeverBlocked) {
  const TempDir folder;
  server().set_access({.block = list({"0.0.0.0/0", "::/0"}), .allow = list({})});
  ASSERT_TRUE(server().listen(at_path(folder / "s")));
  ASSERT_TRUE(until_listening());
  const UniqueFd peer = connect_and_wait({Transport::unix_path, {}, 0, folder / "s"});
  EXPECT_EQ(lines(), (Lines{"listening", "connection"}));
}

/// A socket that knows the name h.test, and a listener that shall hear of nobody.
class ConnectBlockList : public testing::Test {
 protected:
  Lines connect(std::initializer_list<const char*> addresses, const AccessLists& access) {
    for (const char* one : addresses) resolver_.answer("h.test", address(one));
    ConnectOptions options = to(listener_.where().port, "h.test");
    options.resolver = &resolver_;
    options.access = access;
    return connect(options);
  }
  Lines connect(const ConnectOptions& options) {
    trace_.then = [this](std::string_view event) {
      if (event == "ready") socket_.destroy();
    };
    EXPECT_TRUE(socket_.connect(options));
    EXPECT_TRUE(run_until(loop_, [this] { return trace_.closed; }));
    return trace_.lines;
  }
  bool nobody_came() { return listener_.stays_alone(Duration(10)); }

  Loop loop_;
  Resolver resolver_{loop_};
  Socket socket_{loop_};
  Trace trace_{socket_};
  RawListener listener_{Transport::tcp4};
};

// One candidate: the attempt is told, then the error; no connection is tried.
TEST_F(ConnectBlockList, TheOnlyAddressIsAnAttemptThatFails) {
  ConnectOptions options = to(listener_.where().port, "127.0.0.1");
  options.access.block = list({"127.0.0.0/8"});
  EXPECT_EQ(connect(options),
            (Lines{"connectionAttempt 127.0.0.1",
                   "error ERR_IP_BLOCKED IP(127.0.0.1) is blocked by net.BlockList", "close true"}));
  EXPECT_TRUE(nobody_came());
}

TEST_F(ConnectBlockList, TheOnlyAddressOfANameIsTheSame) {
  EXPECT_EQ(connect({"127.0.0.1"}, {.block = list({"127.0.0.1"})}),
            (Lines{"lookup 127.0.0.1", "connectionAttempt 127.0.0.1",
                   "error ERR_IP_BLOCKED IP(127.0.0.1) is blocked by net.BlockList", "close true"}));
  EXPECT_TRUE(socket_.attempted_addresses().empty());
  EXPECT_TRUE(nobody_came());
}

// Several: one that is blocked has failed without an attempt, and the next one is tried at once.
TEST_F(ConnectBlockList, OfSeveralTheBlockedArePassedOver) {
  EXPECT_EQ(connect({"127.0.0.2", "127.0.0.3", "127.0.0.1"}, {.block = list({"127.0.0.2-127.0.0.3"})}),
            (Lines{"lookup 127.0.0.2", "lookup 127.0.0.3", "lookup 127.0.0.1",
                   "connectionAttemptFailed 127.0.0.2 ERR_IP_BLOCKED",
                   "connectionAttemptFailed 127.0.0.3 ERR_IP_BLOCKED", "connectionAttempt 127.0.0.1",
                   "connect open", "ready open", "close false"}));
  EXPECT_EQ(socket_.attempted_addresses(), (Lines{listener_.where().text()}));
}

TEST_F(ConnectBlockList, OneThatIsBlockedMayComeLast) {
  EXPECT_EQ(connect({"127.0.0.9", "127.0.0.1"}, {.block = list({"127.0.0.1"})}),
            (Lines{"lookup 127.0.0.9", "lookup 127.0.0.1", "connectionAttempt 127.0.0.9",
                   "connectionAttemptFailed 127.0.0.9 ECONNREFUSED",
                   "connectionAttemptFailed 127.0.0.1 ERR_IP_BLOCKED", "error ECONNREFUSED ", "close true"}));
  EXPECT_TRUE(nobody_came());
}

// All: one error without a text, with the code and all the errors.
TEST_F(ConnectBlockList, WhereAllAreBlockedTheErrorHasTheCode) {
  const Lines lines = connect({"127.0.0.1", "127.0.0.2"}, {.block = list({"127.0.0.0/8"})});
  EXPECT_EQ(
      lines,
      (Lines{"lookup 127.0.0.1", "lookup 127.0.0.2", "connectionAttemptFailed 127.0.0.1 ERR_IP_BLOCKED",
             "connectionAttemptFailed 127.0.0.2 ERR_IP_BLOCKED", "error ERR_IP_BLOCKED ", "close true"}));
  EXPECT_TRUE(socket_.attempted_addresses().empty());
  EXPECT_TRUE(nobody_came());
}

// netkit: whom the allow list has not is refused with the same code, in words of its own.
TEST_F(ConnectBlockList, AnAddressThatIsNotAllowedHasTheSameCode) {
  ConnectOptions options = to(listener_.where().port, "127.0.0.1");
  options.access.allow = list({"127.0.0.2"});
  EXPECT_EQ(connect(options),
            (Lines{"connectionAttempt 127.0.0.1",
                   "error ERR_IP_BLOCKED IP(127.0.0.1) is not on the allow list", "close true"}));
  EXPECT_TRUE(nobody_came());
}

// netkit: a mapped address is the IPv4 address that it stands for.
TEST_F(ConnectBlockList, AMappedAddressIsItsIpv4Address) {
  ConnectOptions options = to(listener_.where().port, "::ffff:127.0.0.1");
  options.access.block = list({"127.0.0.1"});
  EXPECT_EQ(connect(options).at(1), "error ERR_IP_BLOCKED IP(::ffff:127.0.0.1) is blocked by net.BlockList");
}

TEST_F(ConnectBlockList, PathsIgnoreIt) {
  const RawListener local(Transport::unix_path);
  ConnectOptions options;
  options.path = ipc_path(local.where().path);
  options.access = {.block = list({"0.0.0.0/0", "::/0"}), .allow = list({})};
  EXPECT_EQ(connect(options), (Lines{"connect open", "ready open", "close false"}));
}

}  // namespace
}  // namespace netkit::test
