// SPDX-License-Identifier: MIT
// One test a promise: what may be destroyed, and when. The sanitizers do the asserting.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netkit/console/console.h>
#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/signals.h>
#include <netkit/loop/timer.h>
#include <netkit/socket/resolver.h>
#include <sys/epoll.h>

#include <csignal>
#include <memory>
#include <optional>
#include <string>

#include "support/data.h"
#include "support/io_fixtures.h"
#include "support/name_of.h"
#include "support/raw_socket.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

/// A socket that is destroyed, listener and all, by the first event of the kind.
class SocketLifetimeTest : public testing::TestWithParam<Kind> {
 protected:
  void destroy_in(std::string_view event) {
    it_.heard->then = [this, event](std::string_view heard) {
      if (heard != event) return;
      gone_ = true;
      it_.socket.reset();
      it_.heard.reset();
    };
  }
  void expect_gone() {
    EXPECT_TRUE(run_until(loop_, [&] { return gone_; }));
    run_for(loop_, Duration(5));
  }

  Loop loop_;
  SocketAndPeer it_ = started(loop_, GetParam());
  bool gone_ = false;
};

TEST_P(SocketLifetimeTest, MayEndInOnData) {
  destroy_in("data");
  write_all(it_.peer.get(), random_bytes(150 * KiB));
  expect_gone();
}

TEST_P(SocketLifetimeTest, MayEndInOnEnd) {
  destroy_in("end");
  send_end(it_.peer.get());
  expect_gone();
}

TEST_P(SocketLifetimeTest, MayEndInOnDrain) {
  destroy_in("drain");
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  read_while_running(loop_, it_.peer.get());
  expect_gone();
}

TEST_P(SocketLifetimeTest, MayEndInOnFinish) {
  destroy_in("finish");
  it_.socket->end();
  expect_gone();
}

TEST_P(SocketLifetimeTest, MayEndInOnFinishWithACause) {
  destroy_in("finish");
  it_.socket->pause();
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  it_.peer.reset();
  expect_gone();
}

TEST_P(SocketLifetimeTest, MayEndInOnClose) {
  destroy_in("close");
  send_end(it_.peer.get());
  it_.socket->end();
  expect_gone();
}

TEST_P(SocketLifetimeTest, MayEndInOnCloseAfterDestroySoon) {
  destroy_in("close");
  it_.socket->write(as_bytes(random_bytes(3 * MiB)));
  it_.socket->destroy_soon();
  read_while_running(loop_, it_.peer.get());
  expect_gone();
}

TEST_P(SocketLifetimeTest, MayEndWithAWriteInFlight) {
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  run_for(loop_, Duration(5));
  ASSERT_GT(it_.socket->queued(), 0U);
  it_.socket.reset();
  it_.heard.reset();
  run_for(loop_, Duration(5));
}

TEST_P(SocketLifetimeTest, MayEndWithAShutdownInFlight) {
  it_.socket->end();
  it_.socket.reset();
  it_.heard.reset();
  run_for(loop_, Duration(5));
}

TEST_P(SocketLifetimeTest, MayEndJustBeforeTheLoop) {
  it_.socket->write(as_bytes(random_bytes(8 * MiB)));
  it_.socket->end();
  it_.socket.reset();
}

INSTANTIATE_TEST_SUITE_P(Over, SocketLifetimeTest, testing::Values(Kind::tcp, Kind::ipc), NameOf());

TEST(TcpLifetime, MayEndInOnCloseOfAReset) {
  Loop loop;
  SocketAndPeer it = started(loop, Kind::tcp);
  it.heard->then = [&](std::string_view) {
    it.socket.reset();
    it.heard.reset();
  };
  it.socket->write(as_bytes(random_bytes(8 * MiB)));
  reset(std::move(it.peer));
  EXPECT_TRUE(run_until(loop, [&] { return it.socket == nullptr; }));
  run_for(loop, Duration(5));
}

TEST(TcpLifetime, MayEndWhileItWaitsForAnAcknowledgement) {
  Loop loop;
  SocketAndPeer it = started(loop, Kind::tcp);
  send_end(it.peer.get());
  while (it.socket->queued() == 0) it.socket->write(as_bytes(random_bytes(64 * KiB)));
  read_exactly(it.peer.get(), it.socket->queued());
  it.socket->destroy_soon();
  run_for(loop, Duration(20));
  it.socket.reset();
  it.heard.reset();
  run_for(loop, Duration(5));
}

/// A console that is destroyed, listener and all, by the first event of the kind.
class ConsoleLifetimeTest : public testing::Test {
 protected:
  void start(std::string_view until) {
    console_ =
        std::make_unique<Console>(loop_, ConsoleOptions{in_.read.release(), out_.write.release(), 64 * KiB});
    heard_->then = [this, until](std::string_view event) {
      if (event != until) return;
      console_.reset();
      heard_.reset();
    };
    console_->start(*heard_);
  }
  void expect_gone() {
    EXPECT_TRUE(run_until(loop_, [&] { return console_ == nullptr; }));
    run_for(loop_, Duration(5));
  }

  Loop loop_;
  Pipe in_ = pipe_to_child(), out_ = pipe_from_child();
  std::unique_ptr<Recorder> heard_ = std::make_unique<Recorder>();
  std::unique_ptr<Console> console_;
};

TEST_F(ConsoleLifetimeTest, MayEndInOnData) {
  start("data");
  write_all(in_.write.get(), "x");
  expect_gone();
}

TEST_F(ConsoleLifetimeTest, MayEndInOnEnd) {
  start("end");
  in_.write.reset();
  expect_gone();
}

TEST_F(ConsoleLifetimeTest, MayEndInOnDrain) {
  start("drain");
  console_->write(as_bytes(std::string(1 * MiB, 'x')));
  EXPECT_EQ(read_while_running(loop_, out_.read.get()).size(), 1 * MiB);
  expect_gone();
}

TEST_F(ConsoleLifetimeTest, MayEndInOnFinish) {
  start("finish");
  console_->end();
  expect_gone();
}

TEST_F(ConsoleLifetimeTest, MayEndInOnFinishWithACause) {
  start("finish");
  out_.read.reset();
  console_->write(as_bytes("x"));
  expect_gone();
}

TEST_F(ConsoleLifetimeTest, MayEndInOnCloseWithACause) {
  in_.read = open_file("/", O_RDONLY | O_DIRECTORY);
  start("close");
  expect_gone();
}

TEST_F(ConsoleLifetimeTest, MayEndWithBytesQueued) {
  start("never");
  console_->write(as_bytes(std::string(1 * MiB, 'x')));
  console_->end();
  console_.reset();
  run_for(loop_, Duration(5));
}

/// Everything there is, in the middle of its work, goes before the loop without its having run.
TEST(Lifetime, EndsBeforeTheLoopWithoutARound) {
  Loop loop;
  const RawListener listener(Transport::tcp4);
  Accepted accepted;
  const auto nothing = [](const auto&) { FAIL(); };
  const auto server =
      Acceptor::listen(loop, std::move(*BoundSocket::tcp(address("127.0.0.1"), {})), {}, accepted);
  const auto dial = Dial::tcp(loop, address_of(listener.where()), {}, {}, nothing);
  Resolver resolver(loop);
  const auto lookup = resolver.look_up({"localhost", {}, {}}, nothing);
  const Signals signals(loop, {SIGUSR1}, nothing);
  Timer timer(loop, [] { FAIL(); });
  timer.start(Duration(0));
  Pipe pipe = pipe_between_children();
  FdWatcher readiness(loop, pipe.write.get(), [] { FAIL(); });
  readiness.watch(EPOLLOUT);
}

}  // namespace
}  // namespace netkit::test
