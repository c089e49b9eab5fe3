// SPDX-License-Identifier: MIT
// Status 8, 7 and 5, and what is printed with them.
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>

#include "support/data.h"
#include "support/fd_io.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "tls_files.h"

namespace netkit::test {
namespace {

/// A server with this certificate, and how connecting to it ends.
class TlsStatus : public testing::Test {
 protected:
  struct Ends {
    Outcome client;
    int server = -1;
    std::string server_says;
    std::string address;
  };

  Ends meet(const Words& server_options, const Words& client_options) {
    Server server = start_server("listen", Transport::tcp4, server_options);
    Ends ends;
    ends.client = run_netkit(connect_words(server.where, client_options), "x");
    ends.address = server.where.text();
    server.process->close_stdin();
    ends.server = server.process->wait();
    ends.server_says = server.process->read_stderr_until_eof();
    return ends;
  }
  void expect_client(const Words& server_options, const Words& client_options, const std::string& code,
                     const std::string& text) {
    const Ends ends = meet(server_options, client_options);
    EXPECT_EQ(ends.client.err, "netkit: tls " + code + " " + ends.address + ": " + text + "\n");
    EXPECT_EQ(ends.client.status, 8);
    EXPECT_EQ(ends.client.out, "");
    EXPECT_EQ(ends.server, 8) << ends.server_says;
  }

  TlsFiles files_;
};

TEST_F(TlsStatus, OfAnIssuerThatIsNotTrusted) {
  expect_client(files_.server(), {"--tls"}, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
                "the issuer \"an issuer\" is not trusted (--ca)");
}

TEST_F(TlsStatus, OfAnotherName) {
  expect_client(files_.server(), files_.client({"--sni", "a.test"}), "ERR_TLS_CERT_ALTNAME_INVALID",
                "the certificate is for localhost, 127.0.0.1, not for a.test");
}

TEST_F(TlsStatus, OfAnotherKey) {
  const std::string other = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  const Ends ends = meet(files_.server(), {"--tls", "--pin", other});
  EXPECT_TRUE(ends.client.err.starts_with("netkit: tls ERR_TLS_PIN " + ends.address +
                                          ": the peer's key is sha256//"));
  EXPECT_EQ(ends.client.status, 8);
}

TEST_F(TlsStatus, OfACertificateThatHasExpired) {
  CertificateRequest old = for_localhost();
  old.first_day = -30;
  old.last_day = -2;
  const TlsFiles expired(old);
  const Ends ends = meet(expired.server(), expired.client());
  EXPECT_TRUE(ends.client.err.starts_with("netkit: tls CERT_HAS_EXPIRED " + ends.address +
                                          ": the certificate expired on 20"))
      << ends.client.err;
  EXPECT_EQ(ends.client.status, 8);
}

TEST_F(TlsStatus, OfNoVersionInCommon) {
  expect_client(files_.server({"--min-tls", "1.3"}), files_.client({"--max-tls", "1.2"}),
                "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "no TLS version in common");
}

TEST_F(TlsStatus, OfNoApplicationProtocolInCommon) {
  expect_client(files_.server({"--alpn", "h2"}), files_.client({"--alpn", "x"}),
                "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL", "no application protocol in common (--alpn)");
}

TEST_F(TlsStatus, OfACertificateThatTheServerWants) {
  const Words server = files_.server({"--client-ca", files_.ca});
  expect_client(server, files_.client(), "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
                "the peer wants a certificate (--cert)");
  const Ends good = meet(server, files_.client({"--cert", files_.cert, "--key", files_.key}));
  EXPECT_EQ(good.client.status, 0) << good.client.err;
  EXPECT_EQ(good.server, 0) << good.server_says;
}

TEST_F(TlsStatus, OfAPeerThatDoesNotSpeakTls) {
  for (const std::string words : {"hello\n", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n"}) {
    RawListener listener(Transport::tcp4);
    Process client(netkit(connect_words(listener.where(), {"--tls"})));
    const UniqueFd peer = listener.accept();
    write_all(peer.get(), words);
    const Outcome outcome = finish(client);
    EXPECT_EQ(outcome.err, "netkit: tls ERR_SSL_WRONG_VERSION_NUMBER " + listener.where().text() +
                               ": the peer does not speak TLS\n");
    EXPECT_EQ(outcome.status, 8);
  }
}

TEST_F(TlsStatus, OfAClientThatDoesNotSpeakTls) {
  Server server = start_server("listen", Transport::tcp4, files_.server());
  const UniqueFd client = connect_to(server.where);
  write_all(client.get(), "GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(read_to_end(client.get()).bytes, "");
  EXPECT_EQ(server.process->wait(), 8);
  EXPECT_TRUE(server.process->read_stderr_until_eof().contains(": the peer does not speak TLS\n"));
}

TEST_F(TlsStatus, OfAPeerThatEndsAtOnce) {
  RawListener listener(Transport::tcp4);
  Process client(netkit(connect_words(listener.where(), {"--tls"})));
  listener.accept();
  const Outcome outcome = finish(client);
  EXPECT_EQ(outcome.err, "netkit: tls ECONNRESET " + listener.where().text() +
                             ": the peer ended before the handshake was done\n");
  EXPECT_EQ(outcome.status, 8);
}

// A port that a balancer has published answers so while nobody is behind it.
TEST_F(TlsStatus, APeerThatEndsAtOnceIsTriedAgain) {
  RawListener listener(Transport::tcp4);
  Process client(netkit(connect_words(listener.where(), {"--tls", "--retry", "1", "--retry-delay", "0"})));
  listener.accept();
  listener.accept();
  EXPECT_EQ(client.wait(), 8);
}

TEST_F(TlsStatus, OfAHandshakeThatTakesTooLong) {
  RawListener listener(Transport::tcp4);
  const Outcome outcome =
      run_netkit(connect_words(listener.where(), {"--tls", "--handshake-timeout", "50ms"}));
  EXPECT_EQ(outcome.err, "netkit: tls ETIMEDOUT " + listener.where().text() + ": no handshake within 50ms\n");
  EXPECT_EQ(outcome.status, 5);
  Server server = start_server("listen", Transport::tcp4, files_.server({"--handshake-timeout", "50ms"}));
  const UniqueFd client = connect_to(server.where);
  EXPECT_EQ(server.process->wait(), 5);
}

TEST_F(TlsStatus, OfAServerThatGoesOnIsItsOwn) {
  const Server server = start_server("echo", Transport::tcp4, files_.server({"-v"}));
  EXPECT_EQ(run_netkit(connect_words(server.where, {"--tls"})).status, 8);
  server.process->wait_for_stderr(": the peer refused: unknown ca\n");
  EXPECT_EQ(run_netkit(connect_words(server.where, files_.client()), "x").out, "x");
}

/// Between netkit and netkit: passes on what the server sends, and ends as it is told to.
class Truncation : public TlsStatus {
 protected:
  /// The client has sent nothing but its handshake, and the server "all but the end".
  void cut(const Words& client_options, void (*break_off)(UniqueFd&)) {
    server_ = start_server("listen", Transport::tcp4, files_.server());
    client_ =
        std::make_unique<Process>(netkit(connect_words(listener_.where(), files_.client(client_options))));
    UniqueFd client = listener_.accept();
    const UniqueFd server = connect_to(server_.where);
    server_.process->write_stdin("all but the end");
    while (client_->stdout_so_far().size() < 15) {
      pass_on(client.get(), server.get());
      pass_on(server.get(), client.get());
    }
    break_off(client);
    outcome_ = finish(*client_);
  }

  RawListener listener_{Transport::tcp4};
  Server server_;
  std::unique_ptr<Process> client_;
  Outcome outcome_;

 private:
  static void pass_on(int from, int to) {
    if (comes(from, POLLIN, Deadline(Duration(5)))) write_all(to, read_some(from));
  }
  static std::string read_some(int fd) {
    std::string bytes(64 * KiB, '\0');
    const ssize_t count = ::read(fd, bytes.data(), bytes.size());
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }
};

TEST_F(Truncation, ByFinIsNeverSuccess) {
  cut({}, [](UniqueFd& fd) { send_end(fd.get()); });
  EXPECT_EQ(outcome_.out, "all but the end");
  EXPECT_EQ(outcome_.err,
            "netkit: read: the connection ended without close_notify: what came may not be all "
            "(--allow-truncation)\n");
  EXPECT_EQ(outcome_.status, 7);
}

TEST_F(Truncation, ByResetIsNeverSuccess) {
  cut({}, [](UniqueFd& fd) { reset(std::move(fd)); });
  EXPECT_EQ(outcome_.out, "all but the end");
  EXPECT_TRUE(outcome_.err.contains("read ECONNRESET")) << outcome_.err;
  EXPECT_EQ(outcome_.status, 7);
}

TEST_F(Truncation, MayBeAllowed) {
  cut({"--allow-truncation", "--recv-only"}, [](UniqueFd& fd) { send_end(fd.get()); });
  EXPECT_EQ(outcome_.out, "all but the end");
  EXPECT_EQ(outcome_.err, "");
  EXPECT_EQ(outcome_.status, 0);
}

}  // namespace
}  // namespace netkit::test
