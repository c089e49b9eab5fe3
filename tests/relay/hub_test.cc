// SPDX-License-Identifier: MIT
#include <netkit/relay/hub.h>

#include <gtest/gtest.h>
#include <netkit/loop/uv_error.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include "support/memory_stream.h"

namespace netkit::test {
namespace {

const std::string much = "more than the high-water mark";

class HubTest : public testing::Test {
 protected:
  void start(const HubOptions& options = {}) {
    hub_ = std::make_unique<Hub>(*near_, options, [this](std::error_code cause) {
      ++times_over_;
      over_ = cause;
    });
    hub_->start();
  }
  /// Adds the client with this number.
  void add(std::size_t number) {
    Client& client = clients_.at(number);
    client.stream = client.peer.open();
    hub_->add(*client.stream, [&client](std::error_code cause) {
      client.departed = true;
      client.cause = cause;
      client.stream.reset();
    });
    settle();
  }
  void start_with_two() {
    start();
    add(0);
    add(1);
  }
  MemoryPeer& peer(std::size_t number) { return clients_.at(number).peer; }
  void settle() {
    for (bool more = true; more;) {
      more = user_.turn();
      for (Client& client : clients_) more = client.peer.turn() || more;
    }
  }

  struct Client {
    MemoryPeer peer;
    std::unique_ptr<Stream> stream;
    bool departed = false;
    std::error_code cause;
  };

  MemoryPeer user_;
  std::unique_ptr<Stream> near_ = user_.open();
  std::array<Client, 3> clients_;
  int times_over_ = 0;
  std::error_code over_;
  std::unique_ptr<Hub> hub_;
};

TEST_F(HubTest, SendsTheInputToEveryClient) {
  start_with_two();
  user_.send("news");
  settle();
  EXPECT_EQ(peer(0).received(), "news");
  EXPECT_EQ(peer(1).received(), "news");
  EXPECT_EQ(hub_->clients(), 2U);
}

TEST_F(HubTest, WritesWhatAnyClientSendsToTheOutput) {
  start_with_two();
  peer(0).send("one,");
  settle();
  peer(1).send("two,");
  settle();
  EXPECT_EQ(user_.received(), "one,two,");
  EXPECT_EQ(peer(0).received(), "") << "clients do not receive from each other";
}

TEST_F(HubTest, ReadsNoInputWithoutClients) {
  start();
  user_.send("news");
  settle();
  EXPECT_EQ(user_.not_read(), 1U);
  add(0);
  settle();
  EXPECT_EQ(peer(0).received(), "news");
  peer(0).send_end();
  settle();
  EXPECT_EQ(hub_->clients(), 0U);
  user_.send("more");
  settle();
  EXPECT_EQ(user_.not_read(), 1U);
}

TEST_F(HubTest, ReadsInputAtThePaceOfTheSlowest) {
  start_with_two();
  peer(1).hold();
  user_.send(much);
  user_.send("more");
  settle();
  EXPECT_TRUE(user_.paused());
  EXPECT_EQ(peer(0).received(), much);
  peer(1).let_go();
  settle();
  EXPECT_EQ(peer(0).received(), much + "more");
  EXPECT_EQ(peer(1).received(), much + "more");
}

TEST_F(HubTest, WaitsForAllClientsWhoseQueueIsFull) {
  start_with_two();
  peer(0).hold();
  peer(1).hold();
  user_.send(much);
  user_.send("more");
  settle();
  peer(0).let_go();
  settle();
  EXPECT_EQ(user_.not_read(), 1U);
  peer(1).let_go();
  settle();
  EXPECT_EQ(user_.not_read(), 0U);
}

TEST_F(HubTest, GoesOnWhenTheSlowestHasLeft) {
  start_with_two();
  peer(1).hold();
  user_.send(much);
  user_.send("more");
  settle();
  peer(1).break_all(errno_error(ECONNRESET));
  settle();
  EXPECT_TRUE(clients_[1].departed);
  EXPECT_EQ(clients_[1].cause, std::errc::connection_reset);
  EXPECT_EQ(peer(0).received(), much + "more");
}

TEST_F(HubTest, GoesOnWhenTheSlowestIsRemoved) {
  start_with_two();
  peer(1).hold();
  user_.send(much);
  user_.send("more");
  settle();
  hub_->remove(*clients_[1].stream);
  clients_[1].stream.reset();
  settle();
  EXPECT_FALSE(clients_[1].departed);
  EXPECT_EQ(peer(0).received(), much + "more");
}

TEST_F(HubTest, GoesOnWhenTheSlowestTakesNoMore) {
  start_with_two();
  peer(1).hold();
  user_.send(much);
  user_.send("more");
  settle();
  peer(1).break_writing(errno_error(EPIPE));
  settle();
  EXPECT_EQ(peer(0).received(), much + "more");
  EXPECT_FALSE(clients_[1].departed) << "it may have more to say";
  peer(1).send("last words");
  peer(1).send_end();
  settle();
  EXPECT_EQ(user_.received(), "last words");
  EXPECT_TRUE(clients_[1].departed);
  EXPECT_EQ(clients_[1].cause, std::errc::broken_pipe);
}

TEST_F(HubTest, PausesAllClientsWhileTheOutputIsFull) {
  start_with_two();
  user_.hold();
  peer(0).send(much);
  peer(0).send("more");
  peer(1).send("more");
  for (int i = 0; i < 2; ++i) peer(0).turn();
  settle();
  EXPECT_TRUE(peer(0).paused());
  EXPECT_TRUE(peer(1).paused());
  add(2);
  EXPECT_TRUE(peer(2).paused()) << "newcomers too";
  user_.let_go();
  settle();
  EXPECT_EQ(user_.received().size(), much.size() + 2 * 4);
  EXPECT_FALSE(peer(2).paused());
}

TEST_F(HubTest, DoesNotReadFromAClientThatTakesNoMoreWhileTheOutputIsFull) {
  start_with_two();
  user_.hold();
  peer(0).send(much);
  settle();
  peer(0).break_writing(errno_error(EPIPE));
  settle();
  peer(0).send("more");
  settle();
  EXPECT_EQ(peer(0).not_read(), 1U);
  user_.let_go();
  settle();
  EXPECT_EQ(user_.received(), much + "more");
}

TEST_F(HubTest, DropsWhatClientsSendIfAskedTo) {
  HubOptions options;
  options.discard_received = true;
  start(options);
  add(0);
  user_.hold();
  for (int i = 0; i < 3; ++i) peer(0).send(much);
  settle();
  EXPECT_EQ(peer(0).not_read(), 0U);
  EXPECT_EQ(user_.queued(), 0U);
}

TEST_F(HubTest, DoesNotReadInputIfAskedNotTo) {
  HubOptions options;
  options.read_input = false;
  start(options);
  add(0);
  user_.send("news");
  settle();
  EXPECT_EQ(user_.not_read(), 1U);
}

TEST_F(HubTest, EndsNoClientWithTheInput) {
  start_with_two();
  user_.send("news");
  user_.send_end();
  settle();
  EXPECT_FALSE(peer(0).got_end());
  peer(0).send("still here");
  settle();
  EXPECT_EQ(user_.received(), "still here");
  peer(0).send_end();
  settle();
  EXPECT_TRUE(clients_[0].departed);
  EXPECT_FALSE(clients_[0].cause);
  EXPECT_FALSE(clients_[1].departed);
  EXPECT_EQ(times_over_, 0);
}

TEST_F(HubTest, EndsAClientThatHasEndedAfterAllThatIsQueuedForIt) {
  start_with_two();
  peer(0).hold();
  user_.send("news");
  settle();
  peer(0).send_end();
  settle();
  EXPECT_FALSE(clients_[0].departed);
  peer(0).let_go();
  settle();
  EXPECT_EQ(peer(0).received(), "news");
  EXPECT_TRUE(clients_[0].departed);
}

TEST_F(HubTest, ReadsNoInputWhileItsOnlyClientHasEnded) {
  start();
  add(0);
  peer(0).hold();
  user_.send("queued");
  settle();
  peer(0).send_end();
  settle();
  user_.send("for the next");
  settle();
  EXPECT_EQ(user_.not_read(), 1U) << "the client that has ended would not get it";
  add(1);
  EXPECT_EQ(peer(1).received(), "for the next");
}

TEST_F(HubTest, EndsAllClientsIfAskedTo) {
  start_with_two();
  hub_->end_all();
  user_.send("not read");
  settle();
  EXPECT_TRUE(peer(0).got_end());
  EXPECT_TRUE(peer(1).got_end());
  EXPECT_EQ(user_.not_read(), 1U);
  peer(0).send("last words");
  peer(0).send_end();
  settle();
  EXPECT_EQ(user_.received(), "last words");
  EXPECT_EQ(hub_->clients(), 1U);
}

TEST_F(HubTest, ReportsThatTheOutputHasEnded) {
  start();
  near_->end();
  settle();
  EXPECT_EQ(times_over_, 1);
  EXPECT_FALSE(over_);
}

TEST_F(HubTest, ReportsThatTheOutputHasFailed) {
  start_with_two();
  user_.break_writing(errno_error(ENOSPC));
  settle();
  EXPECT_EQ(times_over_, 1);
  EXPECT_EQ(over_, std::errc::no_space_on_device);
}

TEST_F(HubTest, ReportsThatTheInputHasFailed) {
  start_with_two();
  user_.break_all(errno_error(EIO));
  settle();
  EXPECT_EQ(times_over_, 1);
  EXPECT_EQ(over_, std::errc::io_error);
}

TEST_F(HubTest, ReportsItsEndOnlyOnce) {
  start_with_two();
  user_.break_writing(errno_error(ENOSPC));
  settle();
  user_.break_all(errno_error(EIO));
  settle();
  EXPECT_EQ(times_over_, 1);
}

TEST_F(HubTest, MayBeDestroyedWhenItReportsItsEnd) {
  const std::string note = "a text that is too long to be stored inside";
  std::string trace;
  hub_ = std::make_unique<Hub>(*near_, HubOptions{}, [&, note](std::error_code) {
    hub_.reset();
    near_.reset();
    trace = note;
  });
  hub_->start();
  user_.break_writing(errno_error(ENOSPC));
  settle();
  EXPECT_EQ(trace, note);
}

TEST_F(HubTest, LetsAClientThatDepartsDestroyTheHub) {
  start();
  clients_[0].stream = peer(0).open();
  hub_->add(*clients_[0].stream, [this](std::error_code) {
    hub_.reset();
    clients_[0].stream.reset();
  });
  peer(0).send_end();
  settle();
  EXPECT_EQ(hub_, nullptr);
}

}  // namespace
}  // namespace netkit::test
