// SPDX-License-Identifier: MIT
// TlsEngine against itself, in memory.
#include <netkit/tls/engine/tls_engine.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "handshakes.h"
#include "support/data.h"

namespace netkit::test {
namespace {

using State = TlsEngine::State;

class TlsEngineTest : public testing::TestWithParam<TlsVersion> {
 protected:
  TlsEngineTest() { sides_.client.newest = GetParam(); }

  TlsSides sides_;
};

std::string name_of(TlsVersion version) {
  return version == TlsVersion::v1_2 ? "Tls12" : "Tls13";
}

INSTANTIATE_TEST_SUITE_P(Versions, TlsEngineTest, testing::Values(TlsVersion::v1_2, TlsVersion::v1_3),
                         [](const auto& version) { return name_of(version.param); });

TEST_P(TlsEngineTest, CarriesBytesBothWaysAndBothEnds) {
  Side client(sides_.client), server(sides_.server);
  exchange(client, server);
  const std::string data = random_bytes(100'000);
  client.engine->write(as_bytes(data), client);
  client.engine->end(client);
  exchange(client, server);
  EXPECT_EQ(server.engine->state(), State::ended);
  EXPECT_TRUE(same_bytes(data, server.received));
  server.engine->write(as_bytes("answer"), server);  // behind the other's end
  server.engine->end(server);
  exchange(client, server);
  EXPECT_EQ(client.engine->state(), State::ended);
  EXPECT_EQ(client.received, "answer");
}

TEST_P(TlsEngineTest, DoesNotCareHowTheBytesAreSplit) {
  for (const std::size_t piece : {1, 2, 3, 5, 6, 100}) {
    Side client(sides_.client), server(sides_.server);
    exchange(client, server, piece);
    ASSERT_EQ(client.engine->state(), State::open) << piece;
    client.engine->write(as_bytes("hello"), client);
    client.engine->end(client);
    exchange(client, server, piece);
    ASSERT_EQ(server.received, "hello") << piece;
    ASSERT_EQ(server.engine->state(), State::ended) << piece;
  }
}

// Whatever is missing at the end, the engine waits for it, and never takes it for an end.
TEST_P(TlsEngineTest, TakesNoPartForTheWhole) {
  Side client(sides_.client), server(sides_.server);
  exchange(client, server);
  client.engine->write(as_bytes("hello"), client);
  client.engine->end(client);
  const std::string all = client.sent;
  for (std::size_t size = 0; size < all.size(); ++size) {
    if (size > 0) {
      client.sent = all.substr(size - 1, 1);
      server.take(client.sent);
    }
    ASSERT_EQ(server.engine->state(), State::open) << size;
  }
}

TEST_P(TlsEngineTest, RefusesARecordThatWasChanged) {
  Side client(sides_.client), server(sides_.server);
  exchange(client, server);
  client.engine->write(as_bytes("hello"), client);
  client.sent.back() ^= 1;
  server.take(client.sent);
  EXPECT_EQ(server.engine->state(), State::failed);
  EXPECT_EQ(server.engine->fault().code, "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
  EXPECT_EQ(server.received, "");
  client.take(server.sent);
  EXPECT_EQ(client.engine->fault().code, "ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC");
  EXPECT_EQ(client.engine->fault().text, "the peer refused: bad record mac");
}

TEST_P(TlsEngineTest, SendsNoTicketsThatAClientWouldNotRead) {
  Side client(sides_.client), server(sides_.server);
  exchange(client, server);
  EXPECT_EQ(server.sent, "");
  server.engine->end(server);
  EXPECT_LT(server.sent.size(), 100U);
}

TEST_P(TlsEngineTest, ReportsWhatWasAgreedOn) {
  sides_.client.protocols = {"h2", "http/1.1"};
  sides_.server.protocols = {"http/1.1", "h2"};
  Side client(sides_.client), server(sides_.server);
  exchange(client, server);
  const TlsFacts facts = client.engine->facts();
  EXPECT_EQ(facts.protocol, GetParam() == TlsVersion::v1_2 ? "TLSv1.2" : "TLSv1.3");
  EXPECT_EQ(facts.group, "X25519");
  EXPECT_EQ(facts.alpn, "http/1.1");  // the server's preference
  EXPECT_TRUE(facts.authorized);
  ASSERT_EQ(facts.chain.size(), 1U);
  EXPECT_EQ(facts.chain[0].subject, "CN=localhost");
  EXPECT_EQ(facts.chain[0].names, (std::vector<std::string>{"localhost", "127.0.0.1"}));
  EXPECT_EQ(facts.chain[0].key_type, "EC");
  EXPECT_EQ(facts.chain[0].key_bits, 256);
  EXPECT_EQ(server.engine->facts().server_name, "localhost");
  EXPECT_EQ(server.engine->facts().alpn, "http/1.1");
}

TEST_P(TlsEngineTest, EndsWithoutACommonApplicationProtocol) {
  sides_.client.protocols = {"h2"};
  sides_.server.protocols = {"smtp"};
  Side client(sides_.client), server(sides_.server);
  exchange(client, server);
  EXPECT_EQ(client.engine->fault().code, "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL");
  EXPECT_EQ(client.engine->fault().text, "no application protocol in common (--alpn)");
}

TEST(TlsEngine, EndsWithoutACommonVersion) {
  TlsSides sides;
  sides.client.newest = TlsVersion::v1_2;
  sides.server.oldest = TlsVersion::v1_3;
  Side client(sides.client), server(sides.server);
  exchange(client, server);
  EXPECT_EQ(client.engine->fault().code, "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION");
  EXPECT_EQ(client.engine->fault().text, "no TLS version in common");
  EXPECT_EQ(server.engine->fault().code, "ERR_SSL_UNSUPPORTED_PROTOCOL");
}

TEST(TlsEngine, EndsWithoutACommonCipher) {
  TlsSides sides;
  sides.client.suites = "TLS_AES_128_GCM_SHA256";
  sides.server.suites = "TLS_AES_256_GCM_SHA384";
  sides.client.oldest = TlsVersion::v1_3;
  Side client(sides.client), server(sides.server);
  exchange(client, server);
  EXPECT_EQ(client.engine->fault().code, "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE");
  EXPECT_EQ(server.engine->fault().text, "no cipher, group or signature in common");
}

TEST(TlsEngine, KnowsPeersThatDoNotSpeakTls) {
  for (const std::string& text :
       {std::string("GET / HTTP/1.0\r\n\r\n"), std::string("SSH-2.0-OpenSSH_9.2\r\n"),
        std::string("CONNECT a:1 HTTP/1.1\r\n\r\n")}) {
    TlsSides sides;
    Side server(sides.server);
    Bytes input = as_bytes(text);
    EXPECT_EQ(server.engine->handshake(input, server), State::failed);
    EXPECT_EQ(server.engine->fault().text, "the peer does not speak TLS") << text;
  }
}

// A ClientHello says how long it is, and may have any number of records.
TEST(TlsEngine, HoldsAHandshakeTo128KiB) {
  TlsSides sides;
  Side server(sides.server);
  std::string record{0x16, 0x03, 0x01, 0x40, 0x00};
  std::string much = record + std::string{0x01, 0x7f, '\xff', '\xff'} + std::string(0x4000 - 4, 'x');
  for (int i = 0; i < 20; ++i) much += record + std::string(0x4000, 'x');
  Bytes input = as_bytes(much);
  EXPECT_EQ(server.engine->handshake(input, server), State::failed);
  EXPECT_GT(input.size(), 100'000U);
}

}  // namespace
}  // namespace netkit::test
