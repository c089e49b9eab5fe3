// SPDX-License-Identifier: MIT
#include <netkit/relay/echo.h>

#include <gtest/gtest.h>
#include <netkit/loop/uv_error.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>

#include "support/memory_stream.h"

namespace netkit::test {
namespace {

const std::string much = "more than the high-water mark";

class EchoTest : public testing::Test {
 protected:
  void start(std::string_view greeting = {}) {
    echo_->start(as_bytes(greeting));
    settle();
  }
  void settle() { test::settle({&client_}); }

  MemoryPeer client_;
  std::unique_ptr<Stream> stream_ = client_.open();
  int times_done_ = 0;
  std::error_code cause_;
  std::unique_ptr<Echo> echo_ = std::make_unique<Echo>(*stream_, [this](std::error_code cause) {
    ++times_done_;
    cause_ = cause;
  });
};

TEST_F(EchoTest, ReturnsWhatItReceivesInOrder) {
  start();
  std::string all;
  for (int value = 0; value < 256; ++value) {
    client_.send(std::string(1, static_cast<char>(value)));
    all += static_cast<char>(value);
  }
  settle();
  EXPECT_EQ(client_.received(), all);
  EXPECT_EQ(times_done_, 0);
}

TEST_F(EchoTest, AnswersTheEndWithItsOwn) {
  start();
  client_.send("bytes");
  client_.send_end();
  settle();
  EXPECT_EQ(client_.received(), "bytes");
  EXPECT_TRUE(client_.got_end());
  EXPECT_EQ(times_done_, 1);
  EXPECT_FALSE(cause_);
}

TEST_F(EchoTest, AnswersTheEndOnceEverythingIsReturned) {
  start();
  client_.hold();
  client_.send("bytes");
  client_.send_end();
  settle();
  EXPECT_FALSE(client_.got_end());
  EXPECT_EQ(times_done_, 0);
  client_.let_go();
  settle();
  EXPECT_EQ(client_.received(), "bytes");
  EXPECT_TRUE(client_.got_end());
}

TEST_F(EchoTest, DoesNotReadWhileItsClientDoesNot) {
  start();
  client_.hold();
  client_.send(much);
  client_.send("more");
  settle();
  EXPECT_TRUE(client_.paused());
  EXPECT_EQ(client_.not_read(), 1U);
  client_.let_go();
  settle();
  EXPECT_EQ(client_.received(), much + "more");
}

TEST_F(EchoTest, GreetsFirst) {
  client_.send("bytes");
  start("hello\r\n");
  EXPECT_EQ(client_.received(), "hello\r\nbytes");
}

TEST_F(EchoTest, ReadsNothingBeforeALongGreetingIsTaken) {
  client_.hold();
  client_.send("bytes");
  start(much);
  EXPECT_EQ(client_.not_read(), 1U);
  client_.let_go();
  settle();
  EXPECT_EQ(client_.received(), much + "bytes");
}

TEST_F(EchoTest, ReadsOnToTheEndWhenItCannotWrite) {
  start();
  client_.hold();
  client_.send(much);
  client_.send("more");
  settle();
  client_.break_writing(errno_error(EPIPE));
  client_.send_end();
  settle();
  EXPECT_EQ(client_.not_read(), 0U);
  EXPECT_EQ(times_done_, 1);
  EXPECT_EQ(cause_, std::errc::broken_pipe);
}

TEST_F(EchoTest, ReportsWhyItsClientWasLost) {
  start();
  client_.break_all(errno_error(ECONNRESET));
  settle();
  EXPECT_EQ(times_done_, 1);
  EXPECT_EQ(cause_, std::errc::connection_reset);
}

TEST_F(EchoTest, MayBeDestroyedWithItsStreamWhenDone) {
  const std::string note = "a text that is too long to be stored inside";
  std::string trace;
  echo_ = std::make_unique<Echo>(*stream_, [&, note](std::error_code) {
    echo_.reset();
    stream_.reset();
    trace = note;
  });
  start();
  client_.send_end();
  settle();
  EXPECT_TRUE(client_.destroyed());
  EXPECT_EQ(trace, note);
}

}  // namespace
}  // namespace netkit::test
