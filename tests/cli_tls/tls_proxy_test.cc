// SPDX-License-Identifier: MIT
// https proxies: netkit adds TLS to a proxy that the test plays.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <memory>

#include "support/fd_io.h"
#include "support/raw_socket.h"
#include "tls_files.h"

namespace netkit::test {
namespace {

class TlsProxy : public testing::Test {
 protected:
  void front(const Words& options = {}) {
    front_ = start_server("listen", Transport::tcp4,
                          files_.server(Words{"-k", "--to", proxy_.where().text()} + options));
  }
  std::unique_ptr<Process> probe(const Words& options) const {
    return std::make_unique<Process>(netkit(
        Words{"connect", "-z", "--proxy", "https://" + front_.where.text()} + options + Words{"h", "1"}));
  }
  /// With these options the proxy is asked, and agrees.
  void expect_good(const Words& options) {
    const auto client = probe(options);
    const UniqueFd fd = proxy_.accept();
    std::string head;
    while (!head.ends_with("\r\n\r\n")) head += read_exactly(fd.get(), 1).bytes;
    EXPECT_TRUE(head.starts_with("CONNECT h:1 HTTP/1.1\r\n")) << head;
    write_all(fd.get(), "HTTP/1.1 200 OK\r\n\r\n");
    EXPECT_EQ(client->wait(), 0) << client->read_stderr_until_eof();
  }
  void expect_bad(const Words& options, const std::string& code) {
    const Outcome outcome = finish(*probe(options));
    EXPECT_EQ(outcome.status, 8);
    EXPECT_TRUE(outcome.err.starts_with("netkit: tls " + code + " " + front_.where.text() + " (proxy): "))
        << outcome.err;
  }

  TlsFiles files_;
  RawListener proxy_{Transport::tcp4};
  Server front_;
};

TEST_F(TlsProxy, IsTrustedAsTheOptionsSay) {
  front();
  expect_good({"--proxy-ca", files_.ca});
  expect_good({"--proxy-insecure"});
  expect_bad({}, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
  expect_bad({"--proxy-pin", "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}, "ERR_TLS_PIN");
}

TEST_F(TlsProxy, IsShownACertificate) {
  front({"--client-ca", files_.ca});
  expect_good({"--proxy-ca", files_.ca, "--proxy-cert", files_.cert, "--proxy-key", files_.key});
}

TEST_F(TlsProxy, ItsOptionsAreChecked) {
  const auto complaint = [](const Words& options) {
    return run_netkit(Words{"connect"} + options + Words{"h", "1"}).err;
  };
  EXPECT_EQ(complaint({"--proxy-ca", files_.ca}), "netkit: --proxy-ca is about a proxy and needs --proxy\n");
  EXPECT_EQ(complaint({"--proxy", "https://h", "--proxy-insecure", "--proxy-ca", files_.ca}),
            "netkit: --proxy-insecure excludes --proxy-ca and --proxy-pin\n");
  EXPECT_EQ(complaint({"--proxy", "https://h", "--proxy-key", files_.key}),
            "netkit: --proxy-key belongs to a certificate and needs --proxy-cert\n");
}

TEST_F(TlsProxy, APasswordForAllToReadIsWarnedOf) {
  const std::string file = files_.dir.write("auth", "me:word\n");
  ::chmod(file.c_str(), 0644);
  const Outcome outcome = run_netkit(
      {"connect", "-z", "--proxy", "http://" + refusing_where().text(), "--proxy-auth-file", file, "h", "1"});
  EXPECT_TRUE(outcome.err.starts_with("netkit: warning: " + file + " can be read by everyone (mode 0644)\n"));
}

}  // namespace
}  // namespace netkit::test
