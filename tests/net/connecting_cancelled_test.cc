// SPDX-License-Identifier: MIT
// A Socket may be destroyed at any time while it connects, and nothing is left of it.
#include <gtest/gtest.h>

#include "connect/hanging_listener.h"
#include "support/io_fixtures.h"
#include "trace.h"

namespace netkit::test {

using namespace net;
namespace {

/// A name with an address that refuses and two that are silent.
class ConnectingCancelled : public testing::Test {
 protected:
  ConnectingCancelled() {
    for (const char* one : {"127.0.0.4", "127.0.0.2", "127.0.0.3"}) resolver_.answer("h.test", address(one));
    dial(loop_, address_of(unused_where(Transport::tcp4)));  // the loop has all that it needs
  }
  void connect(const ConnectOptions& options) {
    socket_ = std::make_unique<Socket>(loop_);
    trace_ = std::make_unique<Trace>(*socket_);
    ASSERT_TRUE(socket_->connect(options));
  }
  ConnectOptions named() {
    ConnectOptions options = to(one_.address().port, "h.test");
    options.resolver = &resolver_;
    options.attempt_timeout = Duration(10);
    return options;
  }
  /// Destroyed from within this event.
  void destroyed_in(const std::string& event, const ConnectOptions& options) {
    connect(options);
    trace_->then = [this, event](std::string_view told) {
      if (told == event) socket_.reset();
    };
    EXPECT_TRUE(run_until(loop_, [this] { return socket_ == nullptr; })) << event;
    loop_.run();
  }

  Loop loop_;
  Resolver resolver_{loop_};
  HangingListener one_{"127.0.0.2"};
  std::unique_ptr<Socket> socket_;
  std::unique_ptr<Trace> trace_;
};

// Before it starts, after the look-up, during the first attempt, the second, and the last.
TEST_F(ConnectingCancelled, LeavesNothingInAnyPhase) {
  const std::size_t all_of_it = 8;
  for (std::size_t phase = 0; phase <= all_of_it; ++phase) {
    const auto before = open_descriptors();
    connect(named());
    EXPECT_TRUE(run_until(loop_, [&] { return trace_->lines.size() >= phase; })) << phase;
    socket_.reset();
    const auto told = trace_->lines;
    loop_.run();
    EXPECT_EQ(trace_->lines, told) << phase;
    EXPECT_EQ(open_descriptors(), before) << phase;
  }
}

TEST_F(ConnectingCancelled, LeavesNothingIfTheSystemIsAsked) {
  connect(to(1, "localhost"));
  EXPECT_TRUE(run_until(loop_, [this] { return loop_.lookups_running() > 0 || trace_->closed; }));
  socket_.reset();
  const auto told = trace_->lines;
  loop_.run();
  EXPECT_EQ(trace_->lines, told);
}

TEST_F(ConnectingCancelled, MayHappenInEachEventOfASuccess) {
  const RawListener listener(Transport::tcp4);
  const auto before = open_descriptors();
  for (const char* event : {"connect", "ready"}) {
    destroyed_in(event, to(listener.where().port));
    EXPECT_EQ(open_descriptors(), before) << event;
  }
}

TEST_F(ConnectingCancelled, MayHappenInEachEventOfAFailure) {
  const auto before = open_descriptors();
  for (const char* event : {"error", "close"}) {
    destroyed_in(event, to(unused_where(Transport::tcp4).port));
    EXPECT_EQ(open_descriptors(), before) << event;
  }
}

TEST_F(ConnectingCancelled, MayHappenInTheCallbackOfAWriteThatWasNotSent) {
  connect(named());
  socket_->write("lost", [this](const auto& error) {
    EXPECT_TRUE(error);
    socket_.reset();
  });
  socket_->destroy();
  EXPECT_TRUE(run_until(loop_, [this] { return socket_ == nullptr; }));
  loop_.run();
  EXPECT_FALSE(trace_->closed);
}

// destroy() in place of destroying: "close" without an error, from the loop.
TEST_F(ConnectingCancelled, IsReportedIfTheSocketIsKept) {
  for (std::size_t phase = 0; phase <= 5; ++phase) {
    connect(named());
    EXPECT_TRUE(run_until(loop_, [&] { return trace_->lines.size() >= phase; })) << phase;
    socket_->destroy();
    EXPECT_FALSE(trace_->closed);
    EXPECT_TRUE(run_until(loop_, [this] { return trace_->closed; }));
    EXPECT_EQ(trace_->lines.back(), "close false");
    EXPECT_FALSE(socket_->connecting());
  }
}

}  // namespace
}  // namespace netkit::test
