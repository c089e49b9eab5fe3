// SPDX-License-Identifier: MIT
// What errors say, beside what net's say.
#include <netkit/base/net_errc.h>
#include <unistd.h>

#include <stop_token>

#include "connect/hanging_listener.h"
#include "server_test.h"

namespace netkit::test {

using namespace net;
namespace {

/// A socket whose error is kept whole.
class ErrorText : public ServerTest, protected SocketListener {
 protected:
  ErrorText() { socket_.set_listener(*this); }
  void on_error(const Error& error) override { error_ = error; }
  void on_close(bool) override { closed_ = true; }

  /// "CODE MESSAGE" of what comes of it.
  std::string failure_of(const ConnectOptions& options) {
    closed_ = false;
    error_.reset();
    EXPECT_TRUE(socket_.connect(options));
    EXPECT_TRUE(until([this] { return closed_; }));
    return error_ ? error_->name + " " + error_->message : "none";
  }
  std::string failure_of(const ListenOptions& options) {
    EXPECT_TRUE(server().listen(options));
    EXPECT_TRUE(until_lines(1));
    return lines().at(0).substr(lines().at(0).find(' ') + 1);
  }

  Socket socket_{loop_};
  std::optional<Error> error_;
  bool closed_ = false;
};

/// What node says of net.connect(...) or listen(...) with such options, as "CODE MESSAGE".
std::string node_connect(const std::string& options, int port = 0) {
  return node_lines("const port = +args[0]; net.connect({" + options +
                        "}).on('error', (error) => say(error.code, error.message))",
                    {std::to_string(port)})
      .at(0);
}
std::string node_listen(const std::string& options, int port = 0) {
  return node_lines("const port = +args[0]; net.createServer().listen({" + options +
                        "}).on('error', (error) => say(error.code, error.message))",
                    {std::to_string(port)})
      .at(0);
}

std::uint16_t free_port() {
  return unused_where(Transport::tcp4).port;
}

// net: "connect CODE ADDRESS:PORT"
TEST_F(ErrorText, OfAConnectionNamesAddressAndPort) {
  const std::uint16_t port = free_port();
  const std::string ours = failure_of(to(port));
  EXPECT_EQ(ours, "ECONNREFUSED connect ECONNREFUSED 127.0.0.1:" + std::to_string(port));
  EXPECT_EQ(error_->syscall, "connect");
  EXPECT_EQ(error_->address, "127.0.0.1");
  EXPECT_EQ(error_->port, port);
  EXPECT_EQ(error_->code, std::errc::connection_refused);

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_connect("port, host: '127.0.0.1'", port));
}

TEST_F(ErrorText, OfAConnectionOverIpv6HasNoBrackets) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  const std::uint16_t port = unused_where(Transport::tcp6).port;
  const std::string ours = failure_of(to(port, "::1"));
  EXPECT_EQ(ours, "ECONNREFUSED connect ECONNREFUSED ::1:" + std::to_string(port));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_connect("port, host: '::1'", port));
}

// net: port 0 is left out.
TEST_F(ErrorText, OfAConnectionToPortZeroNamesNoPort) {
  EXPECT_EQ(failure_of(to(0)), "ECONNREFUSED connect ECONNREFUSED 127.0.0.1");
  EXPECT_FALSE(error_->port);
}

// net: " - Local (ADDRESS:PORT)" where both were given.
TEST_F(ErrorText, OfAConnectionNamesTheLocalEndIfAddressAndPortWereGiven) {
  const std::uint16_t port = free_port(), local = free_port();
  ConnectOptions options = to(port);
  options.from.address = test::address("127.0.0.1").address;
  const std::string without_port = failure_of(options);
  EXPECT_EQ(without_port.find("Local"), std::string::npos);
  options.from.port = local;
  const std::string ours = failure_of(options);
  EXPECT_EQ(ours, "ECONNREFUSED connect ECONNREFUSED 127.0.0.1:" + std::to_string(port) +
                      " - Local (127.0.0.1:" + std::to_string(local) + ")");

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_connect("port, host: '127.0.0.1', localAddress: '127.0.0.1', localPort: " +
                                   std::to_string(local),
                               port));
}

// net: " - Local (...)" also where the call failed at once.
TEST_F(ErrorText, OfAConnectionThatFailedImmediatelyNamesTheLocalEnd) {
  const std::string ours = failure_of(to(9, "255.255.255.255"));
  EXPECT_TRUE(ours.ends_with(" 255.255.255.255:9 - Local (0.0.0.0:0)")) << ours;

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_connect("port, host: '255.255.255.255'", 9));
}

// net: "bind CODE ADDRESS:PORT" of a client.
TEST_F(ErrorText, OfAClientThatCannotBindSaysBind) {
  ConnectOptions options = to(free_port());
  options.from.address = test::address("203.0.113.1").address;
  const std::string ours = failure_of(options);
  EXPECT_EQ(ours, "EADDRNOTAVAIL bind EADDRNOTAVAIL 203.0.113.1");
  EXPECT_EQ(error_->syscall, "bind");

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_connect("port, host: '127.0.0.1', localAddress: '203.0.113.1'", *options.port));
}

TEST_F(ErrorText, OfAClientWhoseLocalPortIsInUseNamesIt) {
  const RawListener taken(Transport::tcp4);
  ConnectOptions options = to(free_port());
  options.from.address = test::address("127.0.0.1").address;
  options.from.port = taken.where().port;
  const std::string ours = failure_of(options);
  EXPECT_EQ(ours, "EADDRINUSE bind EADDRINUSE 127.0.0.1:" + std::to_string(taken.where().port));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_connect("port, host: '127.0.0.1', localAddress: '127.0.0.1', localPort: " +
                                   std::to_string(taken.where().port),
                               *options.port));
}

// net: "listen CODE: TEXT ADDRESS:PORT" of a server, whether bind or listen failed.
TEST_F(ErrorText, OfAServerSaysListen) {
  const RawListener taken(Transport::tcp4);
  const std::string ours = failure_of(at("127.0.0.1", taken.where().port));
  EXPECT_EQ(ours, "EADDRINUSE listen EADDRINUSE: address already in use 127.0.0.1:" +
                      std::to_string(taken.where().port));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_listen("port, host: '127.0.0.1'", taken.where().port));
}

TEST_F(ErrorText, OfAServerOnAForeignAddressNamesNoPortZero) {
  const std::string ours = failure_of(at("203.0.113.1"));
  EXPECT_EQ(ours, "EADDRNOTAVAIL listen EADDRNOTAVAIL: address not available 203.0.113.1");

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_listen("port, host: '203.0.113.1'"));
}

TEST_F(ErrorText, OfAServerOnALowPortSaysDenied) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may";
  const std::string ours = failure_of(at("127.0.0.1", 80));
  if (ours == "listening") GTEST_SKIP() << "this system lets everyone";
  EXPECT_EQ(ours, "EACCES listen EACCES: permission denied 127.0.0.1:80");
}

// net: "getaddrinfo ENOTFOUND host", without address and port.
TEST_F(ErrorText, OfALookupNamesTheHostOnly) {
  Resolver resolver(loop_);
  resolver.ask_instead([](const LookupRequest&, LookupAnswer answer) { answer({}); });
  ConnectOptions options = to(80, "no.such.test");
  options.resolver = &resolver;
  EXPECT_EQ(failure_of(options), "ENOTFOUND getaddrinfo ENOTFOUND no.such.test");
  EXPECT_EQ(error_->syscall, "getaddrinfo");
  EXPECT_EQ(error_->address, "no.such.test");
  EXPECT_FALSE(error_->port);
}

// net: ABORT_ERR "The operation was aborted"
TEST_F(ErrorText, OfAStopRequestSaysAborted) {
  const HangingListener hanging("127.0.0.2");
  std::stop_source source;
  ASSERT_TRUE(socket_.connect(to(hanging.address().port, "127.0.0.2")));
  socket_.destroy_on(source.get_token());
  source.request_stop();
  ASSERT_TRUE(until([this] { return closed_; }));
  EXPECT_EQ(error_->name + " " + error_->message, "ABORT_ERR The operation was aborted");

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(R"js(
    const abort = new AbortController();
    const socket = new net.Socket({signal: abort.signal});
    socket.on('error', (error) => say(error.code, error.message)).connect(+args[0], '127.0.0.2');
    abort.abort();
  )js",
                       {std::to_string(hanging.address().port)})
                .at(0),
            error_->name + " " + error_->message);
}

// net: "read ECONNRESET" of a running connection.
TEST_F(ErrorText, OfAResetSaysRead) {
  RawListener listener(Transport::tcp4);
  ASSERT_TRUE(socket_.connect(to(listener.where().port)));
  ASSERT_TRUE(until([this] { return !socket_.connecting(); }));
  reset(listener.accept());
  ASSERT_TRUE(until([this] { return closed_; }));
  EXPECT_EQ(error_->name + " " + error_->message, "ECONNRESET read ECONNRESET");
  EXPECT_EQ(error_->syscall, "read");
}

// net: EPIPE "This socket has been ended by the other party"
TEST_F(ErrorText, OfAWriteAfterBothEndsSaysWhoEndedFirst) {
  RawListener listener(Transport::tcp4);
  Socket socket(loop_);
  Trace trace(socket);
  trace.then = [&](std::string_view event) {
    if (event == "finish") socket.write("late");
  };
  ASSERT_TRUE(socket.connect(to(listener.where().port)));
  ASSERT_TRUE(until([&] { return trace.heard("ready"); }));
  const UniqueFd peer = listener.accept();
  send_end(peer.get());
  ASSERT_TRUE(until([&] { return trace.closed; }));
  EXPECT_TRUE(trace.heard("error EPIPE This socket has been ended by the other party"));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace.lines, node_lines(R"js(
    const server = net.createServer((peer) => { peer.on('error', () => {}).end(); server.close(); });
    server.listen(0, '127.0.0.1', () => {
      const socket = trace(net.connect(server.address().port, '127.0.0.1'));
      socket.on('finish', () => socket.write('late'));
    });
  )js"));
}

}  // namespace
}  // namespace netkit::test
