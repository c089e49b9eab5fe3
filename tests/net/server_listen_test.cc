// SPDX-License-Identifier: MIT
// server.listen(): where, and what comes of it.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netkit/base/net_errc.h>
#include <sys/socket.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "server_test.h"
#include "support/temp_dir.h"

namespace netkit::test {

using namespace net;
namespace {

class ServerListen : public ServerTest {
 protected:
  /// How many connections may wait, as the system says; -1 where it does not.
  int backlog_of(int backlog) {
    ListenOptions options = at("127.0.0.1");
    options.backlog = backlog;
    const auto before = open_descriptors();
    EXPECT_TRUE(server().listen(options));
    EXPECT_TRUE(until_listening());
    tcp_info info{};
    socklen_t length = sizeof info;
    EXPECT_EQ(::getsockopt(new_descriptor(before), IPPROTO_TCP, TCP_INFO, &info, &length), 0);
    server().close();
    return static_cast<int>(info.tcpi_sacked);
  }
};

/// Whether `::` can be bound, which does not take an IPv6 address of ours.
bool every_address_is_ipv6() {
  try {
    RawListener({Transport::tcp6, "::", 0, {}});
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

int longest_backlog() {
  std::ifstream file("/proc/sys/net/core/somaxconn");
  int value = 0;
  file >> value;
  return value;
}

// net: server.listen({port, host: ''})
TEST_F(ServerListen, AnEmptyHostIsNone) {
  ASSERT_TRUE(server().listen(at("")));
  ASSERT_TRUE(until_listening());
  EXPECT_TRUE(address().address.is_unspecified());
}

// net: server.listen(0): a port that the system chose; "listening" comes later.
TEST_F(ServerListen, PortZeroIsChosenByTheSystem) {
  ASSERT_TRUE(server().listen(at("127.0.0.1")));
  EXPECT_EQ(lines(), Lines());
  ASSERT_TRUE(until_lines(1));
  EXPECT_EQ(lines(), (Lines{"listening"}));
  EXPECT_NE(address().port, 0);
  connect_and_wait();
  EXPECT_EQ(lines().back(), "connection");
}

// net: server.listen({port}): host omitted, `::` with IPv4, or 0.0.0.0 where there is no IPv6.
TEST_F(ServerListen, WithoutHostEveryAddressIsServed) {
  ASSERT_TRUE(server().listen(everywhere()));
  ASSERT_TRUE(until_listening());
  EXPECT_EQ(address().address.to_string(), every_address_is_ipv6() ? "::" : "0.0.0.0");
  connect_and_wait({Transport::tcp4, "127.0.0.1", address().port, {}});
  ASSERT_EQ(traced_.sockets.size(), 1U);
  EXPECT_EQ(traced_.sockets[0]->remote_address()->address.to_string(),
            every_address_is_ipv6() ? "::ffff:127.0.0.1" : "127.0.0.1");
  if (ipv6_available()) connect_and_wait({Transport::tcp6, "::1", address().port, {}});
}

TEST_F(ServerListen, WithoutHostTheAddressIsThatOfNet) {
  NETKIT_NEEDS_REFERENCE();
  ASSERT_TRUE(server().listen(everywhere()));
  ASSERT_TRUE(until_listening());
  EXPECT_EQ(address().address.to_string(), node_lines(R"js(
    const server = net.createServer().listen(0, () => { say(server.address().address); server.close(); });
  )js")
                                               .at(0));
}

// net: a port in use does not make it fall back.
TEST_F(ServerListen, WithoutHostAPortInUseIsAnError) {
  ASSERT_TRUE(server().listen(everywhere()));
  ASSERT_TRUE(until_listening());
  TracedServer second(loop_);
  ASSERT_TRUE(second.server().listen(everywhere(address().port)));
  ASSERT_TRUE(until([&] { return !second.lines.empty(); }));
  const std::string where = every_address_is_ipv6() ? ":::" : "0.0.0.0:";
  EXPECT_EQ(second.lines, (Lines{"error EADDRINUSE listen EADDRINUSE: address already in use " + where +
                                 std::to_string(address().port)}));
  EXPECT_FALSE(second.server().listening());

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(second.lines, node_lines(hears + "hears(net.createServer()).listen(+args[0])",
                                     {std::to_string(address().port)}));
}

// net: a name is bound to one address: the first that is not link-local.
TEST_F(ServerListen, OfANameTheFirstAddressIsBound) {
  Resolver resolver(loop_);
  resolver.answer("h.test", test::address("127.0.0.2"));
  resolver.answer("h.test", test::address("127.0.0.1"));
  ListenOptions options = at("h.test");
  options.where.resolver = &resolver;
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  EXPECT_EQ(address().address.to_string(), "127.0.0.2");
  EXPECT_EQ(connect_error({Transport::tcp4, "127.0.0.1", address().port, {}}), ECONNREFUSED);
}

TEST_F(ServerListen, OfANameNoLinkLocalAddressIsBoundIfThereIsAnother) {
  Resolver resolver(loop_);
  resolver.answer("h.test", test::address("fe80::1"));
  resolver.answer("h.test", test::address("127.0.0.1"));
  ListenOptions options = at("h.test");
  options.where.resolver = &resolver;
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  EXPECT_EQ(address().address.to_string(), "127.0.0.1");
}

TEST_F(ServerListen, OfANameWithoutAddressItSaysSo) {
  Resolver resolver(loop_);
  resolver.ask_instead([](const LookupRequest&, LookupAnswer answer) { answer({}); });
  ListenOptions options = at("h.test");
  options.where.resolver = &resolver;
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_lines(1));
  settle();
  EXPECT_EQ(lines(), (Lines{"error ENOTFOUND getaddrinfo ENOTFOUND h.test"}));
  ASSERT_TRUE(server().listen(at("127.0.0.1")));
  EXPECT_TRUE(until_listening());
}

// net: close() while the look-up is pending: neither "listening" nor an error.
TEST_F(ServerListen, IsAbandonedByCloseWhileANameIsLookedUp) {
  Resolver resolver(loop_);
  LookupAnswer answer;
  resolver.ask_instead([&](const LookupRequest&, LookupAnswer later) { answer = std::move(later); });
  ListenOptions options = at("h.test");
  options.where.resolver = &resolver;
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until([&] { return bool(answer); }));
  server().close();
  ASSERT_TRUE(until_lines(1));
  answer(std::vector{IpAddress::v4(0x7f000001)});
  settle();
  EXPECT_EQ(lines(), (Lines{"close"}));
  EXPECT_FALSE(server().listening());
}

// net: backlog: 511 where it is 0, a negative one passed through; the system has its own bound.
TEST_F(ServerListen, BacklogIs511UnlessSaidOtherwise) {
  if (backlog_of(7) != 7) GTEST_SKIP() << "this system does not say";
  const int bound = longest_backlog();
  EXPECT_EQ(backlog_of(0), std::min(511, bound));
  EXPECT_EQ(backlog_of(ListenOptions().backlog), std::min(511, bound));
  EXPECT_EQ(backlog_of(-1), bound);
  EXPECT_EQ(backlog_of(1'000'000), bound);
}

// net: ipv6Only
TEST_F(ServerListen, Ipv6OnlyKeepsIpv4Out) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  ListenOptions options = at("::");
  options.where.tcp.ipv6_only = true;
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  EXPECT_EQ(connect_error({Transport::tcp4, "127.0.0.1", address().port, {}}), ECONNREFUSED);
  connect_and_wait({Transport::tcp6, "::1", address().port, {}});
}

// net drops ipv6Only where there is no host; netkit honours it.
TEST_F(ServerListen, Ipv6OnlyCountsWithoutHostToo) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  ListenOptions options = everywhere();
  options.where.tcp.ipv6_only = true;
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  EXPECT_EQ(connect_error({Transport::tcp4, "127.0.0.1", address().port, {}}), ECONNREFUSED);
}

TEST_F(ServerListen, Ipv6OnlyMeansNothingOnIpv4) {
  ListenOptions options = at("127.0.0.1");
  options.where.tcp.ipv6_only = true;
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  connect_and_wait();
}

// net: reusePort
TEST_F(ServerListen, ReusePortLetsServersShareAPortIfAllOfThemWantIt) {
  ListenOptions options = at("127.0.0.1");
  options.where.tcp.reuse_port = true;
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  options.where.port = address().port;
  TracedServer second(loop_), third(loop_);
  ASSERT_TRUE(second.server().listen(options));
  ASSERT_TRUE(third.server().listen(at("127.0.0.1", address().port)));
  ASSERT_TRUE(until([&] { return !second.lines.empty() && !third.lines.empty(); }));
  EXPECT_EQ(second.lines, (Lines{"listening"}));
  EXPECT_TRUE(third.lines[0].starts_with("error EADDRINUSE"));
}

// net: exclusive: without workers each server has a socket of its own, so a second bind fails.
TEST_F(ServerListen, ASecondServerOnOneAddressIsRefused) {
  traced_.listen();
  TracedServer second(loop_);
  ASSERT_TRUE(second.server().listen(at("127.0.0.1", address().port)));
  ASSERT_TRUE(until([&] { return !second.lines.empty(); }));
  EXPECT_EQ(without_ports(second.lines[0], {address().port}),
            "error EADDRINUSE listen EADDRINUSE: address already in use 127.0.0.1:*");
}

// net: port and path both given: the port wins.
TEST_F(ServerListen, APortWinsOverAPath) {
  const TempDir folder;
  ListenOptions options = at("127.0.0.1");
  options.where.path = ipc_path(folder / "s");
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  EXPECT_TRUE(std::holds_alternative<SocketAddress>(*server().address()));
  EXPECT_FALSE(std::filesystem::exists(folder / "s"));
}

// net: neither: ERR_INVALID_ARG_VALUE at the call.
TEST_F(ServerListen, NeedsAPortOrAPath) {
  const auto refused = server().listen(ListenOptions());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, NetErrc::invalid_arg_value);
  settle();
  EXPECT_EQ(lines(), Lines());

  NETKIT_NEEDS_REFERENCE();
  const std::string theirs = node_lines(R"js(
    try { net.createServer().listen({}); } catch (error) { say(error.code, error.message); }
  )js")
                                 .at(0);
  EXPECT_TRUE(theirs.starts_with(refused.error().name + " " + refused.error().message)) << theirs;
}

// A zone that is no interface is an error at the call.
TEST_F(ServerListen, AZoneHasToBeAnInterface) {
  const auto refused = server().listen(at("fe80::1%no-such-0"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, NetErrc::invalid_arg_value);
}

// net: listen() twice: ERR_SERVER_ALREADY_LISTEN, while it listens and, in netkit, while it is about to.
TEST_F(ServerListen, TwiceIsAnErrorAtTheCall) {
  ASSERT_TRUE(server().listen(at("127.0.0.1")));
  const auto early = server().listen(at("127.0.0.1"));
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, NetErrc::server_already_listen);
  ASSERT_TRUE(until_listening());
  const auto late = server().listen(at("127.0.0.1"));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, NetErrc::server_already_listen);
  settle();
  EXPECT_EQ(lines(), (Lines{"listening"}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(late.error().name + " " + late.error().message, node_lines(R"js(
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      try { server.listen(0); } catch (error) { say(error.code, error.message); }
      server.close();
    });
  )js")
                                                                .at(0));
}

// net: listen() again after an error.
TEST_F(ServerListen, IsAllowedAgainAfterAnError) {
  const RawListener taken(Transport::tcp4);
  ASSERT_TRUE(server().listen(at("127.0.0.1", taken.where().port)));
  ASSERT_TRUE(until_lines(1));
  ASSERT_TRUE(server().listen(at("127.0.0.1")));
  ASSERT_TRUE(until_lines(2));
  EXPECT_TRUE(lines()[0].starts_with("error EADDRINUSE"));
  EXPECT_EQ(lines()[1], "listening");
}

// net: listen() again right after close(): "close" is still told, and first.
TEST_F(ServerListen, IsAllowedAgainRightAfterClose) {
  traced_.listen();
  bool done = false;
  server().close([&](const auto& error) { done = !error; });
  EXPECT_FALSE(server().listening());
  ASSERT_TRUE(server().listen(at("127.0.0.1")));
  ASSERT_TRUE(until_lines(3));
  settle();
  EXPECT_TRUE(done);
  EXPECT_EQ(lines(), (Lines{"listening", "close", "listening"}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(lines(), node_lines(hears + R"js(
    const server = hears(net.createServer());
    server.once('listening', () => {
      server.close();
      server.listen(0, '127.0.0.1', () => process.exit());
    });
    server.listen(0, '127.0.0.1');
  )js"));
}

// net: listen() again while connections of before are open: "close" waits for the next close().
TEST_F(ServerListen, IsAllowedAgainWhileConnectionsOfBeforeAreOpen) {
  traced_.listen();
  const UniqueFd peer = connect_and_wait();
  int done = 0;
  server().close([&](const auto&) { ++done; });
  ASSERT_TRUE(server().listen(at("127.0.0.1")));
  ASSERT_TRUE(until_listening());
  traced_.sockets[0]->destroy();
  settle();
  EXPECT_EQ(lines(), (Lines{"listening", "connection", "listening"}));
  EXPECT_EQ(done, 0);
  server().close([&](const auto&) { ++done; });
  ASSERT_TRUE(until_lines(4));
  EXPECT_EQ(lines().back(), "close");
  EXPECT_TRUE(until([&] { return done == 2; }));
}

}  // namespace
}  // namespace netkit::test
