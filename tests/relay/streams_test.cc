// SPDX-License-Identifier: MIT
// Relays and echo on real streams: sockets and the console.
#include <gtest/gtest.h>
#include <netkit/console/console.h>
#include <netkit/loop/loop.h>
#include <netkit/relay/console_relay.h>
#include <netkit/relay/echo.h>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "support/data.h"
#include "support/name_of.h"
#include "support/raw_socket.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

class RelayOverStreams : public testing::TestWithParam<Kind> {
 protected:
  void start(const ConsoleRelayOptions& options = {}) {
    relay_ = std::make_unique<ConsoleRelay>(loop_, *near_, *far_.socket, options,
                                            [this](const ConsoleRelayOutcome& outcome) {
                                              outcome_ = outcome;
                                              relay_.reset();
                                              near_.reset();
                                              far_.socket.reset();
                                            });
    relay_->start();
  }
  bool until_done() {
    return run_until(loop_, [this] { return outcome_.has_value(); });
  }

  Loop loop_;
  Pipe in_ = pipe_to_child(), out_ = pipe_from_child();
  SocketAndPeer far_ = connected(loop_, GetParam());
  std::unique_ptr<Console> near_ =
      std::make_unique<Console>(loop_, ConsoleOptions{in_.read.release(), out_.write.release()});
  std::unique_ptr<ConsoleRelay> relay_;
  std::optional<ConsoleRelayOutcome> outcome_;
};

ConsoleRelayOptions send_on() {
  ConsoleRelayOptions options;
  options.peer_end.after_peer_end = AfterPeerEnd::send_on;
  return options;
}

/// Writes and reads what goes through, without waiting.
class Flow {
 public:
  Flow(int from, int to, std::string data) : from_(from), to_(to), data_(std::move(data)) {}
  bool step() {
    if (sent_ < data_.size()) {
      const ssize_t count = ::write(from_, data_.data() + sent_, std::min(data_.size() - sent_, 256 * KiB));
      if (count > 0) sent_ += static_cast<std::size_t>(count);
    }
    if (bytes_waiting(to_) > 0) arrived_ += read_some(to_, 256 * KiB, Deadline()).bytes;
    return arrived_.size() >= data_.size();
  }
  testing::AssertionResult whole() const { return same_bytes(data_, arrived_); }

 private:
  int from_, to_;
  std::string data_, arrived_;
  std::size_t sent_ = 0;
};

TEST_P(RelayOverStreams, CarriesBothDirectionsAtOnce) {
  start();
  Flow out(in_.write.get(), far_.peer.get(), random_bytes(8 * MiB, 1));
  Flow back(far_.peer.get(), out_.read.get(), random_bytes(8 * MiB, 2));
  EXPECT_TRUE(run_until(loop_, [&] {
    const bool there = out.step();
    return back.step() && there;
  }));
  EXPECT_TRUE(out.whole());
  EXPECT_TRUE(back.whole());
  in_.write.reset();
  send_end(far_.peer.get());
  EXPECT_TRUE(until_done());
  EXPECT_EQ(outcome_->kind, ConsoleRelayOutcome::Kind::complete);
  EXPECT_EQ(read_to_end(far_.peer.get()).bytes, "");
  EXPECT_EQ(read_to_end(out_.read.get()).bytes, "");
}

TEST_P(RelayOverStreams, SendsTheInputsEndThoughTheOutputWasClosedLongBefore) {
  start(send_on());
  send_end(far_.peer.get());
  EXPECT_EQ(read_while_running(loop_, out_.read.get()), "");
  write_all(in_.write.get(), "late");
  in_.write.reset();
  EXPECT_EQ(read_while_running(loop_, far_.peer.get()), "late");
  EXPECT_TRUE(until_done());
  EXPECT_EQ(outcome_->kind, ConsoleRelayOutcome::Kind::complete);
}

TEST_P(RelayOverStreams, ReportsThatTheOutputsReaderHasGone) {
  start();
  out_.read.reset();
  write_all(far_.peer.get(), "answer");
  EXPECT_TRUE(until_done());
  EXPECT_EQ(outcome_->kind, ConsoleRelayOutcome::Kind::output_failed);
  EXPECT_EQ(outcome_->cause, std::errc::broken_pipe);
}

TEST_P(RelayOverStreams, ReportsThatThePeerTookNothingMore) {
  start(send_on());
  far_.peer.reset();
  EXPECT_TRUE(run_until(loop_, [&] {
    if (!outcome_) std::ignore = ::write(in_.write.get(), "x", 1);
    return outcome_.has_value();
  }));
  EXPECT_EQ(outcome_->kind, ConsoleRelayOutcome::Kind::peer_lost);
}

TEST_P(RelayOverStreams, MayBeDestroyedInTheMiddle) {
  start();
  write_until_blocked(in_.write.get(), random_bytes(1 * MiB));
  write_until_blocked(far_.peer.get(), random_bytes(1 * MiB));
  run_for(loop_, Duration(10));
  relay_.reset();
  near_.reset();
  far_.socket.reset();
}

INSTANTIATE_TEST_SUITE_P(Over, RelayOverStreams, testing::Values(Kind::tcp, Kind::ipc), NameOf());

class EchoOverSockets : public testing::TestWithParam<Kind> {};

TEST_P(EchoOverSockets, ReturnsEverything) {
  Loop loop;
  SocketAndPeer it = connected(loop, GetParam());
  std::optional<std::error_code> cause;
  std::unique_ptr<Echo> echo;
  echo = std::make_unique<Echo>(*it.socket, [&](std::error_code how) {
    cause = how;
    echo.reset();
    it.socket.reset();
  });
  echo->start(as_bytes("hello"));
  EXPECT_EQ(read_exactly(it.peer.get(), 5).bytes, "hello");
  Flow flow(it.peer.get(), it.peer.get(), random_bytes(8 * MiB));
  EXPECT_TRUE(run_until(loop, [&] { return flow.step(); }));
  EXPECT_TRUE(flow.whole());
  send_end(it.peer.get());
  EXPECT_TRUE(run_until(loop, [&] { return cause.has_value(); }));
  EXPECT_FALSE(*cause);
}

INSTANTIATE_TEST_SUITE_P(Over, EchoOverSockets, testing::Values(Kind::tcp, Kind::ipc), NameOf());

}  // namespace
}  // namespace netkit::test
