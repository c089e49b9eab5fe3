// SPDX-License-Identifier: MIT
#include <netkit/connect/connector.h>

#include <gtest/gtest.h>
#include <netkit/base/net_errc.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/zone.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hanging_listener.h"
#include "support/io_fixtures.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

using Events = std::vector<std::string>;
using std::chrono::milliseconds;

/// A Connector, what it tells, and a resolver of its own.
class ConnectorTest : public testing::Test, private Connector::Listener {
 protected:
  ConnectorTest() {
    dial(loop_, address_of(unused_where(Transport::tcp4)));  // the loop has all that it needs
    before_ = open_descriptors();
  }
  ConnectOptions named(std::uint16_t port = 1) {
    ConnectOptions options;
    options.host = "h.test";
    options.port = port;
    options.resolver = &resolver_;
    options.attempt_timeout = std::chrono::hours(1);
    return options;
  }
  static ConnectOptions at(const SocketAddress& to) {
    ConnectOptions options;
    options.host = to.address.to_string();
    options.port = to.port;
    return options;
  }
  void start(const ConnectOptions& options) {
    ASSERT_TRUE(Connector::check(options));
    Connector::Listener& listener = *this;
    connector_ = std::make_unique<Connector>(loop_, options, SocketOptions(), listener);
  }
  bool over() const { return socket_ || error_; }
  bool until_over() {
    return run_until(loop_, [this] { return over(); });
  }
  bool until_told(std::size_t count) {
    return run_until(loop_, [this, count] { return events_.size() >= count; });
  }
  /// Gives up, and nothing more comes of it nor is left.
  void give_up() {
    const Events told = events_;
    connector_.reset();
    loop_.run();
    EXPECT_EQ(events_, told);
    EXPECT_FALSE(over());
  }

  void on_lookup(const std::string& host, const SocketAddress& to) override {
    events_.push_back(host + " is " + net_text(to));
  }
  void on_lookup_failed(const std::string&, const Error& error) override {
    events_.push_back("look-up " + error.name);
  }
  void on_attempt(const SocketAddress& to) override { events_.push_back("try " + net_text(to)); }
  void on_attempt_failed(const SocketAddress& to, const Error& error) override {
    events_.push_back(error.name + " " + net_text(to));
  }
  void on_attempt_timeout(const SocketAddress& to) override {
    events_.push_back("waited for " + net_text(to));
  }
  void on_connected(std::unique_ptr<StreamSocket> socket) override {
    connector_.reset();
    socket_ = std::move(socket);
  }
  void on_failed(const Error& error) override {
    error_ = error;
    connector_.reset();
  }

  Loop loop_;
  Resolver resolver_{loop_};
  std::set<int> before_;
  Events events_;
  std::unique_ptr<Connector> connector_;
  std::unique_ptr<StreamSocket> socket_;
  std::optional<Error> error_;
};

TEST_F(ConnectorTest, NeedsAPortOrAPath) {
  const auto refused = Connector::check({});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, NetErrc::missing_args);
}

TEST_F(ConnectorTest, NeedsAZoneThatIsAnInterface) {
  ConnectOptions options;
  options.port = 1;
  options.host = "fe80::1%no-such-0";
  const auto refused = Connector::check(options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, NetErrc::invalid_arg_value);
  options.host = "fe80::1%lo";
  EXPECT_TRUE(Connector::check(options));
}

TEST_F(ConnectorTest, NeedsAnAttemptTimeoutOfAMillisecondAtLeast) {
  ConnectOptions options;
  options.port = 1;
  options.attempt_timeout = milliseconds(0);
  EXPECT_FALSE(Connector::check(options));
  options.attempt_timeout = milliseconds(1);
  EXPECT_TRUE(Connector::check(options));
}

TEST_F(ConnectorTest, ConnectsToAnAddressWithoutALookup) {
  const RawListener listener(Transport::tcp4);
  const SocketAddress to = address_of(listener.where());
  start(at(to));
  EXPECT_TRUE(events_.empty()) << "news comes from the loop only";
  ASSERT_TRUE(until_over());
  ASSERT_TRUE(socket_);
  EXPECT_EQ(socket_->remote_address(), to);
  EXPECT_EQ(events_, (Events{"try " + net_text(to)}));
}

TEST_F(ConnectorTest, ConnectsToAPathWithoutALookup) {
  const TempDir folder;
  const RawListener listener({Transport::unix_path, {}, 0, folder / "s"});
  ConnectOptions options = named();
  options.path = ipc_path(folder / "s");
  start(options);
  ASSERT_TRUE(until_over());
  EXPECT_TRUE(socket_);
  EXPECT_TRUE(events_.empty());
}

TEST_F(ConnectorTest, ReportsEachAddressOfANameWithThePort) {
  const RawListener listener(Transport::tcp4);
  const std::uint16_t port = listener.where().port;
  resolver_.answer("h.test", address("127.0.0.1"));
  resolver_.answer("h.test", address("127.0.0.2"));
  start(named(port));
  ASSERT_TRUE(until_over());
  const std::string text = ":" + std::to_string(port);
  EXPECT_EQ(events_,
            (Events{"h.test is 127.0.0.1" + text, "h.test is 127.0.0.2" + text, "try 127.0.0.1" + text}));
}

TEST_F(ConnectorTest, KnowsWhatItHasTriedSoFar) {
  const HangingListener silent("127.0.0.3");
  resolver_.answer("h.test", address("127.0.0.2"));
  resolver_.answer("h.test", address("127.0.0.3"));
  resolver_.answer("h.test", address("127.0.0.4"));
  start(named(silent.address().port));
  EXPECT_TRUE(connector_->attempted().empty());
  ASSERT_TRUE(until_told(6));
  ASSERT_EQ(connector_->attempted().size(), 2U);
  EXPECT_EQ(connector_->attempted()[1], silent.address());
  const auto errors = connector_->errors_so_far(std::make_error_code(std::errc::timed_out));
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0].name, "ECONNREFUSED");
  EXPECT_EQ(errors[1].code, std::errc::timed_out);
}

TEST_F(ConnectorTest, KnowsWhatItIsAtBeforeItTriesAnything) {
  resolver_.ask_instead([](const LookupRequest&, const LookupAnswer&) {});
  start(named());
  const auto late = std::make_error_code(std::errc::timed_out);
  EXPECT_EQ(connector_->errors_so_far(late).at(0).syscall, "getaddrinfo");
  connector_.reset();
  ConnectOptions path;
  path.path = ipc_path("/no/s");
  start(path);
  EXPECT_EQ(connector_->errors_so_far(late).at(0).address, "/no/s");
}

// The user's own look-up function: at once, later, never, too late, with nothing, with an error.

TEST_F(ConnectorTest, TakesAnAnswerDuringTheCall) {
  const RawListener listener(Transport::tcp4);
  resolver_.ask_instead(
      [](const LookupRequest&, LookupAnswer answer) { answer(std::vector{IpAddress::v4(0x7f000001)}); });
  start(named(listener.where().port));
  ASSERT_TRUE(until_over());
  EXPECT_TRUE(socket_);
}

TEST_F(ConnectorTest, TakesAnAnswerThatComesLater) {
  const RawListener listener(Transport::tcp4);
  LookupAnswer later;
  resolver_.ask_instead([&](const LookupRequest&, LookupAnswer answer) { later = std::move(answer); });
  start(named(listener.where().port));
  ASSERT_TRUE(run_until(loop_, [&] { return bool(later); }));
  later(std::vector{IpAddress::v4(0x7f000001)});
  EXPECT_TRUE(events_.empty()) << "news comes from the loop only";
  ASSERT_TRUE(until_over());
  EXPECT_TRUE(socket_);
}

TEST_F(ConnectorTest, MayWaitForAnAnswerThatNeverComes) {
  resolver_.ask_instead([](const LookupRequest&, const LookupAnswer&) {});
  start(named());
  run_for(loop_, stretched(Duration(10)));
  give_up();
}

TEST_F(ConnectorTest, MayBeDestroyedBeforeTheAnswer) {
  LookupAnswer later;
  resolver_.ask_instead([&](const LookupRequest&, LookupAnswer answer) { later = std::move(answer); });
  start(named());
  ASSERT_TRUE(run_until(loop_, [&] { return bool(later); }));
  connector_.reset();
  later(std::vector{IpAddress::v4(0x7f000001)});
  loop_.run();
  EXPECT_TRUE(events_.empty());
}

TEST_F(ConnectorTest, MayBeDestroyedBetweenTheAnswerAndItsReport) {
  LookupAnswer later;
  resolver_.ask_instead([&](const LookupRequest&, LookupAnswer answer) { later = std::move(answer); });
  start(named());
  ASSERT_TRUE(run_until(loop_, [&] { return bool(later); }));
  later(std::vector{IpAddress::v4(0x7f000001)});
  give_up();
}

TEST_F(ConnectorTest, FindsNoNameThatHasNoAddress) {
  resolver_.ask_instead([](const LookupRequest&, LookupAnswer answer) { answer({}); });
  start(named());
  ASSERT_TRUE(until_over());
  EXPECT_EQ(error_->message, "getaddrinfo ENOTFOUND h.test");
  EXPECT_EQ(events_, (Events{"look-up ENOTFOUND"}));
}

TEST_F(ConnectorTest, PassesOnTheErrorOfALookup) {
  resolver_.ask_instead([](const LookupRequest&, LookupAnswer answer) {
    Error error;
    error.code = std::make_error_code(std::errc::timed_out);
    error.name = "EMYOWN";
    error.message = "my own resolver is out";
    answer(std::unexpected(std::move(error)));
  });
  start(named());
  ASSERT_TRUE(until_over());
  EXPECT_EQ(error_->message, "my own resolver is out");
  EXPECT_EQ(events_, (Events{"look-up EMYOWN"}));
}

TEST_F(ConnectorTest, HandsFamilyAndHintsOn) {
  std::optional<LookupRequest> asked;
  resolver_.ask_instead([&](const LookupRequest& request, LookupAnswer answer) {
    asked = request;
    answer({});
  });
  ConnectOptions options = named();
  options.family = Family::ipv6;
  options.hints = LookupHints{.v4mapped = true, .all = true};
  start(options);
  ASSERT_TRUE(until_over());
  EXPECT_EQ(asked->host, "h.test");
  EXPECT_EQ(asked->family, Family::ipv6);
  ASSERT_TRUE(asked->hints);
  EXPECT_TRUE(asked->hints->v4mapped && asked->hints->all && !asked->hints->addrconfig);
}

// Giving up in each phase.

TEST_F(ConnectorTest, MayBeDestroyedBeforeItStarts) {
  start(named());
  give_up();
  EXPECT_EQ(open_descriptors(), before_);
}

TEST_F(ConnectorTest, MayBeDestroyedWhileTheSystemIsAsked) {
  ConnectOptions options;
  options.host = "localhost";
  options.port = 1;
  start(options);
  ASSERT_TRUE(run_until(loop_, [this] { return loop_.lookups_running() > 0 || over(); }));
  connector_.reset();
  const Events told = events_;  // the system may have been as quick as that
  loop_.run();
  EXPECT_EQ(events_, told);
}

TEST_F(ConnectorTest, MayBeDestroyedDuringTheFirstAttempt) {
  const HangingListener silent("127.0.0.2");
  before_ = open_descriptors();
  start(at(silent.address()));
  ASSERT_TRUE(until_told(1));
  EXPECT_GT(open_descriptors().size(), before_.size());
  give_up();
  EXPECT_EQ(open_descriptors(), before_);
}

TEST_F(ConnectorTest, MayBeDestroyedDuringTheSecondAttempt) {
  const HangingListener silent("127.0.0.2");
  const RawListener other({Transport::tcp4, "127.0.0.3", silent.address().port, {}});
  resolver_.answer("h.test", address("127.0.0.2"));
  resolver_.answer("h.test", address("127.0.0.3"));
  before_ = open_descriptors();
  ConnectOptions options = named(silent.address().port);
  options.attempt_timeout = milliseconds(10);
  start(options);
  ASSERT_TRUE(run_until(loop_, [this] { return events_.size() >= 5 || over(); }));
  EXPECT_EQ(events_.at(4), "try 127.0.0.3:" + std::to_string(silent.address().port));
  connector_.reset();
  socket_.reset();
  loop_.run();
  EXPECT_EQ(open_descriptors(), before_);
}

TEST_F(ConnectorTest, MayBeDestroyedWhenItHasConnectedOrFailed) {
  const RawListener listener(Transport::tcp4);
  start(at(address_of(listener.where())));  // on_connected() destroys it
  ASSERT_TRUE(until_over());
  socket_.reset();
  start(at(address_of(unused_where(Transport::tcp4))));  // on_failed() does
  ASSERT_TRUE(until_over());
  EXPECT_FALSE(connector_);
  loop_.run();
}

TEST_F(ConnectorTest, LeavesNothingOfThoseThatLost) {
  const HangingListener silent("127.0.0.2");
  const RawListener good({Transport::tcp4, "127.0.0.3", silent.address().port, {}});
  resolver_.answer("h.test", address("127.0.0.2"));
  resolver_.answer("h.test", address("127.0.0.3"));
  before_ = open_descriptors();
  ConnectOptions options = named(silent.address().port);
  options.attempt_timeout = milliseconds(20);
  const auto begin = Clock::now();
  start(options);
  ASSERT_TRUE(until_over());
  EXPECT_LE(Clock::now() - begin, milliseconds(20) + stretched(milliseconds(500)));
  ASSERT_TRUE(socket_);
  socket_.reset();
  loop_.run();
  EXPECT_EQ(open_descriptors(), before_);
}

}  // namespace
}  // namespace netkit::test
