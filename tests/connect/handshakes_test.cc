// SPDX-License-Identifier: MIT
// A list of handshakes, with one of the test's own: it reads a line, and agrees if it is the right one.
#include <netkit/connect/handshakes.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/timer.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/acceptor.h>
#include <netkit/socket/dial.h>

#include <cerrno>
#include <optional>
#include <string>

#include "support/data.h"
#include "support/io_fixtures.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

constexpr std::size_t longest_line = 32;

/// Reads a line within a time and a bound; what comes behind it is put back.
class LineHandshake final : public Handshake, private Stream::Listener {
 public:
  LineHandshake(Loop& loop, std::string wanted, Duration limit)
      : wanted_(std::move(wanted)), limit_(limit), timer_(loop, [this] { fail(ETIMEDOUT); }) {}

  void start(std::unique_ptr<Connection> connection, Done done) override {
    line_.clear();
    connection_ = std::move(connection);
    done_ = std::move(done);
    timer_.start(limit_);
    connection_->start(*this);
    connection_->resume();
  }

 private:
  void on_data(Bytes bytes) override {
    const std::string_view text = as_text(bytes);
    const auto end = text.find('\n');
    line_ += text.substr(0, end);
    if (line_.size() > longest_line) return fail(EMSGSIZE);
    if (end == std::string_view::npos) return;
    if (line_ != wanted_) return fail(EPROTO);
    connection_->pause();
    connection_->unread(bytes.subspan(end + 1));
    timer_.stop();
    finish(std::move(connection_));
  }
  void on_end() override { fail(ECONNRESET); }
  void on_drain() override {}
  void on_finish(std::error_code) override {}
  void on_close(std::error_code) override { fail(ECONNRESET); }

  void fail(int number) {
    timer_.stop();
    connection_.reset();
    finish(std::unexpected(step_error(errno_error(number), "handshake")));
  }
  void finish(Result result) {
    auto done = std::move(done_);
    done(std::move(result));
  }

  std::string wanted_, line_;
  Duration limit_;
  std::unique_ptr<Connection> connection_;
  Done done_;
  Timer timer_;
};

/// A list of them, and a raw end that talks to it.
class HandshakesTest : public testing::Test {
 protected:
  void run(std::vector<std::string> lines, Duration limit = std::chrono::hours(1)) {
    Handshakes::List list;
    for (std::string& line : lines)
      list.push_back(std::make_unique<LineHandshake>(loop_, std::move(line), limit));
    handshakes_ = std::make_unique<Handshakes>(std::move(list));
    handshakes_->start(std::move(it_.socket), [this](Handshake::Result result) {
      handshakes_.reset();
      result_ = std::move(result);
    });
  }
  bool until_done() {
    return run_until(loop_, [this] { return result_.has_value(); });
  }
  std::string read_from_the_connection(std::size_t size) {
    (*result_).value()->start(recorder_);
    (*result_).value()->resume();
    EXPECT_TRUE(run_until(loop_, [&] { return recorder_.received.size() >= size; }));
    return recorder_.received;
  }

  Loop loop_;
  SocketAndPeer it_ = connected(loop_, Kind::tcp);
  std::unique_ptr<Handshakes> handshakes_;
  Recorder recorder_;
  std::optional<Handshake::Result> result_;
};

TEST_F(HandshakesTest, GiveTheConnectionAtOnceWhereThereAreNone) {
  run({});
  ASSERT_TRUE(result_ && *result_);
  write_all(it_.peer.get(), "payload");
  EXPECT_EQ(read_from_the_connection(7), "payload");
}

TEST_F(HandshakesTest, HandOnBytesThatCameEarly) {
  write_all(it_.peer.get(), "hello\npayload");
  run({"hello"});
  ASSERT_TRUE(until_done() && *result_);
  EXPECT_EQ(read_from_the_connection(7), "payload");
  EXPECT_EQ((*result_).value()->bytes_read(), 13U) << "each byte is counted once";
  write_all(it_.peer.get(), " and more");
  EXPECT_EQ(read_from_the_connection(16), "payload and more");
}

TEST_F(HandshakesTest, RunInOrderOnTheConnectionThatTheOneBeforeGave) {
  write_all(it_.peer.get(), "one\ntwo\nthree\npayload");
  run({"one", "two", "three"});
  ASSERT_TRUE(until_done() && *result_);
  EXPECT_EQ(read_from_the_connection(7), "payload");
}

TEST_F(HandshakesTest, WaitForBytesThatAreStillToCome) {
  run({"hello"});
  write_all(it_.peer.get(), "hel");
  run_for(loop_, Duration(5));
  EXPECT_FALSE(result_);
  write_all(it_.peer.get(), "lo\n");
  ASSERT_TRUE(until_done());
  EXPECT_TRUE(result_->has_value());
}

TEST_F(HandshakesTest, EndWithTheFirstErrorAndTheConnectionIsClosed) {
  write_all(it_.peer.get(), "one\nwrong\n");
  run({"one", "two", "three"});
  ASSERT_TRUE(until_done());
  EXPECT_EQ(result_->error().message, "handshake EPROTO");
  EXPECT_EQ(read_while_running(loop_, it_.peer.get()), "");
}

TEST_F(HandshakesTest, KeepToTheirTime) {
  run({"hello"}, Duration(20));
  ASSERT_TRUE(until_done());
  EXPECT_EQ(result_->error().message, "handshake ETIMEDOUT");
}

TEST_F(HandshakesTest, KeepToTheirBound) {
  run({"hello"});
  write_all(it_.peer.get(), std::string(longest_line + 1, 'x'));
  ASSERT_TRUE(until_done());
  EXPECT_EQ(result_->error().message, "handshake EMSGSIZE");
}

TEST_F(HandshakesTest, ReportAPeerThatLeaves) {
  run({"hello"});
  it_.peer.reset();
  ASSERT_TRUE(until_done());
  EXPECT_EQ(result_->error().message, "handshake ECONNRESET");
}

TEST_F(HandshakesTest, MayBeDestroyedWhileTheyRun) {
  run({"hello"});
  run_for(loop_, Duration(2));
  handshakes_.reset();
  EXPECT_EQ(read_while_running(loop_, it_.peer.get()), "");
  EXPECT_FALSE(result_);
}

/// After accept and after dial: each end waits for a line of the other's.
TEST(HandshakesOfBothEnds, RunAfterAcceptAndAfterDial) {
  Loop loop;
  Accepted accepted;
  auto acceptor = *Acceptor::listen(
      loop, *BoundSocket::tcp(SocketAddress{*IpAddress::parse("127.0.0.1")}, {}), {}, accepted);
  const auto dialled = dial(loop, *acceptor->address());
  ASSERT_TRUE(run_until(loop, [&] { return dialled->socket && !accepted.sockets.empty(); }));
  int done = 0;
  const auto list_for = [&loop](const char* line) {
    Handshakes::List list;
    list.push_back(std::make_unique<LineHandshake>(loop, line, std::chrono::hours(1)));
    return list;
  };
  Handshakes client(list_for("from server")), server(list_for("from client"));
  accepted.sockets[0]->write(as_bytes("from server\n"));
  dialled->socket->write(as_bytes("from client\n"));
  const auto count = [&done](Handshake::Result result) { done += result.has_value() ? 1 : 0; };
  server.start(std::move(accepted.sockets[0]), count);
  client.start(std::move(dialled->socket), count);
  EXPECT_TRUE(run_until(loop, [&done] { return done == 2; }));
}

}  // namespace
}  // namespace netkit::test
