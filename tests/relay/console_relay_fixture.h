// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>
#include <netkit/relay/console_relay.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>

#include "support/loop_run.h"
#include "support/memory_stream.h"

namespace netkit::test {

using Outcome = ConsoleRelayOutcome::Kind;

inline std::error_code broken_pipe() {
  return errno_error(EPIPE);
}
inline std::error_code connection_reset() {
  return errno_error(ECONNRESET);
}

/// A relay between two streams in memory; the test controls their other sides.
class ConsoleRelayInMemory : public testing::Test {
 protected:
  void start(const ConsoleRelayOptions& options) {
    relay_ = std::make_unique<ConsoleRelay>(loop_, *near_, *far_, options,
                                            [this](const ConsoleRelayOutcome& outcome) {
                                              ++times_done_;
                                              outcome_ = outcome;
                                            });
    relay_->start();
    settle();
  }
  void start(AfterPeerEnd after_peer_end) {
    ConsoleRelayOptions options;
    options.peer_end.after_peer_end = after_peer_end;
    start(options);
  }

  void settle() { test::settle({&user_, &peer_}); }
  bool done() const { return times_done_ > 0; }
  bool until_done() {
    return run_until(loop_, [this] {
      settle();
      return done();
    });
  }
  /// Lets time pass, so that timers fire.
  void pass(Duration duration) {
    run_until(
        loop_,
        [this] {
          settle();
          return false;
        },
        duration);
  }

  void expect_done(Outcome kind) {
    ASSERT_EQ(times_done_, 1);
    EXPECT_EQ(outcome_->kind, kind);
  }

  MemoryPeer user_;  ///< at the console: sends our input, receives the output
  MemoryPeer peer_;  ///< at the other end of the connection
  Loop loop_;
  std::unique_ptr<Stream> near_ = user_.open(), far_ = peer_.open();
  std::unique_ptr<ConsoleRelay> relay_;
  int times_done_ = 0;
  std::optional<ConsoleRelayOutcome> outcome_;
};

}  // namespace netkit::test
