// SPDX-License-Identifier: MIT
// The symmetric relay, on streams in memory and on sockets.
#include <netkit/relay/relay.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>
#include <netkit/stream/connection.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/data.h"
#include "support/memory_stream.h"
#include "support/raw_socket.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

using Side = Relay::Side;

const std::string much = "more than the high-water mark";

std::error_code connection_reset() {
  return errno_error(ECONNRESET);
}

/// Keeps what a relay reports.
class Kept : public Relay::Events {
 public:
  virtual ~Kept() = default;
  bool on_end(Side from) override { return passes_ends || from == Side::second; }
  void on_finish(Side to) override { finished.push_back(to); }
  void on_broken(Side side, const Relay::Ending& how) override {
    broken.push_back(side);
    ending = how;
  }
  void on_done(const Relay::Outcome& outcome) override {
    ++times_done;
    done = outcome;
  }

  bool passes_ends = true;  ///< those of the first side
  std::vector<Side> finished, broken;
  Relay::Ending ending;
  int times_done = 0;
  std::optional<Relay::Outcome> done;
};

/// Each test for both directions: `here` is the side that begins.
class RelayInMemory : public testing::TestWithParam<Side> {
 protected:
  void SetUp() override { relay_.start(); }
  void settle() { test::settle({&one_, &two_}); }
  MemoryPeer& here() { return GetParam() == Side::first ? one_ : two_; }
  MemoryPeer& there() { return GetParam() == Side::first ? two_ : one_; }

  MemoryPeer one_, two_;
  Loop loop_;
  std::unique_ptr<Stream> first_ = one_.open(), second_ = two_.open();
  Kept kept_;
  Relay relay_{loop_, *first_, *second_, kept_};
};

TEST_P(RelayInMemory, SendsWhatOneSideReceivesToTheOther) {
  here().send("ping");
  settle();
  EXPECT_EQ(there().received(), "ping");
  EXPECT_FALSE(kept_.done);
}

TEST_P(RelayInMemory, PausesTheSourceWhileTheSinkIsFull) {
  there().hold();
  here().send(much);
  here().send("more");
  settle();
  EXPECT_TRUE(here().paused());
  EXPECT_EQ(here().not_read(), 1U);
  there().let_go();
  settle();
  EXPECT_FALSE(here().paused());
  EXPECT_EQ(there().received(), much + "more");
}

TEST_P(RelayInMemory, PassesAnEndOnAfterEverythingThatIsQueued) {
  there().hold();
  here().send("ping");
  here().send_end();
  settle();
  EXPECT_FALSE(there().got_end());
  there().let_go();
  settle();
  EXPECT_EQ(there().received(), "ping");
  EXPECT_TRUE(there().got_end());
  ASSERT_EQ(kept_.finished.size(), 1U);
  EXPECT_EQ(kept_.finished[0], Relay::other(GetParam()));
}

TEST_P(RelayInMemory, LetsTheOtherDirectionGoOnAfterAnEnd) {
  here().send_end();
  settle();
  there().send("pong");
  settle();
  EXPECT_EQ(here().received(), "pong");
  EXPECT_FALSE(kept_.done);
}

TEST_P(RelayInMemory, IsDoneWhenBothHaveClosedNotWhenBothHaveEnded) {
  there().hold();
  here().send("ping");
  here().send_end();
  there().send_end();
  settle();
  EXPECT_FALSE(kept_.done);
  there().let_go();
  settle();
  ASSERT_TRUE(kept_.done);
  EXPECT_FALSE(kept_.done->first.cause || kept_.done->second.cause);
  EXPECT_EQ(there().received(), "ping");
}

TEST_P(RelayInMemory, ClosesTheOtherSideSoonWhenOneBreaks) {
  there().hold();
  here().send("ping");
  settle();
  here().break_all(connection_reset());
  settle();
  EXPECT_TRUE(there().must_close_soon());
  ASSERT_EQ(kept_.broken.size(), 1U);
  EXPECT_EQ(kept_.broken[0], GetParam());
  EXPECT_EQ(kept_.ending.cause, connection_reset());
  EXPECT_FALSE(kept_.ending.while_sending);
  there().let_go();
  settle();
  EXPECT_EQ(there().received(), "ping") << "what was read is delivered";
  ASSERT_TRUE(kept_.done);
  EXPECT_EQ((GetParam() == Side::first ? kept_.done->first : kept_.done->second).cause, connection_reset());
}

TEST_P(RelayInMemory, ReadsASideThatCannotBeWrittenToToItsEnd) {
  there().hold();
  here().send("ping");
  settle();
  there().break_writing(connection_reset());
  there().send("pong");
  settle();
  EXPECT_EQ(here().received(), "pong");
  EXPECT_TRUE(here().paused()) << "the other side takes nothing";
  EXPECT_TRUE(kept_.ending.while_sending);
  EXPECT_EQ(kept_.ending.undelivered, 4U);
  EXPECT_FALSE(kept_.done);
  there().send_end();
  settle();
  EXPECT_TRUE(kept_.done);
}

TEST_P(RelayInMemory, DoesNotWaitForASideThatIsAbandoned) {
  here().send_end();
  settle();
  relay_.abandon(Relay::other(GetParam()));
  settle();
  EXPECT_EQ(kept_.times_done, 1);
}

TEST_P(RelayInMemory, ReportsNothingOnceItIsStopped) {
  relay_.stop();
  here().break_all(connection_reset());
  there().break_writing(connection_reset());
  settle();
  EXPECT_TRUE(kept_.broken.empty());
  EXPECT_FALSE(kept_.done);
}

INSTANTIATE_TEST_SUITE_P(From, RelayInMemory, testing::Values(Side::first, Side::second),
                         [](const auto& side) { return side.param == Side::first ? "First" : "Second"; });

TEST(RelayTest, KeepsTheOtherSideOpenWhereAnEndIsNotPassedOn) {
  MemoryPeer one, two;
  Loop loop;
  const auto first = one.open(), second = two.open();
  Kept kept;
  kept.passes_ends = false;
  Relay relay(loop, *first, *second, kept);
  relay.start();
  one.send_end();
  settle({&one, &two});
  EXPECT_FALSE(two.got_end());
  relay.end(Side::second);
  two.send_end();
  settle({&one, &two});
  EXPECT_TRUE(two.got_end());
  EXPECT_TRUE(kept.done);
}

TEST(RelayTest, DropsWhatComesFromASideThatIsDiscarded) {
  MemoryPeer one, two;
  Loop loop;
  const auto first = one.open(), second = two.open();
  Kept kept;
  Relay relay(loop, *first, *second, kept);
  relay.discard(Side::second);
  relay.start();
  one.hold();
  two.send(much);
  two.send(much);
  settle({&one, &two});
  EXPECT_EQ(two.not_read(), 0U) << "nothing holds it up";
  one.let_go();
  settle({&one, &two});
  EXPECT_EQ(one.received(), "");
}

/// Resets the other side when one is reset, as a forwarder does.
class PassesResets final : public Kept {
 public:
  void on_broken(Side side, const Relay::Ending& how) override {
    Kept::on_broken(side, how);
    (side == Side::first ? *second : *first).reset_on_close();
  }
  Connection* first = nullptr;
  Connection* second = nullptr;
};

class RelayBetweenSockets : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    events_.first = left_.socket.get();
    events_.second = right_.socket.get();
    relay_ = std::make_unique<Relay>(loop_, *left_.socket, *right_.socket, events_);
    relay_->start();
  }
  bool until_done() {
    return run_until(loop_, [this] { return events_.done.has_value(); });
  }

  Loop loop_;
  SocketAndPeer left_ = connected(loop_, GetParam()), right_ = connected(loop_, Kind::tcp);
  PassesResets events_;
  std::unique_ptr<Relay> relay_;
};

TEST_P(RelayBetweenSockets, CarriesBothDirectionsAtOnceThroughBackPressure) {
  const std::string there = random_bytes(8 * MiB, 1), back = random_bytes(8 * MiB, 2);
  std::string arrived_there, arrived_back;
  std::size_t sent_there = 0, sent_back = 0;
  const auto push = [](int fd, const std::string& data, std::size_t& sent) {
    if (sent == data.size()) return;
    const ssize_t count = ::write(fd, data.data() + sent, std::min(data.size() - sent, 256 * KiB));
    if (count > 0) sent += static_cast<std::size_t>(count);
    if (sent == data.size()) send_end(fd);
  };
  const auto pull = [](int fd, std::string& to) {
    if (bytes_waiting(fd) > 0) to += read_some(fd, 256 * KiB, Deadline()).bytes;
  };
  EXPECT_TRUE(run_until(loop_, [&] {
    push(left_.peer.get(), there, sent_there);
    push(right_.peer.get(), back, sent_back);
    pull(right_.peer.get(), arrived_there);
    pull(left_.peer.get(), arrived_back);
    return arrived_there.size() == there.size() && arrived_back.size() == back.size();
  }));
  EXPECT_TRUE(same_bytes(there, arrived_there));
  EXPECT_TRUE(same_bytes(back, arrived_back));
  EXPECT_TRUE(until_done());
  EXPECT_FALSE(events_.done->first.cause || events_.done->second.cause);
}

TEST_P(RelayBetweenSockets, PassesAResetOn) {
  const linger reset{1, 0};
  ::setsockopt(right_.peer.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
  right_.peer.reset();
  EXPECT_TRUE(until_done());
  EXPECT_EQ(events_.done->second.cause, connection_reset());
  relay_.reset();
  left_.socket.reset();
  run_for(loop_, Duration(5));
  char byte = 0;
  const ssize_t count = ::recv(left_.peer.get(), &byte, 1, MSG_DONTWAIT);
  if (GetParam() == Kind::tcp) {
    EXPECT_TRUE(count < 0 && errno == ECONNRESET);
  } else {
    EXPECT_EQ(count, 0) << "a Unix-domain socket closes";
  }
}

INSTANTIATE_TEST_SUITE_P(Over, RelayBetweenSockets, testing::Values(Kind::tcp, Kind::ipc),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace netkit::test
