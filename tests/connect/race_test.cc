// SPDX-License-Identifier: MIT
#include <netkit/connect/race.h>

#include <gtest/gtest.h>
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

namespace netkit::test {
namespace {

using Events = std::vector<std::string>;

class RaceTest : public testing::Test, private Race::Listener {
 protected:
  void start(std::vector<SocketAddress> candidates, Duration attempt_timeout = std::chrono::hours(1)) {
    RaceOptions options;
    options.attempt_timeout = attempt_timeout;
    make(std::move(candidates), options);
    race_->start();
  }
  void make(std::vector<SocketAddress> candidates, const RaceOptions& options) {
    Race::Listener& listener = *this;
    race_ = std::make_unique<Race>(loop_, std::move(candidates), options, listener);
  }
  bool over() const { return connected_ + failed_ > 0; }
  bool until_over() {
    return run_until(loop_, [this] { return over(); });
  }

  void on_attempt(const SocketAddress& to) override {
    attempted_at_.push_back(Clock::now());
    events_.push_back("try " + net_text(to));
  }
  void on_attempt_failed(const SocketAddress& to, const Error& error) override {
    events_.push_back(error.name + " " + net_text(to));
  }
  void on_attempt_timeout(const SocketAddress& to) override {
    events_.push_back("waited for " + net_text(to));
  }
  void on_connected(std::unique_ptr<StreamSocket> socket) override {
    ++connected_;
    socket_ = std::move(socket);
    then_();
  }
  void on_failed(const Error& error) override {
    ++failed_;
    then_();
    error_ = error;
  }

  std::string blocked_text(const Refusal& refusal) override {
    return blocked_text_ ? blocked_text_(refusal) : Race::Listener::blocked_text(refusal);
  }

  Loop loop_;
  Events events_;
  std::vector<Clock::time_point> attempted_at_;
  std::function<std::string(const Refusal&)> blocked_text_;
  int connected_ = 0, failed_ = 0;
  std::unique_ptr<StreamSocket> socket_;
  std::optional<Error> error_;
  std::unique_ptr<Race> race_;
  std::function<void()> then_ = [this] { race_.reset(); };
};

SocketAddress nobody() {
  return address_of(unused_where(Transport::tcp4));
}

TEST_F(RaceTest, ConnectsToTheOnlyOne) {
  const RawListener good(Transport::tcp4);
  const SocketAddress to = address_of(good.where());
  start({to});
  EXPECT_FALSE(over()) << "news comes from the loop only";
  ASSERT_TRUE(until_over());
  EXPECT_EQ(socket_->remote_address(), to);
  EXPECT_EQ(events_, Events{"try " + net_text(to)});
}

TEST_F(RaceTest, TriesTheNextImmediatelyAfterARefusal) {
  const RawListener good(Transport::tcp4);
  const SocketAddress bad = nobody(), to = address_of(good.where());
  start({bad, to});
  ASSERT_TRUE(until_over());
  ASSERT_TRUE(socket_);
  EXPECT_EQ(events_,
            (Events{"try " + net_text(bad), "ECONNREFUSED " + net_text(bad), "try " + net_text(to)}));
}

TEST_F(RaceTest, TriesTheNextWhenTheFirstHasHadItsTime) {
  const HangingListener hanging("127.0.0.2");
  const RawListener good(Transport::tcp4);
  const SocketAddress silent = hanging.address(), to = address_of(good.where());
  const auto begin = Clock::now();
  start({silent, to}, Duration(50));
  ASSERT_TRUE(until_over());
  EXPECT_GE(Clock::now() - begin, Duration(49));
  ASSERT_TRUE(socket_);
  EXPECT_EQ(socket_->remote_address(), to);
  EXPECT_EQ(events_,
            (Events{"try " + net_text(silent), "waited for " + net_text(silent), "try " + net_text(to)}));
}

TEST_F(RaceTest, LetsTheFirstWinThoughTheNextWasTried) {
  HangingListener late("127.0.0.2");
  const HangingListener never("127.0.0.3");
  const SocketAddress to = late.address();
  start({to, never.address()}, Duration(20));
  EXPECT_TRUE(run_until(loop_, [&] { return events_.size() == 3; }));
  late.answer();
  ASSERT_TRUE(until_over());
  ASSERT_TRUE(socket_);
  EXPECT_EQ(socket_->remote_address(), to);
}

TEST_F(RaceTest, WaitsForTheLastAsLongAsItTakes) {
  const HangingListener one("127.0.0.2"), other("127.0.0.3");
  start({one.address(), other.address()}, Duration(10));
  run_for(loop_, Duration(80));
  EXPECT_FALSE(over());
  EXPECT_EQ(events_, (Events{"try " + net_text(one.address()), "waited for " + net_text(one.address()),
                             "try " + net_text(other.address())}));
}

TEST_F(RaceTest, WaitsForTheLastAlsoAfterARefusal) {
  const HangingListener hanging("127.0.0.2");
  const SocketAddress bad = nobody(), silent = hanging.address();
  start({bad, silent}, Duration(30));
  run_for(loop_, Duration(150));
  EXPECT_FALSE(over());
  EXPECT_EQ(events_,
            (Events{"try " + net_text(bad), "ECONNREFUSED " + net_text(bad), "try " + net_text(silent)}));
}

TEST_F(RaceTest, GivesTheNextItsFullTimeAfterARefusal) {
  const HangingListener hanging("127.0.0.2");
  const RawListener good(Transport::tcp4);
  start({nobody(), hanging.address(), address_of(good.where())}, Duration(200));
  ASSERT_TRUE(until_over());
  ASSERT_EQ(attempted_at_.size(), 3U);
  EXPECT_GE(attempted_at_[2] - attempted_at_[1], Duration(150));
}

TEST_F(RaceTest, FailsAsItsOnlyAttemptDoes) {
  const SocketAddress bad = nobody();
  start({bad});
  ASSERT_TRUE(until_over());
  EXPECT_EQ(error_->message, "connect ECONNREFUSED " + net_text(bad));
  EXPECT_TRUE(error_->errors.empty());
}

TEST_F(RaceTest, FailsWithAllErrorsInOrderAndTheCodeOfTheFirst) {
  const SocketAddress first = nobody(), second = nobody();
  start({first, second});
  ASSERT_TRUE(until_over());
  EXPECT_EQ(error_->code, std::errc::connection_refused);
  EXPECT_EQ(error_->message, "");
  ASSERT_EQ(error_->errors.size(), 2U);
  EXPECT_EQ(error_->errors[0].message, "connect ECONNREFUSED " + net_text(first));
  EXPECT_EQ(error_->errors[1].message, "connect ECONNREFUSED " + net_text(second));
}

TEST_F(RaceTest, KnowsWhatHappenedSoFar) {
  const HangingListener hanging("127.0.0.2");
  const SocketAddress bad = nobody(), silent = hanging.address();
  start({bad, silent, nobody()});
  EXPECT_TRUE(run_until(loop_, [&] { return events_.size() == 3; }));
  ASSERT_EQ(race_->attempted().size(), 2U);
  EXPECT_EQ(race_->attempted()[0], bad);
  const auto errors = race_->errors_so_far(std::make_error_code(std::errc::timed_out));
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0].message, "connect ECONNREFUSED " + net_text(bad));
  EXPECT_EQ(errors[1].code, std::errc::timed_out);
  EXPECT_EQ(errors[1].port, silent.port);
}

TEST_F(RaceTest, ClosesThoseThatLose) {
  const HangingListener hanging("127.0.0.2"), other("127.0.0.3");
  const RawListener good(Transport::tcp4);
  dial(loop_, nobody());  // the loop has all that it needs
  const auto before = open_descriptors().size();
  start({hanging.address(), other.address(), address_of(good.where())}, Duration(10));
  EXPECT_TRUE(run_until(loop_, [&] { return events_.size() >= 3; }));
  EXPECT_GE(open_descriptors().size(), before + 2);
  ASSERT_TRUE(until_over());
  run_for(loop_, Duration(5));
  EXPECT_EQ(open_descriptors().size(), before + 1);
  socket_.reset();
  EXPECT_EQ(open_descriptors().size(), before);
}

/// Two connections are ready before anybody hears of the first.
TEST_F(RaceTest, ReportsOneConnectionEvenIfItIsNotDestroyed) {
  const RawListener good(Transport::tcp4), as_good(Transport::tcp4);
  then_ = [] {};
  start({address_of(good.where()), address_of(as_good.where())}, Duration(0));
  ASSERT_TRUE(until_over());
  run_for(loop_, Duration(50));
  EXPECT_EQ(connected_, 1);
  EXPECT_EQ(failed_, 0);
}

TEST_F(RaceTest, TriesNoOtherAddressOnceItIsConnected) {
  const RawListener good(Transport::tcp4);
  then_ = [] {};
  start({address_of(good.where()), nobody()}, Duration(30));
  ASSERT_TRUE(until_over());
  run_for(loop_, Duration(100));
  EXPECT_EQ(events_.size(), 1U);
}

AccessLists blocking(const SocketAddress& one) {
  BlockList list;
  list.add_address(one.address);
  return {std::make_shared<BlockList>(list), nullptr};
}

TEST_F(RaceTest, FailsWithoutAnAttemptAtAnAddressThatAListRefuses) {
  const RawListener listener(Transport::tcp4);
  const SocketAddress to = address_of(listener.where());
  make({to, to}, {.socket = {}, .from = {}, .access = blocking(to)});
  race_->start();
  ASSERT_TRUE(until_over());
  EXPECT_EQ(events_, (Events{"ERR_IP_BLOCKED " + net_text(to), "ERR_IP_BLOCKED " + net_text(to)}));
  EXPECT_EQ(error_->errors.front().message, "127.0.0.1 is on the block list");
  EXPECT_TRUE(listener.stays_alone(Duration(10)));
}

// The kernel connects to the loopback address.
TEST_F(RaceTest, RefusesTheUnspecifiedAddressIfAListRefusesLoopback) {
  const RawListener listener(Transport::tcp4);
  const std::uint16_t port = address_of(listener.where()).port;
  BlockList loopback, others;
  ASSERT_TRUE(loopback.add_cidr("127.0.0.0/8"));
  loopback.add_address(IpAddress::v6(0, 1));
  ASSERT_TRUE(others.add_cidr("0.0.0.0/32"));
  const AccessLists blocked{std::make_shared<BlockList>(loopback), nullptr},
      allowed{nullptr, std::make_shared<BlockList>(loopback)},
      not_allowed{nullptr, std::make_shared<BlockList>(others)};
  for (const char* text : {"0.0.0.0", "::", "::ffff:0.0.0.0"}) {
    const SocketAddress to{*IpAddress::parse(text), port, text[0] == ':' ? 1U : 0U};
    for (const AccessLists& lists : {blocked, not_allowed}) {
      error_.reset();
      failed_ = 0;
      make({to}, {.socket = {}, .from = {}, .access = lists});
      race_->start();
      ASSERT_TRUE(until_over());
      EXPECT_EQ(error_->name, "ERR_IP_BLOCKED") << text;
    }
  }
  EXPECT_TRUE(listener.stays_alone(Duration(10)));
  make({{IpAddress::v4(0), port}}, {.socket = {}, .from = {}, .access = allowed});
  race_->start();
  failed_ = 0;
  ASSERT_TRUE(until_over());
  EXPECT_EQ(connected_, 1);
}

TEST_F(RaceTest, LetsItsListenerWordTheRefusal) {
  const SocketAddress to = nobody();
  blocked_text_ = [](const Refusal& refusal) { return "not " + refusal.to.address.to_string(); };
  make({to}, {.socket = {}, .from = {}, .access = blocking(to)});
  race_->start();
  ASSERT_TRUE(until_over());
  EXPECT_EQ(error_->name, "ERR_IP_BLOCKED");
  EXPECT_EQ(error_->message, "not 127.0.0.1");
}

TEST_F(RaceTest, MayBeDestroyedBeforeItStarts) {
  make({nobody()}, {});
  race_.reset();
  loop_.run();
  EXPECT_TRUE(events_.empty());
}

TEST_F(RaceTest, MayBeDestroyedBeforeTheFirstAnswer) {
  dial(loop_, nobody());  // the loop has all that it needs
  const auto before = open_descriptors();
  start({nobody(), nobody()});
  race_.reset();
  loop_.run();
  EXPECT_FALSE(over());
  EXPECT_EQ(open_descriptors(), before);
}

TEST_F(RaceTest, MayBeDestroyedWhileSeveralAttemptsRun) {
  const HangingListener one("127.0.0.2"), other("127.0.0.3");
  start({one.address(), other.address(), nobody()}, Duration(10));
  EXPECT_TRUE(run_until(loop_, [&] { return events_.size() >= 3; }));
  race_.reset();
  loop_.run();
  EXPECT_FALSE(over());
}

TEST_F(RaceTest, MayBeDestroyedAfterItHasFailed) {
  then_ = [] {};
  start({nobody(), nobody()});
  ASSERT_TRUE(until_over());
  race_.reset();
  loop_.run();
}

}  // namespace
}  // namespace netkit::test
