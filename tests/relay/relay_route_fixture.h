// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netkit/console/console.h>
#include <netkit/loop/loop.h>
#include <netkit/relay/console_relay.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plain_stream.h"
#include "support/data.h"
#include "support/recorder.h"

namespace netkit::test {

using Outcome = ConsoleRelayOutcome::Kind;
using Routes = std::vector<Route>;

/// A relay between two real descriptors and a real socket.
class RelayRouteTest : public testing::Test {
 protected:
  enum class Way { by_the_kernel, plain };

  /// The console gets duplicates, as if a shell had kept the originals.
  void start(Way way, int input, int output, Kind kind) {
    RawPair pair = raw_pair(kind);
    SocketOptions options;
    if (small_buffer_) {
      options.early.send_buffer = 1;
      EXPECT_FALSE(internal::apply_early(pair.other.get(), options.early));
    }
    far_.peer = std::move(pair.one);
    far_descriptor_ = pair.other.get();
    far_.socket = *StreamSocket::adopt(loop_, std::move(pair.other), options);
    const ConsoleOptions both{duplicate(input).release(), duplicate(output).release()};
    near_ = std::make_unique<Console>(loop_, both);
    plain_ = std::make_unique<PlainStream>(*far_.socket);
    Stream& far = way == Way::plain ? static_cast<Stream&>(*plain_) : *far_.socket;
    relay_ =
        std::make_unique<ConsoleRelay>(loop_, *near_, far, ConsoleRelayOptions{},
                                       [this](const ConsoleRelayOutcome& outcome) { outcome_ = outcome; });
    relay_->on_input_route([this](Route route) { input_routes_.push_back(route); });
    relay_->on_output_route([this](Route route) { output_routes_.push_back(route); });
    relay_->start();
  }
  bool until_done() {
    return run_until(loop_, [this] { return outcome_.has_value(); });
  }
  void expect_done(Outcome kind) {
    ASSERT_TRUE(until_done());
    EXPECT_EQ(outcome_->kind, kind);
  }

  bool small_buffer_ = false;  ///< whether the socket has a small send buffer; to be set before start()
  Loop loop_;
  SocketAndPeer far_;
  int far_descriptor_ = -1;  ///< of the socket
  std::unique_ptr<Console> near_;
  std::unique_ptr<PlainStream> plain_;
  std::unique_ptr<ConsoleRelay> relay_;
  std::optional<ConsoleRelayOutcome> outcome_;
  Routes input_routes_, output_routes_;  ///< the reported ones: the plain one at first is not
};

/// As many bytes at once as make a lane start its pump.
inline const std::string much(16 * KiB, 'x');

/// Writes into a descriptor while a loop runs, then closes it.
class Feed {
 public:
  Feed(UniqueFd to, std::string data) : to_(std::move(to)), data_(std::move(data)) {}
  void step() {
    if (!to_) return;
    const ssize_t count = ::write(to_.get(), data_.data() + done_, std::min(data_.size() - done_, most_));
    if (count > 0) done_ += static_cast<std::size_t>(count);
    if (done_ == data_.size()) to_.reset();
  }
  void at_most(std::size_t bytes) { most_ = bytes; }
  std::size_t taken() const { return done_; }

 private:
  UniqueFd to_;
  std::string data_;
  std::size_t done_ = 0, most_ = 256 * KiB;
};

/// Reads a descriptor while a loop runs.
class Catch {
 public:
  /// Whether it has come to the end.
  bool step(int from) {
    static std::array<char, 64 * KiB> space;
    for (;;) {
      const ssize_t count = ::read(from, space.data(), std::min(space.size(), most_));
      if (count <= 0) return over_ = over_ || count == 0;
      all_.append(space.data(), static_cast<std::size_t>(count));
      if (most_ < space.size()) return over_;
    }
  }
  void at_most(std::size_t bytes) { most_ = bytes; }
  const std::string& all() const { return all_; }

 private:
  std::string all_;
  std::size_t most_ = 64 * KiB;
  bool over_ = false;
};

}  // namespace netkit::test
