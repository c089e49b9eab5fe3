// SPDX-License-Identifier: MIT
#include <netkit/tls/tls_connection.h>

#include <gtest/gtest.h>
#include <netkit/base/net_errc.h>
#include <netkit/tls/tls_handshake.h>
#include <sys/socket.h>

#include <memory>
#include <optional>
#include <string>

#include "handshakes.h"
#include "support/data.h"
#include "support/name_of.h"
#include "support/raw_socket.h"
#include "support/recorder.h"

namespace netkit::test {
namespace {

/// Whether the other side has sent FIN.
bool at_end(int fd) {
  char byte = 0;
  return ::recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/// A client's connection, and the socket of a peer whose engine the test drives.
class TlsConnectionTest : public testing::TestWithParam<Kind> {
 protected:
  TlsConnectionTest() : peer_(sides_.server) {}

  void open(bool allow_truncation = false) {
    RawPair pair = raw_pair(GetParam());
    socket_ = std::move(pair.one);
    TlsHandshake handshake(loop_, context_of(sides_.client),
                           {.allow_truncation = allow_truncation, .peer = "the peer"},
                           [](const TlsFacts&) {});
    handshake.start(*StreamSocket::adopt(loop_, std::move(pair.other), {}),
                    [this](Handshake::Result result) { connection_ = std::move(*result); });
    ASSERT_TRUE(run_until(loop_, [this] {
      turn();
      return connection_ != nullptr;
    }));
    connection_->start(heard_);
  }
  /// The peer reads what has come, and sends what it has.
  void turn() {
    std::string wire = read_available(socket_.get());
    peer_.take(wire);
    write_all(socket_.get(), std::exchange(peer_.sent, ""));
  }
  bool until(const std::function<bool()>& holds) {
    return run_until(loop_, [&] {
      if (socket_) turn();
      return holds();
    });
  }
  bool until_heard(std::string_view event) {
    return until([&] { return heard_.heard(event); });
  }
  void peer_writes(std::string_view text) {
    peer_.engine->write(as_bytes(text), peer_);
    turn();
  }
  void peer_ends() {
    peer_.engine->end(peer_);
    turn();
  }

  Loop loop_;
  TlsSides sides_;
  Side peer_;
  UniqueFd socket_;
  std::unique_ptr<Connection> connection_;
  Recorder heard_;
};

INSTANTIATE_TEST_SUITE_P(Kinds, TlsConnectionTest, testing::Values(Kind::tcp, Kind::ipc), NameOf());

TEST_P(TlsConnectionTest, CarriesBytesBothWays) {
  open();
  const std::string data = random_bytes(300'000);
  connection_->write(as_bytes(data));
  EXPECT_TRUE(until([&] { return peer_.received.size() == data.size(); }));
  EXPECT_TRUE(same_bytes(data, peer_.received));
  peer_writes("answer");
  EXPECT_TRUE(until([&] { return heard_.received == "answer"; }));
  EXPECT_EQ(connection_->bytes_written(), data.size());
  EXPECT_EQ(connection_->bytes_read(), 6U);
}

// FIN would be taken for a client that has gone.
TEST_P(TlsConnectionTest, EndsWithCloseNotifyAndGoesOnReading) {
  open();
  connection_->write(as_bytes("last"));
  connection_->end();
  EXPECT_TRUE(until([&] { return peer_.engine->state() == TlsEngine::State::ended; }));
  EXPECT_EQ(peer_.received, "last");
  EXPECT_TRUE(until_heard("finish"));
  EXPECT_FALSE(at_end(socket_.get()));
  peer_writes("still there");
  EXPECT_TRUE(until([&] { return heard_.received == "still there"; }));
  peer_ends();
  EXPECT_TRUE(until_heard("close"));
  EXPECT_TRUE(at_end(socket_.get()));
  EXPECT_EQ(heard_.close_cause, std::error_code());
}

TEST_P(TlsConnectionTest, HearsThePeersEndAndGoesOnWriting) {
  open();
  peer_writes("last");
  peer_ends();
  EXPECT_TRUE(until_heard("end"));
  EXPECT_EQ(heard_.received, "last");
  EXPECT_FALSE(heard_.heard("close"));
  connection_->write(as_bytes("answer"));
  connection_->end();
  EXPECT_TRUE(until_heard("close"));
  turn();
  EXPECT_EQ(peer_.received, "answer");
}

TEST_P(TlsConnectionTest, TakesAnEndWithoutCloseNotifyForTruncation) {
  open();
  peer_writes("part");
  send_end(socket_.get());
  EXPECT_TRUE(run_until(loop_, [&] { return heard_.heard("close"); }));
  EXPECT_EQ(heard_.received, "part");
  EXPECT_FALSE(heard_.ended);
  EXPECT_EQ(heard_.close_cause, NetErrc::truncated);
  EXPECT_EQ(connection_->failure()->message,
            "read: the connection ended without close_notify: what came may not be all (--allow-truncation)");
}

TEST_P(TlsConnectionTest, TakesItForAnEndIfToldTo) {
  open(true);
  peer_writes("all");
  send_end(socket_.get());
  EXPECT_TRUE(run_until(loop_, [&] { return heard_.heard("end"); }));
  EXPECT_EQ(heard_.received, "all");
  connection_->write(as_bytes("answer"));
  connection_->end();
  EXPECT_TRUE(until_heard("close"));
  EXPECT_EQ(heard_.close_cause, std::error_code());
}

TEST_P(TlsConnectionTest, KeepsWhatWasReadBeforeABadRecord) {
  open();
  peer_.engine->write(as_bytes("good"), peer_);
  const std::size_t good = peer_.sent.size();
  peer_.engine->write(as_bytes("bad"), peer_);
  peer_.sent[good + 10] ^= 1;
  turn();
  EXPECT_TRUE(run_until(loop_, [&] { return heard_.heard("close"); }));
  EXPECT_EQ(heard_.received, "good");
  EXPECT_EQ(heard_.close_cause, NetErrc::tls_failed);
  EXPECT_EQ(connection_->failure()->name, "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
  EXPECT_EQ(connection_->failure()->syscall, "tls");
}

TEST_P(TlsConnectionTest, DeliversNothingWhilePaused) {
  open();
  const std::string data = random_bytes(30'000);
  heard_.then = [this](std::string_view) { connection_->pause(); };
  peer_writes(std::string_view(data).substr(0, 10'000));
  peer_.engine->write(as_bytes(std::string_view(data).substr(10'000)), peer_);
  peer_ends();
  EXPECT_TRUE(until([&] { return !heard_.received.empty(); }));
  const std::size_t first = heard_.received.size();
  run_for(loop_, std::chrono::milliseconds(20));
  EXPECT_EQ(heard_.received.size(), first);
  EXPECT_FALSE(heard_.ended);
  heard_.then = [](std::string_view) {};
  connection_->resume();
  EXPECT_TRUE(until_heard("end"));
  EXPECT_TRUE(same_bytes(data, heard_.received));
}

TEST_P(TlsConnectionTest, DeliversAgainWhatIsPutBack) {
  open();
  peer_writes("abc");
  EXPECT_TRUE(until([&] { return heard_.received == "abc"; }));
  connection_->unread(as_bytes("bc"));
  peer_writes("d");
  EXPECT_TRUE(until([&] { return heard_.received == "abcbcd"; }));
  EXPECT_EQ(connection_->bytes_read(), 4U);
}

TEST_P(TlsConnectionTest, MayBeDestroyedInEachEvent) {
  for (const char* const event : {"data", "end", "finish", "close"}) {
    peer_ = Side(sides_.server);
    heard_ = Recorder();
    open();
    heard_.then = [this, event](std::string_view happened) {
      if (happened == event) connection_.reset();
    };
    connection_->end();
    peer_writes("x");
    peer_ends();
    EXPECT_TRUE(until([this] { return connection_ == nullptr; })) << event;
  }
}

}  // namespace
}  // namespace netkit::test
