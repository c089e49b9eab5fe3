// SPDX-License-Identifier: MIT
// What a connection is asked to be like.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netkit/socket/resolver.h>
#include <sys/socket.h>

#include "socket_fixture.h"
#include "support/io_fixtures.h"
#include "support/temp_dir.h"

namespace netkit::test {

using namespace net;
namespace {

// What node says of connecting so. It tells of the attempt only once our end is bound.
std::vector<std::string> node_connects(const std::string& options,
                                       const std::vector<std::string>& args = {}) {
  return node_lines("trace(net.connect(" + options + "))", args);
}

// net: allowHalfOpen false
TEST_F(SocketOption, AllowHalfOpenIsOffAndFinAnswersFin) {
  EXPECT_FALSE(socket_.allow_half_open());
  connect();
  accepted().end();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.lines.at(trace_.lines.size() - 3), "end writeOnly");
  EXPECT_EQ(trace_.lines.at(trace_.lines.size() - 2), "finish closed");
}

// net: allowHalfOpen true
TEST_F(SocketOption, AllowHalfOpenContinuesToSendAfterThePeersFin) {
  socket_.set_allow_half_open(true);
  connect();
  accepted().end();
  ASSERT_TRUE(run_until(loop_, [&] { return trace_.heard("end"); }));
  EXPECT_EQ(socket_.ready_state(), "writeOnly");
  socket_.write("still ");
  socket_.end("here");
  ASSERT_TRUE(run_until_closed());
  ASSERT_TRUE(run_until(loop_, [&] { return heard_there().closed; }));
  EXPECT_EQ(heard_there().received, "still here");
}

// net: host, an address
TEST_F(SocketOption, HostThatIsAnAddressIsNotLookedUp) {
  connect();
  EXPECT_FALSE(trace_.heard("lookup"));
  EXPECT_EQ(trace_.lines.front(), "connectionAttempt 127.0.0.1");
}

// net: host defaults to localhost
TEST_F(SocketOption, HostIsLocalhost) {
  Resolver resolver(loop_);
  resolver.answer("localhost", address("127.0.0.1"));
  ConnectOptions options;
  options.port = server_.port();
  options.resolver = &resolver;
  connect(options);
  EXPECT_EQ(trace_.lines.front(), "lookup 127.0.0.1");
}

// net: path, and the TCP options beside it are ignored
TEST_F(SocketOption, PathPrevailsOverPortAndHost) {
  TempDir dir;
  RawListener listener(Where{Transport::unix_path, {}, 0, dir / "s"});
  ConnectOptions options = to(server_.port());
  options.path = ipc_path(dir / "s");
  options.from.address = IpAddress::v4(0x01020304);
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(run_until(loop_, [&] { return trace_.heard("ready"); }));
  EXPECT_TRUE(server_.sockets.empty());
  EXPECT_EQ(trace_.lines, (std::vector<std::string>{"connect open", "ready open"}));
}

// net: localAddress
TEST_F(SocketOption, LocalAddressIsWhatThePeerSees) {
  ConnectOptions options = to(server_.port());
  options.from.address = IpAddress::parse("127.0.0.7").value();
  connect(options);
  EXPECT_EQ(socket_.local_address()->address.to_string(), "127.0.0.7");
  EXPECT_EQ(accepted().remote_address()->address.to_string(), "127.0.0.7");
}

// net: localAddress of another machine
TEST_F(SocketOption, LocalAddressOfAnotherHostCannotBeBound) {
  ConnectOptions options = to(server_.port());
  options.from.address = IpAddress::parse("192.0.2.1").value();
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.lines.at(trace_.lines.size() - 2), "error EADDRNOTAVAIL bind EADDRNOTAVAIL 192.0.2.1");
  EXPECT_EQ(trace_.lines.back(), "close true");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(Lines(trace_.lines.end() - 2, trace_.lines.end()),
            node_connects("{ host: '127.0.0.1', port: args[0], localAddress: '192.0.2.1' }",
                          {std::to_string(server_.port())}));
}

// net: localAddress of the other family
TEST_F(SocketOption, LocalAddressOfTheOtherFamilyCannotBeBound) {
  ConnectOptions options = to(server_.port());
  options.from.address = IpAddress::parse("::1").value();
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.lines.at(trace_.lines.size() - 2), "error EINVAL bind EINVAL ::1");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(Lines(trace_.lines.end() - 2, trace_.lines.end()),
            node_connects("{ host: '127.0.0.1', port: args[0], localAddress: '::1' }",
                          {std::to_string(server_.port())}));
}

// net: localPort
TEST_F(SocketOption, LocalPortIsWhatThePeerSees) {
  const std::uint16_t free = unused_where(Transport::tcp4).port;
  ConnectOptions options = to(server_.port());
  options.from.port = free;
  connect(options);
  EXPECT_EQ(socket_.local_address()->port, free);
  EXPECT_EQ(accepted().remote_address()->port, free);
}

// net: localPort that somebody listens on
TEST_F(SocketOption, LocalPortInUseCannotBeBound) {
  RawListener taken(Transport::tcp4);
  ConnectOptions options = to(server_.port());
  options.from.address = IpAddress::parse("127.0.0.1").value();
  options.from.port = taken.where().port;
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(without_ports(trace_.lines.at(trace_.lines.size() - 2), {taken.where().port}),
            "error EADDRINUSE bind EADDRINUSE 127.0.0.1:*");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(
      Lines(trace_.lines.end() - 2, trace_.lines.end()),
      node_connects("{ host: '127.0.0.1', port: args[0], localAddress: '127.0.0.1', localPort: +args[1] }",
                    {std::to_string(server_.port()), std::to_string(taken.where().port)}));
}

// net: family and hints go to the look-up
TEST_F(SocketOption, FamilyAndHintsAreWhatTheLookupIsAskedFor) {
  std::optional<LookupRequest> asked;
  Resolver resolver(loop_);
  resolver.ask_instead([&](const LookupRequest& request, LookupAnswer answer) {
    asked = request;
    answer(std::vector<IpAddress>{IpAddress::v4(0x7f000001)});
  });
  ConnectOptions options = to(server_.port(), "name.example");
  options.family = Family::ipv4;
  options.hints = LookupHints{.addrconfig = false, .v4mapped = true, .all = true};
  options.resolver = &resolver;
  connect(options);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->host, "name.example");
  EXPECT_EQ(asked->family, Family::ipv4);
  ASSERT_TRUE(asked->hints);
  EXPECT_TRUE(asked->hints->v4mapped && asked->hints->all && !asked->hints->addrconfig);
}

// net: lookup, a function of one's own
TEST_F(SocketOption, LookupIsAskedInPlaceOfTheSystem) {
  Resolver resolver(loop_);
  LookupAnswer later;
  resolver.ask_instead([&](const LookupRequest&, LookupAnswer answer) { later = std::move(answer); });
  ConnectOptions options = to(server_.port(), "no.such.name.invalid");
  options.resolver = &resolver;
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(run_until(loop_, [&] { return static_cast<bool>(later); }));
  EXPECT_TRUE(socket_.connecting());
  later(std::vector<IpAddress>{IpAddress::v4(0x7f000001)});
  ASSERT_TRUE(run_until(loop_, [&] { return trace_.heard("ready"); }));
  EXPECT_EQ(trace_.lines, (std::vector<std::string>{"lookup 127.0.0.1", "connectionAttempt 127.0.0.1",
                                                    "connect open", "ready open"}));
}

// net: lookup that fails
TEST_F(SocketOption, LookupThatFailsIsTheSocketsError) {
  ConnectOptions options = to(server_.port(), "no.such.name.invalid");
  Resolver resolver(loop_);
  resolver.ask_instead([&](const LookupRequest&, LookupAnswer answer) {
    Error error;
    error.name = "ENOTFOUND";
    error.message = "getaddrinfo ENOTFOUND no.such.name.invalid";
    answer(std::unexpected(error));
  });
  options.resolver = &resolver;
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(run_until_closed());
  const std::vector<std::string> expected{
      "lookup ENOTFOUND", "error ENOTFOUND getaddrinfo ENOTFOUND no.such.name.invalid", "close true"};
  EXPECT_EQ(trace_.lines, expected);
}

// net: noDelay, keepAlive, keepAliveInitialDelay, typeOfService
TEST_F(SocketOption, NoDelayKeepAliveAndTypeOfServiceAreThereOnceConnected) {
  SocketOptions options;
  options.no_delay = true;
  options.keep_alive = KeepAlive{.idle = std::chrono::milliseconds(61'999)};
  options.type_of_service = 0x28;
  Socket socket(loop_, options);
  Trace trace(socket);
  ASSERT_TRUE(socket.connect(to(server_.port())));
  ASSERT_TRUE(run_until(loop_, [&] { return trace.heard("ready"); }));
  EXPECT_EQ(option_of(socket, IPPROTO_TCP, TCP_NODELAY), 1);
  EXPECT_EQ(option_of(socket, SOL_SOCKET, SO_KEEPALIVE), 1);
  EXPECT_EQ(option_of(socket, IPPROTO_TCP, TCP_KEEPIDLE), 61);
  EXPECT_EQ(option_of(socket, IPPROTO_TCP, TCP_KEEPCNT), 10);
  EXPECT_EQ(option_of(socket, IPPROTO_TCP, TCP_KEEPINTVL), 1);
  EXPECT_EQ(option_of(socket, IPPROTO_IP, IP_TOS), 0x28);
}

// net: what is not asked for is not set
TEST_F(SocketOption, NothingIsSetThatWasNotAskedFor) {
  connect();
  EXPECT_EQ(option_of(socket_, IPPROTO_TCP, TCP_NODELAY), 0);
  EXPECT_EQ(option_of(socket_, SOL_SOCKET, SO_KEEPALIVE), 0);
  EXPECT_EQ(option_of(socket_, IPPROTO_IP, IP_TOS), 0);
}

// net: ERR_MISSING_ARGS
TEST_F(SocketOption, NeitherPortNorPathIsRefusedAtTheCall) {
  const auto refused = socket_.connect(ConnectOptions{});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().name, "ERR_MISSING_ARGS");
  EXPECT_FALSE(socket_.connecting());
}

// net: highWaterMark
TEST_F(SocketOption, HighWaterMarkIsWhereWriteReturnsFalse) {
  SocketOptions options;
  options.high_water_mark = 4;
  Socket socket(loop_, options);
  ASSERT_TRUE(socket.connect(to(server_.port())));
  EXPECT_TRUE(socket.write("abc"));
  EXPECT_FALSE(socket.write("d"));
}

}  // namespace
}  // namespace netkit::test
