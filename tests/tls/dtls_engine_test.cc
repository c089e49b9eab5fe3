// SPDX-License-Identifier: MIT
// TlsEngine with datagrams, against itself, in memory.
#include <gtest/gtest.h>
#include <netkit/tls/client_hello.h>
#include <netkit/tls/engine/tls_engine.h>

#include <array>
#include <deque>
#include <string>

#include "handshakes.h"
#include "support/data.h"

namespace netkit::test {
namespace {

using State = TlsEngine::State;

/// One side, and the datagrams that it has sent.
struct DatagramSide final : TlsEngine::Sink {
  void send(Bytes bytes) noexcept override { sent.emplace_back(as_text(bytes)); }

  void take(const std::string& datagram) {
    Bytes input = as_bytes(datagram);
    if (engine->state() == State::handshaking) engine->handshake(input, *this);
    std::array<std::byte, 20000> room{};
    while (engine->state() == State::open) {
      const std::size_t count = engine->read(input, room, *this);
      if (count == 0) break;
      received.emplace_back(as_text(Bytes(room).first(count)));
    }
  }

  std::unique_ptr<TlsEngine> engine;
  std::deque<std::string> sent, received;
};

class DtlsEngine : public testing::Test {
 protected:
  DtlsEngine() {
    sides_.client.datagrams = sides_.server.datagrams = true;
    context_ = context_of(sides_.server);
    client_.engine = context_of(sides_.client)->engine();
  }

  void begin() {
    Bytes nothing;
    client_.engine->handshake(nothing, client_);
  }
  static std::string take_from(DatagramSide& side) {
    std::string first = side.sent.front();
    side.sent.pop_front();
    return first;
  }
  /// The server's answer to a stray datagram.
  bool accept(const std::string& datagram, const std::string& peer = "peer") {
    server_.engine = context_->accept(as_bytes(datagram), peer, server_);
    return server_.engine != nullptr;
  }
  void exchange() {
    while (!client_.sent.empty() || !server_.sent.empty()) {
      while (!client_.sent.empty()) server_.take(take_from(client_));
      while (!server_.sent.empty()) client_.take(take_from(server_));
    }
  }
  /// Up to the ClientHello with a cookie.
  std::string hello_with_cookie() {
    begin();
    EXPECT_FALSE(accept(take_from(client_)));
    EXPECT_EQ(server_.sent.size(), 1U);
    client_.take(take_from(server_));
    EXPECT_EQ(client_.sent.size(), 1U);
    return client_.sent.front();
  }
  void connect() {
    const std::string hello = hello_with_cookie();
    ASSERT_TRUE(accept(hello));
    exchange();
    ASSERT_EQ(client_.engine->state(), State::open);
    ASSERT_EQ(server_.engine->state(), State::open);
  }

  TlsSides sides_;
  std::shared_ptr<const TlsContext> context_;
  DatagramSide client_, server_;
};

TEST_F(DtlsEngine, CarriesRecordsBothWaysAndBothEnds) {
  connect();
  EXPECT_EQ(client_.engine->facts().protocol, "DTLSv1.2");
  const std::string large = random_bytes(16384);
  for (const std::string& record : {std::string("one"), large, std::string("two")})
    client_.engine->write(as_bytes(record), client_);
  EXPECT_EQ(client_.sent.size(), 3U);
  exchange();
  EXPECT_EQ(server_.received, (std::deque<std::string>{"one", large, "two"}));
  server_.engine->write(as_bytes("answer"), server_);
  server_.engine->end(server_);
  exchange();
  EXPECT_EQ(client_.received, std::deque<std::string>{"answer"});
  EXPECT_EQ(client_.engine->state(), State::ended);
}

TEST_F(DtlsEngine, KeepsNothingForAPeerWithoutItsCookie) {
  const std::string hello = hello_with_cookie();
  EXPECT_FALSE(accept(hello, "other"));
  std::string wrong = hello;
  const std::size_t cookie = 13 + 12 + 2 + 32 + 1 + 1;  // headers, version, random, session, length
  wrong[cookie] = static_cast<char>(wrong[cookie] ^ 1);
  EXPECT_FALSE(accept(wrong));
  for (const std::string& stray :
       {std::string(), std::string("x"), std::string(1200, '\x16'), hello.substr(0, 40)})
    EXPECT_FALSE(accept(stray));
  EXPECT_TRUE(accept(hello));
}

TEST_F(DtlsEngine, IsRecognisedByTheRandomBytesOfItsHello) {
  begin();
  const std::string first = take_from(client_);
  const auto random = random_of_client_hello(as_bytes(first));
  ASSERT_TRUE(random);
  EXPECT_EQ(*random, first.substr(13 + 12 + 2, 32));
  EXPECT_FALSE(random_of_client_hello(as_bytes(first.substr(0, 58))));
  for (const std::size_t at : {0, 3, 4, 13}) {  // type, epoch, message
    std::string other = first;
    other[at] = 7;
    EXPECT_FALSE(random_of_client_hello(as_bytes(other))) << at;
  }
}

TEST_F(DtlsEngine, CutsItsFlights) {
  const std::string hello = hello_with_cookie();
  ASSERT_TRUE(accept(hello));
  server_.take(take_from(client_));
  EXPECT_FALSE(server_.sent.empty());
  for (const std::string& datagram : server_.sent) EXPECT_LE(datagram.size(), 1200U);
}

TEST_F(DtlsEngine, DropsWhatIsForgedOrRepeated) {
  connect();
  client_.engine->write(as_bytes("hello"), client_);
  const std::string record = take_from(client_);
  std::string forged = record;
  forged.back() = static_cast<char>(forged.back() ^ 1);
  for (const std::string& datagram : {forged, record, record, std::string("x"), std::string(30, '\x17')})
    server_.take(datagram);
  EXPECT_EQ(server_.received, std::deque<std::string>{"hello"});
  EXPECT_EQ(server_.engine->state(), State::open);
}

TEST_F(DtlsEngine, SendsAgainWhatIsLost) {
  begin();
  const std::string first = take_from(client_);
  ASSERT_TRUE(client_.engine->retransmit_in());
  EXPECT_LE(*client_.engine->retransmit_in(), std::chrono::milliseconds(1000));
  EXPECT_EQ(client_.engine->retransmit(client_), State::handshaking);  // not yet
  EXPECT_TRUE(client_.sent.empty());
  accept(first);
  client_.take(take_from(server_));
  ASSERT_TRUE(accept(take_from(client_)));
  EXPECT_FALSE(server_.engine->retransmit_in());
}

TEST_F(DtlsEngine, FailsAsTlsDoes) {
  sides_.client.names = {"other.test"};
  client_.engine = context_of(sides_.client)->engine();
  const std::string hello = hello_with_cookie();
  ASSERT_TRUE(accept(hello));
  exchange();
  EXPECT_EQ(client_.engine->state(), State::failed);
  EXPECT_EQ(client_.engine->fault().code, "ERR_TLS_CERT_ALTNAME_INVALID");
  EXPECT_EQ(server_.engine->state(), State::failed);
}

}  // namespace
}  // namespace netkit::test
