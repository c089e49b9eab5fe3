// SPDX-License-Identifier: MIT
// connect -z, --show-cert and --starttls.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "support/data.h"
#include "support/fd_io.h"
#include "support/raw_socket.h"
#include "tls_files.h"

namespace netkit::test {
namespace {

class TlsProbe : public testing::Test {
 protected:
  Outcome probe(const Words& options) const { return run_netkit(connect_words(server_.where, options)); }

  TlsFiles files_;
  Server server_ = start_server("echo", Transport::tcp4, files_.server({"--alpn", "x"}));
};

TEST_F(TlsProbe, IsGoodOnlyWithAGoodHandshake) {
  EXPECT_EQ(probe(files_.client({"-z"})).status, 0);
  EXPECT_EQ(probe({"-z", "--tls"}).status, 8);
  const Server plain = start_server("echo", Transport::tcp4);
  EXPECT_EQ(run_netkit(connect_words(plain.where, {"-z", "--tls"})).status, 8);
}

// TLS 1.3 says so when the client's handshake is long done.
TEST_F(TlsProbe, WaitsForWhatTheServerSaysOfOurCertificate) {
  const TlsFiles strangers;
  const Server server = start_server("echo", Transport::tcp4, files_.server({"--client-ca", files_.ca}));
  const auto with = [&](const Words& own) {
    return run_netkit(connect_words(server.where, files_.client(Words{"-z"} + own)));
  };
  EXPECT_EQ(with({"--cert", files_.cert, "--key", files_.key}).status, 0);
  EXPECT_EQ(with({"--cert", strangers.cert, "--key", strangers.key}).status, 8);
  const Outcome none = with({});
  EXPECT_EQ(none.status, 8);
  EXPECT_TRUE(none.err.ends_with(": the peer wants a certificate (--cert)\n")) << none.err;
}

TEST_F(TlsProbe, ShowsCertificatesAsText) {
  const Outcome outcome = probe({"--show-cert", "--ca", files_.ca, "--alpn", "x"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  for (const std::string part :
       {"protocol    TLSv1.3   TLS_AES_256_GCM_SHA384   X25519   ALPN x\n", "verified    yes\n",
        "1 subject   CN=localhost\n", "  names     localhost, 127.0.0.1\n", "  issuer    CN=an issuer\n",
        " days left\n", "key  EC 256   signed with  ecdsa-with-SHA256\n", "pin  sha256//"})
    EXPECT_TRUE(outcome.out.contains(part)) << outcome.out;
}

TEST_F(TlsProbe, ShowsThemAlsoIfTheyAreNotGood) {
  const Outcome outcome = probe({"--show-cert"});
  EXPECT_EQ(outcome.status, 8);
  const std::string fault = "UNABLE_TO_GET_ISSUER_CERT_LOCALLY";
  EXPECT_TRUE(outcome.out.contains("verified    no: " + fault + " the issuer \"an issuer\" is not trusted"))
      << outcome.out;
  EXPECT_TRUE(outcome.out.contains("1 subject   CN=localhost\n"));
  EXPECT_TRUE(outcome.err.starts_with("netkit: tls " + fault)) << outcome.err;
  EXPECT_EQ(probe({"--show-cert", "--insecure"}).status, 0);
}

TEST_F(TlsProbe, ShowsThemAsJson) {
  const auto shown = nlohmann::json::parse(probe({"--show-cert=json"}).out);
  EXPECT_EQ(shown.at("protocol"), "TLSv1.3");
  EXPECT_EQ(shown.at("authorized"), false);
  EXPECT_EQ(shown.at("authorizationError"), "UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
  const auto& leaf = shown.at("chain").at(0);
  EXPECT_EQ(leaf.at("subject"), "CN=localhost");
  EXPECT_EQ(leaf.at("names"), nlohmann::json({"localhost", "127.0.0.1"}));
  EXPECT_TRUE(leaf.at("daysLeft") == 29 || leaf.at("daysLeft") == 30) << leaf;
  EXPECT_EQ(leaf.at("selfSigned"), false);
}

TEST_F(TlsProbe, ShowsThemAsPemThatIsTrustedThen) {
  const std::string pem = probe({"--show-cert=pem", "--insecure"}).out;
  EXPECT_EQ(pem, files_.leaf.pem());
  EXPECT_EQ(probe({"-z", "--tls", "--ca", files_.dir.write("shown.pem", pem)}).status, 0);
}

TEST_F(TlsProbe, SaysWhetherOneExpiresSoon) {
  const Words show{"--show-cert", "--ca", files_.ca};
  EXPECT_EQ(probe(show + Words{"--expires-within", "14d"}).status, 0);
  const Outcome soon = probe(show + Words{"--expires-within", "60d"});
  EXPECT_EQ(soon.status, 1);
  EXPECT_TRUE(soon.err.starts_with("netkit: the certificate of \"localhost\" expires within 60d: "))
      << soon.err;
  const Outcome alone = probe({"--tls", "--expires-within", "14d"});
  EXPECT_EQ(alone.status, 2);
  EXPECT_TRUE(alone.err.contains("needs --show-cert")) << alone.err;
}

/// The test plays an SMTP server until TLS begins; then netkit does.
class StartTlsProgram : public testing::Test {
 protected:
  /// Reads up to the end of a line.
  static std::string line_from(int fd) {
    std::string line;
    while (!line.ends_with('\n')) line += read_exactly(fd, 1).bytes;
    return line;
  }
  /// Up to the end.
  static void pass_on(int from, int to) {
    for (;;) {
      wait_for(from, POLLIN, Deadline());
      std::string bytes(64 * KiB, '\0');
      const ssize_t count = ::read(from, bytes.data(), bytes.size());
      if (count <= 0) break;
      write_all(to, std::string_view(bytes).substr(0, static_cast<std::size_t>(count)));
    }
    ::shutdown(to, SHUT_WR);
  }
  UniqueFd greet(const std::string& offer, const Words& options) {
    client_ = std::make_unique<Process>(netkit(connect_words(listener_.where(), options)));
    UniqueFd peer = listener_.accept();
    write_all(peer.get(), "220 mail.test\r\n");
    EXPECT_EQ(line_from(peer.get()), "EHLO netkit\r\n");
    write_all(peer.get(), offer);
    return peer;
  }

  TlsFiles files_;
  RawListener listener_{Transport::tcp4};
  std::unique_ptr<Process> client_;
};

TEST_F(StartTlsProgram, GoesOnWithTls) {
  const UniqueFd peer = greet("250-mail.test\r\n250 STARTTLS\r\n", {"--starttls", "smtp", "--ca", files_.ca});
  EXPECT_EQ(line_from(peer.get()), "STARTTLS\r\n");
  write_all(peer.get(), "220 go\r\n");
  const Server echo = start_server("echo", Transport::tcp4, files_.server());
  const UniqueFd behind = connect_to(echo.where);
  std::thread up([&] { pass_on(peer.get(), behind.get()); });
  std::thread down([&] { pass_on(behind.get(), peer.get()); });
  client_->write_stdin("hello");
  client_->close_stdin();
  EXPECT_EQ(client_->read_stdout_until_eof(), "hello");
  EXPECT_EQ(client_->wait(), 0) << client_->read_stderr_until_eof();
  up.join();
  down.join();
}

TEST_F(StartTlsProgram, DoesNotFallBack) {
  const UniqueFd peer = greet("250 SIZE\r\n", {"--starttls", "smtp", "--insecure"});
  const Outcome outcome = finish(*client_);
  EXPECT_EQ(outcome.err, "netkit: tls ERR_STARTTLS " + listener_.where().text() +
                             ": the server does not offer STARTTLS\n");
  EXPECT_EQ(outcome.status, 8);
}

TEST_F(StartTlsProgram, HasATimeLimit) {
  const UniqueFd peer = greet("", {"--starttls", "smtp", "--insecure", "--handshake-timeout", "200ms"});
  const Outcome outcome = finish(*client_);
  EXPECT_EQ(outcome.err,
            "netkit: tls ETIMEDOUT " + listener_.where().text() + ": no handshake within 200ms\n");
  EXPECT_EQ(outcome.status, 5);
}

}  // namespace
}  // namespace netkit::test
