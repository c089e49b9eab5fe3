// SPDX-License-Identifier: MIT
// What the module itself offers: making servers and connections, ports, and the defaults of the process.
#include <gtest/gtest.h>
#include <netkit/addr/port.h>
#include <netkit/base/net_errc.h>

#include "connect/hanging_listener.h"
#include "node.h"
#include "support/io_fixtures.h"
#include "support/netkit.h"
#include "support/temp_dir.h"
#include "trace.h"

namespace netkit::test {

using namespace net;
namespace {

using Lines = std::vector<std::string>;
using std::chrono::milliseconds;

/// The defaults of the process, as they were.
class ModuleLevel : public testing::Test {
 protected:
  ~ModuleLevel() override {
    set_default_auto_select_family(true);
    EXPECT_TRUE(set_default_auto_select_family_attempt_timeout(milliseconds(250)));
  }
  bool until_closed() {
    return run_until(loop_, [this] { return trace_.closed; });
  }

  Loop loop_;
  Socket socket_{loop_};
  Trace trace_{socket_};
};

// net.createServer()
TEST_F(ModuleLevel, AServerThatIsMadeDoesNotListen) {
  const auto before = open_descriptors();
  TracedServer traced(loop_);
  loop_.run();
  EXPECT_FALSE(traced.server().listening());
  EXPECT_FALSE(traced.server().address());
  EXPECT_EQ(traced.lines, Lines());
  EXPECT_EQ(open_descriptors(), before);
}

// net.connect(): returns at once; the timeout option counts from then.
TEST_F(ModuleLevel, ConnectReturnsImmediatelyAndATimeoutCountsAlready) {
  const HangingListener hanging("127.0.0.2");
  ASSERT_TRUE(socket_.set_timeout(milliseconds(30)));
  trace_.then = [this](std::string_view event) {
    if (event == "timeout") socket_.destroy();
  };
  ASSERT_TRUE(socket_.connect(to(hanging.address().port, "127.0.0.2")));
  EXPECT_EQ(trace_.lines, Lines());
  ASSERT_TRUE(until_closed());

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(R"js(
    const socket = trace(net.connect({host: '127.0.0.2', port: +args[0], timeout: 30}));
    socket.on('timeout', () => socket.destroy());
  )js",
                                     {std::to_string(hanging.address().port)}));
}

// net.connect(path): what looks like a number is a path where a path is asked for.
TEST_F(ModuleLevel, APathMayLookLikeAPort) {
  ConnectOptions options;
  options.path = ipc_path("80");
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(until_closed());
  EXPECT_EQ(trace_.lines, (Lines{"error ENOENT connect ENOENT 80", "close true"}));
}

// net.connect('80abc') would be a path; netkit guesses nothing from a text.
TEST_F(ModuleLevel, ATextThatIsNoPortIsNoPathEither) {
  const TempDir folder;
  for (const std::string port : {"80abc", "0x", "-5", "0x50"}) {
    Launch launch = netkit({"connect", "--", "127.0.0.1", port});
    launch.directory = folder.path();
    EXPECT_EQ(run(launch).status, 2) << port;
    launch.argv[1] = "listen";
    EXPECT_EQ(run(launch).status, 2) << port;
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

// net.connect({}): ERR_MISSING_ARGS
TEST_F(ModuleLevel, ConnectNeedsAPortOrAPath) {
  const auto result = socket_.connect(ConnectOptions());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, NetErrc::missing_args);

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(result.error().name + " " + result.error().message, node_lines(R"js(
    try { net.connect({}); } catch (error) { say(error.code, error.message); }
  )js")
                                                                    .at(0));
}

// Ports in texts: decimal digits only, where net takes what JavaScript takes for a number.
TEST_F(ModuleLevel, APortIsDecimal) {
  EXPECT_EQ(parse_port("80"), 80);
  EXPECT_EQ(parse_port("080"), 80);
  EXPECT_EQ(parse_port("0"), 0);
  EXPECT_EQ(parse_port("65535"), 65535);
  for (const char* refused :
       {"", " ", "80.5", "-1", "65536", "NaN", "0x50", "0b101", "0o17", "8e1", " 80 "}) {
    EXPECT_FALSE(parse_port(refused)) << refused;
  }
}

// Ports in texts: whatever netkit takes is the same port in net, and what net refuses netkit does.
TEST_F(ModuleLevel, APortIsThatOfNet) {
  NETKIT_NEEDS_REFERENCE();
  const Lines texts{"80", "080", "0", "65535", "", " ", "80.5", "-1", "65536", "NaN", "x"};
  Lines ours;
  for (const std::string& text : texts) {
    const auto port = parse_port(text);
    ours.push_back(port ? std::to_string(*port) : "ERR_SOCKET_BAD_PORT");
  }
  EXPECT_EQ(ours, node_lines(R"js(
    for (const text of args) {
      const socket = new net.Socket();
      socket.on('error', () => {});
      try {
        socket.connect({port: text, host: '127.0.0.1', lookup() {}});
        say(+text);
      } catch (error) { say(error.code); }
      socket.destroy();
    }
  )js",
                             texts));
}

// Port 0 passes the check of the options and is refused by the system, without ":0" in the text.
TEST_F(ModuleLevel, PortZeroIsRefusedByTheSystem) {
  ASSERT_TRUE(socket_.connect(to(0)));
  ASSERT_TRUE(until_closed());
  EXPECT_TRUE(trace_.heard("error ECONNREFUSED connect ECONNREFUSED 127.0.0.1"));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines("trace(net.connect(0, '127.0.0.1'))"));
}

// net.getDefaultAutoSelectFamily(), net.getDefaultAutoSelectFamilyAttemptTimeout()
TEST_F(ModuleLevel, TheDefaultsAreThoseOfNet) {
  EXPECT_TRUE(default_auto_select_family());
  EXPECT_EQ(default_auto_select_family_attempt_timeout(), milliseconds(250));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(R"js(
    say(net.getDefaultAutoSelectFamily());
    say(net.getDefaultAutoSelectFamilyAttemptTimeout());
  )js"),
            (Lines{"true", "250"}));
}

// net.setDefaultAutoSelectFamily(false): the first address only.
TEST_F(ModuleLevel, WithoutAutoSelectFamilyTheFirstAddressDecides) {
  set_default_auto_select_family(false);
  EXPECT_FALSE(default_auto_select_family());
  const RawListener listener(Transport::tcp4);
  Resolver resolver(loop_);
  resolver.answer("h.test", address("127.0.0.9"));
  resolver.answer("h.test", address("127.0.0.1"));
  ConnectOptions options = to(listener.where().port, "h.test");
  options.resolver = &resolver;
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(until_closed());
  const std::string where = "127.0.0.9:" + std::to_string(listener.where().port);
  EXPECT_EQ(trace_.lines, (Lines{"lookup 127.0.0.9", "connectionAttempt 127.0.0.9",
                                 "connectionAttemptFailed 127.0.0.9 ECONNREFUSED",
                                 "error ECONNREFUSED connect ECONNREFUSED " + where, "close true"}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(R"js(
    net.setDefaultAutoSelectFamily(false);
    trace(net.connect({host: 'h.test', port: +args[0],
                       lookup: (host, options, done) => process.nextTick(done, null, '127.0.0.9', 4)}));
  )js",
                                     {std::to_string(listener.where().port)}));
}

// ... and the option of a connection wins over the default.
TEST_F(ModuleLevel, TheOptionOfAConnectionWinsOverTheDefault) {
  set_default_auto_select_family(false);
  const RawListener listener(Transport::tcp4);
  Resolver resolver(loop_);
  resolver.answer("h.test", address("127.0.0.9"));
  resolver.answer("h.test", address("127.0.0.1"));
  ConnectOptions options = to(listener.where().port, "h.test");
  options.resolver = &resolver;
  options.auto_select_family = true;
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("connect "); }));
}

// net.setDefaultAutoSelectFamilyAttemptTimeout(): below 1 is out of range, 1 to 9 silently become 10.
TEST_F(ModuleLevel, TheAttemptTimeoutIsAtLeastTenMilliseconds) {
  const std::vector<int> values{0, -1, 1, 9, 10, 11};
  Lines ours;
  for (const int value : values) {
    const auto set = set_default_auto_select_family_attempt_timeout(milliseconds(value));
    ours.push_back(set ? std::to_string(default_auto_select_family_attempt_timeout().count())
                       : set.error().name);
  }
  EXPECT_EQ(ours, (Lines{"ERR_OUT_OF_RANGE", "ERR_OUT_OF_RANGE", "10", "10", "10", "11"}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_lines(R"js(
    for (const value of [0, -1, 1, 9, 10, 11]) {
      try {
        net.setDefaultAutoSelectFamilyAttemptTimeout(value);
        say(net.getDefaultAutoSelectFamilyAttemptTimeout());
      } catch (error) { say(error.code); }
    }
  )js"));
}

// autoSelectFamilyAttemptTimeout of a connection: the same bounds, and the default where it is absent.
TEST_F(ModuleLevel, AConnectionsAttemptTimeoutHasTheSameBounds) {
  ConnectOptions options = to(1);
  options.attempt_timeout = milliseconds(0);
  const auto refused = socket_.connect(options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().name, "ERR_OUT_OF_RANGE");
  EXPECT_FALSE(socket_.connecting());
}

TEST_F(ModuleLevel, AnAttemptTimeoutOfOneMillisecondIsTen) {
  const HangingListener hanging("127.0.0.2");
  const RawListener listener({Transport::tcp4, "127.0.0.3", hanging.address().port, {}});
  ASSERT_TRUE(set_default_auto_select_family_attempt_timeout(milliseconds(1)));
  Resolver resolver(loop_);
  resolver.answer("h.test", address("127.0.0.2"));
  resolver.answer("h.test", address("127.0.0.3"));
  ConnectOptions options = to(hanging.address().port, "h.test");
  options.resolver = &resolver;
  std::optional<Clock::time_point> first, second;
  trace_.then = [&](std::string_view event) {
    if (event == "connectionAttempt") (first ? second : first) = Clock::now();
  };
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("connect "); }));
  EXPECT_GE(*second - *first, milliseconds(9));
}

}  // namespace
}  // namespace netkit::test
