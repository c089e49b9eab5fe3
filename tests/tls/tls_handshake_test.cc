// SPDX-License-Identifier: MIT
#include <netkit/tls/tls_handshake.h>

#include <gtest/gtest.h>
#include <netkit/base/net_errc.h>

#include <chrono>
#include <optional>
#include <string>

#include "handshakes.h"
#include "support/data.h"
#include "support/raw_socket.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

using std::chrono::milliseconds;

/// A server's handshake with a peer that the test plays.
class TlsHandshakeTest : public testing::Test {
 protected:
  void start(milliseconds timeout = std::chrono::seconds(10)) {
    RawPair pair = tcp_pair();
    peer_ = std::move(pair.one);
    handshake_.emplace(loop_, context_of(sides_.server),
                       TlsHandshake::Options{.timeout = timeout, .peer = "the client"},
                       [this](const TlsFacts& facts) { facts_ = facts; });
    handshake_->start(*StreamSocket::adopt(loop_, std::move(pair.other), {}),
                      [this](Handshake::Result result) { result_ = std::move(result); });
  }
  Error error() {
    EXPECT_TRUE(run_until(loop_, [this] { return result_.has_value(); }));
    return result_ && !*result_ ? result_->error() : Error();
  }

  Loop loop_;
  TlsSides sides_;
  UniqueFd peer_;
  std::optional<TlsHandshake> handshake_;
  std::optional<TlsFacts> facts_;
  std::optional<Handshake::Result> result_;
};

TEST_F(TlsHandshakeTest, GivesAConnectionWithWhatCameEarly) {
  start();
  Side client(sides_.client);
  Bytes nothing;
  client.engine->handshake(nothing, client);
  write_all(peer_.get(), client.sent);
  client.sent.clear();
  std::string answer;
  EXPECT_TRUE(run_until(loop_, [&] {
    answer += read_available(peer_.get());
    Bytes input = as_bytes(answer);
    client.engine->handshake(input, client);
    answer.clear();
    return client.engine->state() == TlsEngine::State::open;
  }));
  client.engine->write(as_bytes("early"), client);
  write_all(peer_.get(), client.sent);  // with the last of the handshake
  EXPECT_TRUE(run_until(loop_, [this] { return result_.has_value(); }));
  ASSERT_TRUE(*result_);
  EXPECT_EQ(facts_->protocol, "TLSv1.3");
  Recorder heard;
  (**result_)->start(heard);
  EXPECT_TRUE(run_until(loop_, [&] { return heard.received == "early"; }));
  EXPECT_EQ((**result_)->bytes_read(), 5U);
}

TEST_F(TlsHandshakeTest, NamesAPeerThatDoesNotSpeakTls) {
  start();
  write_all(peer_.get(), "GET / HTTP/1.0\r\n\r\n");
  const Error found = error();
  EXPECT_EQ(found.name, "ERR_SSL_HTTP_REQUEST");
  EXPECT_EQ(found.code, NetErrc::tls_failed);
  EXPECT_EQ(found.syscall, "tls");
  EXPECT_TRUE(found.message.starts_with("tls ERR_SSL_HTTP_REQUEST the client:")) << found.message;
  EXPECT_TRUE(found.message.ends_with(": the peer does not speak TLS")) << found.message;
}

TEST_F(TlsHandshakeTest, NamesAPeerThatEndsFirst) {
  start();
  send_end(peer_.get());
  const Error found = error();
  EXPECT_EQ(found.name, "ECONNRESET");
  EXPECT_TRUE(found.message.ends_with(": the peer ended before the handshake was done")) << found.message;
}

TEST_F(TlsHandshakeTest, TakesItsTimeAndNoMore) {
  start(milliseconds(20));
  write_all(peer_.get(), "\x16");
  const Error found = error();
  EXPECT_EQ(found.code, std::errc::timed_out);
  EXPECT_TRUE(found.message.ends_with(": no handshake within 20ms")) << found.message;
}

TEST_F(TlsHandshakeTest, CanBeDestroyedWhileItRuns) {
  start();
  handshake_.reset();
  EXPECT_EQ(read_to_end(peer_.get()).bytes, "");
  EXPECT_FALSE(result_);
}

}  // namespace
}  // namespace netkit::test
