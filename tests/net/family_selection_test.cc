// SPDX-License-Identifier: MIT
// The addresses of a name are tried one after the other (autoSelectFamily), as a Socket tells it.
#include <gtest/gtest.h>
#include <netkit/base/net_errc.h>

#include "connect/hanging_listener.h"
#include "node.h"
#include "support/io_fixtures.h"
#include "support/raw_socket.h"
#include "trace.h"

namespace netkit::test {

using namespace net;
namespace {

using Lines = std::vector<std::string>;
using std::chrono::milliseconds;

/// What a script connects with: connect(port, [addresses], options), traced.
const std::string connect_script = R"js(
  const [port, wait] = args.map(Number);
  function lookup(...addresses) {
    const all = addresses.map((address) => ({address, family: net.isIP(address)}));
    return (host, options, done) => process.nextTick(done, null, all);
  }
  function connect(addresses, options) {
    return trace(net.connect({host: 'h.test', port, lookup: lookup(...addresses),
                              autoSelectFamilyAttemptTimeout: wait, ...options}));
  }
)js";

/// A socket that knows the name h.test.
class FamilySelection : public testing::Test {
 protected:
  void know(std::initializer_list<const char*> addresses) {
    for (const char* one : addresses) resolver_.answer("h.test", address(one));
  }
  ConnectOptions named(std::uint16_t port, milliseconds wait = std::chrono::hours(1)) {
    ConnectOptions options = to(port, "h.test");
    options.resolver = &resolver_;
    options.attempt_timeout = wait;
    return options;
  }
  bool until_heard(std::string_view beginning) {
    return run_until(loop_, [&] { return trace_.heard(beginning); });
  }
  bool until_closed() {
    return run_until(loop_, [this] { return trace_.closed; });
  }
  /// Closes once connected, so that the trace has an end.
  void close_when_ready() {
    trace_.then = [this](std::string_view event) {
      if (event == "ready") socket_.destroy();
    };
  }
  static std::string text(const std::string& host, std::uint16_t port) {
    return host + ":" + std::to_string(port);
  }

  Loop loop_;
  Resolver resolver_{loop_};
  Socket socket_{loop_};
  Trace trace_{socket_};
  std::optional<Error> error_;
};

/// A port that nobody listens on, whatever the address.
std::uint16_t free_port() {
  return unused_where(Transport::tcp4).port;
}

// Candidates: the family of the first leads, then they take turns; duplicates are left out.
TEST_F(FamilySelection, FamiliesTakeTurnsAndTheFirstLeads) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  const std::uint16_t port = free_port();
  know({"127.0.0.1", "127.0.0.2", "127.0.0.1", "::1"});
  ASSERT_TRUE(socket_.connect(named(port)));
  ASSERT_TRUE(until_closed());
  EXPECT_EQ(socket_.attempted_addresses(),
            (Lines{text("127.0.0.1", port), text("::1", port), text("127.0.0.2", port)}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(connect_script + R"js(
    connect(['127.0.0.1', '127.0.0.2', '127.0.0.1', '::1']);
  )js",
                                     {std::to_string(port), "5000"}));
}

// One candidate: an ordinary error, and no list of attempts.
TEST_F(FamilySelection, OfOneAddressTheErrorIsPlain) {
  const std::uint16_t port = free_port();
  know({"127.0.0.1"});
  ASSERT_TRUE(socket_.connect(named(port)));
  ASSERT_TRUE(until_closed());
  EXPECT_TRUE(socket_.attempted_addresses().empty());
  EXPECT_TRUE(trace_.heard("error ECONNREFUSED connect ECONNREFUSED " + text("127.0.0.1", port)));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines,
            node_lines(connect_script + "connect(['127.0.0.1'])", {std::to_string(port), "5000"}));
}

// No candidate: net crashes; netkit says that the name has no address.
TEST_F(FamilySelection, OfNoAddressTheNameIsNotFound) {
  resolver_.ask_instead([](const LookupRequest&, LookupAnswer answer) { answer({}); });
  ASSERT_TRUE(socket_.connect(named(1)));
  ASSERT_TRUE(until_closed());
  EXPECT_EQ(trace_.lines,
            (Lines{"lookup ENOTFOUND", "error ENOTFOUND getaddrinfo ENOTFOUND h.test", "close true"}));
}

// Failure: the next starts at once, and nothing but the connection counts.
TEST_F(FamilySelection, ARefusedAddressIsFollowedImmediatelyByTheNext) {
  const RawListener good(Transport::tcp4);
  know({"127.0.0.9", "127.0.0.1"});
  close_when_ready();
  ASSERT_TRUE(socket_.connect(named(good.where().port)));
  ASSERT_TRUE(until_closed());
  EXPECT_EQ(socket_.attempted_addresses(),
            (Lines{text("127.0.0.9", good.where().port), text("127.0.0.1", good.where().port)}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(connect_script + R"js(
    const socket = connect(['127.0.0.9', '127.0.0.1']);
    socket.on('ready', () => socket.destroy());
  )js",
                                     {std::to_string(good.where().port), "5000"}));
}

// Timeout: the next starts once the attempt has had its time.
TEST_F(FamilySelection, ASilentAddressIsFollowedByTheNextInTime) {
  const HangingListener silent("127.0.0.2");
  const RawListener good({Transport::tcp4, "127.0.0.3", silent.address().port, {}});
  know({"127.0.0.2", "127.0.0.3"});
  close_when_ready();
  const auto begin = Clock::now();
  ASSERT_TRUE(socket_.connect(named(good.where().port, milliseconds(50))));
  ASSERT_TRUE(until_closed());
  EXPECT_GE(Clock::now() - begin, milliseconds(49));
  EXPECT_LE(Clock::now() - begin, milliseconds(50) + stretched(milliseconds(500)));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(connect_script + R"js(
    const socket = connect(['127.0.0.2', '127.0.0.3']);
    socket.on('ready', () => socket.destroy());
  )js",
                                     {std::to_string(good.where().port), "50"}));
}

// Success: the losers are closed, and nothing is left of them.
TEST_F(FamilySelection, LosersAreClosed) {
  const HangingListener silent("127.0.0.2");
  const RawListener good({Transport::tcp4, "127.0.0.3", silent.address().port, {}});
  know({"127.0.0.2", "127.0.0.3"});
  dial(loop_, address("127.0.0.1", free_port()));  // the loop has all that it needs
  const auto before = open_descriptors().size();
  ASSERT_TRUE(socket_.connect(named(good.where().port, milliseconds(20))));
  ASSERT_TRUE(until_heard("ready"));
  run_for(loop_, milliseconds(10));
  EXPECT_EQ(open_descriptors().size(), before + 1);
}

// netkit: an attempt that was slow goes on and may still win; net gives it up.
TEST_F(FamilySelection, ASlowAddressMayStillWin) {
  HangingListener slow("127.0.0.2");
  know({"127.0.0.2", "127.0.0.3"});
  ASSERT_TRUE(socket_.connect(named(slow.address().port, milliseconds(20))));
  ASSERT_TRUE(until_heard("connectionAttemptFailed 127.0.0.3 ECONNREFUSED"));
  EXPECT_FALSE(trace_.heard("error"));
  slow.answer();
  ASSERT_TRUE(until_heard("ready"));
  EXPECT_EQ(socket_.remote_address()->address.to_string(), "127.0.0.2");
  EXPECT_EQ(socket_.attempted_addresses().size(), 2U);
}

// net: an attempt that was slow is given up and recorded as ETIMEDOUT.
TEST_F(FamilySelection, InSequenceASlowAddressIsGivenUp) {
  HangingListener slow("127.0.0.2");
  const std::uint16_t port = slow.address().port;
  know({"127.0.0.2", "127.0.0.3"});
  ConnectOptions options = named(port, milliseconds(20));
  options.attempts = Attempts::sequential;
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(until_closed());
  EXPECT_EQ(trace_.lines,
            (Lines{"lookup 127.0.0.2", "lookup 127.0.0.3", "connectionAttempt 127.0.0.2",
                   "connectionAttemptTimeout 127.0.0.2", "connectionAttempt 127.0.0.3",
                   "connectionAttemptFailed 127.0.0.3 ECONNREFUSED", "error ETIMEDOUT ", "close true"}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines,
            node_lines(connect_script + "connect(['127.0.0.2', '127.0.0.3'])", {std::to_string(port), "20"}));
}

/// Keeps the error that a Trace has only the text of.
class KeepsError final : public SocketListener {
 public:
  explicit KeepsError(Socket& socket) { socket.set_listener(*this); }
  std::optional<Error> error;
  void on_error(const Error& one) override { error = one; }
};

// All failed: one error without a text, with the errors in the order tried and the code of the first.
TEST_F(FamilySelection, AllErrorsAreReportedInOrder) {
  const HangingListener silent("127.0.0.2");
  const std::uint16_t port = silent.address().port;
  know({"127.0.0.2", "127.0.0.3", "127.0.0.4"});
  ConnectOptions options = named(port, milliseconds(20));
  options.attempts = Attempts::sequential;
  KeepsError heard(socket_);
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(run_until(loop_, [&] { return heard.error.has_value(); }));
  Lines ours{heard.error->name + " " + heard.error->message};
  for (const Error& each : heard.error->errors) ours.push_back(each.message);
  EXPECT_EQ(ours, (Lines{"ETIMEDOUT ", "connect ETIMEDOUT " + text("127.0.0.2", port),
                         "connect ECONNREFUSED " + text("127.0.0.3", port),
                         "connect ECONNREFUSED " + text("127.0.0.4", port)}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_lines(connect_script + R"js(
    net.connect({host: 'h.test', port, autoSelectFamilyAttemptTimeout: wait,
                 lookup: lookup('127.0.0.2', '127.0.0.3', '127.0.0.4')}).on('error', (error) => {
      say(error.code, error.message);
      for (const each of error.errors) say(each.message);
    });
  )js",
                             {std::to_string(port), "20"}));
}

// Used when: with a family only the first address of that family, with localAddress the first.
TEST_F(FamilySelection, WithAFamilyOnlyItsFirstAddressIsTried) {
  const std::uint16_t port = free_port();
  know({"::1", "127.0.0.9", "127.0.0.1"});
  ConnectOptions options = named(port);
  options.family = Family::ipv4;
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(until_closed());
  EXPECT_TRUE(trace_.heard("error ECONNREFUSED connect ECONNREFUSED " + text("127.0.0.9", port)));
  EXPECT_FALSE(trace_.heard("connectionAttempt 127.0.0.1"));
}

TEST_F(FamilySelection, WithALocalAddressOnlyTheFirstAddressIsTried) {
  const std::uint16_t port = free_port();
  know({"127.0.0.9", "127.0.0.1"});
  ConnectOptions options = named(port);
  options.from.address = address("127.0.0.1").address;
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(until_closed());
  EXPECT_FALSE(trace_.heard("connectionAttempt 127.0.0.1"));
  EXPECT_TRUE(trace_.heard("connectionAttempt 127.0.0.9"));
}

// localPort alone keeps it on: each attempt is bound to the wildcard address of its family.
TEST_F(FamilySelection, WithALocalPortAllAreTried) {
  const RawListener good(Transport::tcp4);
  know({"127.0.0.9", "127.0.0.1"});
  ConnectOptions options = named(good.where().port);
  options.from.port = free_port();
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(until_heard("ready"));
  EXPECT_EQ(socket_.local_address()->port, options.from.port);
}

// net: an address needs no look-up and no selection.
TEST_F(FamilySelection, AnAddressIsNotLookedUp) {
  const RawListener good(Transport::tcp4);
  resolver_.ask_instead([](const LookupRequest&, const LookupAnswer&) { FAIL() << "asked"; });
  ConnectOptions options = to(good.where().port);
  options.resolver = &resolver_;
  close_when_ready();
  ASSERT_TRUE(socket_.connect(options));
  ASSERT_TRUE(until_closed());

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(R"js(
    const socket = trace(net.connect(+args[0], '127.0.0.1'));
    socket.on('ready', () => socket.destroy());
  )js",
                                     {std::to_string(good.where().port)}));
}

// Destroyed meanwhile: no further attempts.
TEST_F(FamilySelection, ADestroyedSocketTriesNoOtherAddress) {
  const HangingListener silent("127.0.0.2");
  know({"127.0.0.2", "127.0.0.3"});
  ASSERT_TRUE(socket_.connect(named(silent.address().port, milliseconds(20))));
  ASSERT_TRUE(until_heard("connectionAttempt "));
  socket_.destroy();
  ASSERT_TRUE(until_closed());
  run_for(loop_, milliseconds(60));
  EXPECT_EQ(trace_.lines,
            (Lines{"lookup 127.0.0.2", "lookup 127.0.0.3", "connectionAttempt 127.0.0.2", "close false"}));
  EXPECT_EQ(socket_.attempted_addresses(), (Lines{text("127.0.0.2", silent.address().port)}));
}

// The list of attempts belongs to one connection.
TEST_F(FamilySelection, TheListOfAttemptsIsEmptyAtTheStartOfEachConnection) {
  const std::uint16_t port = free_port();
  know({"127.0.0.2", "127.0.0.3"});
  ASSERT_TRUE(socket_.connect(named(port)));
  ASSERT_TRUE(until_closed());
  EXPECT_EQ(socket_.attempted_addresses().size(), 2U);
  trace_.closed = false;
  ASSERT_TRUE(socket_.connect(to(port)));
  ASSERT_TRUE(until_closed());
  EXPECT_TRUE(socket_.attempted_addresses().empty());
}

}  // namespace
}  // namespace netkit::test
