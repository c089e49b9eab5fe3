// SPDX-License-Identifier: MIT
// What is refused before any connection, and what is warned of.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/raw_socket.h"
#include "tls_files.h"

namespace netkit::test {
namespace {

class TlsUsage : public testing::Test {
 protected:
  static void refused(const Words& words, const std::string& line) {
    const Outcome outcome = run_netkit(words);
    EXPECT_EQ(outcome.err, "netkit: " + line + "\n");
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
  }
  TlsFiles files_;
};

TEST_F(TlsUsage, NeedsTls) {
  refused({"connect", "--ca", files_.ca, "h", "1"}, "--ca is for TLS and needs --tls");
  refused({"connect", "--insecure", "h", "1"}, "--insecure is for TLS and needs --tls");
  refused({"connect", "--handshake-timeout", "1s", "h", "1"},
          "--handshake-timeout is for TLS and proxies and needs --tls, --proxy or --proxy-server");
  refused({"echo", "--handshake-timeout", "1s", "0"}, "--handshake-timeout is for TLS and needs --tls");
  refused({"listen", "--cert", files_.cert, "0"}, "--cert is for TLS with clients and needs --tls");
  refused({"listen", "--to-alpn", "h2", "--to", "h:1", "0"},
          "--to-alpn is for TLS with the target and needs --to tls:ENDPOINT");
}

TEST_F(TlsUsage, NeedsAFittingRole) {
  const Outcome client = run_netkit({"connect", "--tls", "--client-ca", files_.ca, "h", "1"});
  EXPECT_EQ(client.status, 2);
  EXPECT_TRUE(client.err.contains("--client-ca")) << client.err;
  const Outcome server = run_netkit({"echo", "--tls", "--sni", "a.test", "0"});
  EXPECT_EQ(server.status, 2);
  EXPECT_TRUE(server.err.contains("--sni")) << server.err;
  refused({"echo", "--tls", "--verify-name", "a.test", "0"},
          "--verify-name is for certificates of clients and needs --client-ca");
  refused({"echo", "--tls", "--crl", files_.ca, "0"},
          "--crl is for certificates of clients and needs --client-ca");
}

TEST_F(TlsUsage, InsecureExcludesTrust) {
  for (const auto& [option, value] : {std::pair<std::string, std::string>{"--ca", files_.ca},
                                      {"--crl", files_.ca},
                                      {"--verify-name", "a.test"},
                                      {"--pin", "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}})
    refused({"connect", "--tls", "--insecure", option, value, "h", "1"},
            "--insecure and " + option + " exclude each other");
}

TEST_F(TlsUsage, AUnixSocketHasNoName) {
  refused({"connect", "--tls", "-U", files_.dir / "x"},
          "--tls: no name to verify (--sni, --verify-name, --pin or --insecure)");
}

TEST_F(TlsUsage, FilesMustBeThereAndFit) {
  const std::string binary = files_.dir.write("c.p12", std::string("0\x82\x0a", 3)),
                    other = files_.dir.write("other.pem", Certificate(for_localhost()).key_pem());
  ::chmod(other.c_str(), 0600);
  const auto with = [](const std::string& cert, const std::string& key) {
    return Words{"listen", "--tls", "--cert", cert, "--key", key, "0"};
  };
  refused({"listen", "--tls", "--cert", "/no/cert.pem", "0"},
          "--cert: /no/cert.pem: No such file or directory");
  refused(with(files_.cert, "/no/key.pem"), "--key: /no/key.pem: No such file or directory");
  refused(with(binary, files_.key),
          "--cert: " + binary + ": is no PEM (openssl pkcs12 -in c.p12 -nodes -out c.pem)");
  refused(with(files_.cert, other), "--key: " + other + ": does not belong to the certificate");
  refused({"listen", "--tls", "--key", files_.key, "0"}, "--key belongs to a certificate and needs --cert");
  refused({"connect", "--tls", "--ca", "/no/ca.pem", "h", "1"},
          "--ca: /no/ca.pem: No such file or directory");
}

TEST_F(TlsUsage, AnEncryptedKeyNeedsItsPassphrase) {
  const std::string key = files_.dir.write("locked.pem", files_.leaf.encrypted_key_pem("open sesame"));
  ::chmod(key.c_str(), 0600);
  const Words words{"listen", "--tls", "--cert", files_.cert, "--key", key, "127.0.0.1", "0"};
  const Outcome without = run_netkit(words);
  EXPECT_EQ(without.status, 2);
  EXPECT_TRUE(without.err.contains("is encrypted")) << without.err;
  EXPECT_TRUE(without.err.contains("--key-pass-file")) << without.err;
  const std::string good = files_.dir.write("good", "open sesame\n"),
                    bad = files_.dir.write("bad", "sesame\n");
  ::chmod(good.c_str(), 0600);
  ::chmod(bad.c_str(), 0600);
  const Outcome wrong = run_netkit(words + Words{"--key-pass-file", bad});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_FALSE(wrong.err.contains("sesame")) << wrong.err;
  EXPECT_EQ(run_netkit(words + Words{"--key-pass-file", good, "--max-time", "50ms"}).status, 124);
}

TEST_F(TlsUsage, ListsMustLeaveSomething) {
  const auto with = [](const std::string& option) {
    return Words{"connect", "--tls", option, "nonsense", "h", "1"};
  };
  for (const std::string option : {"--ciphers", "--ciphersuites", "--groups"}) {
    const Outcome outcome = run_netkit(with(option));
    EXPECT_EQ(outcome.status, 2);
    EXPECT_TRUE(outcome.err.starts_with("netkit: " + option + ": ")) << outcome.err;
  }
  // Without them OpenSSL would verify nothing.
  EXPECT_EQ(run_netkit({"connect", "--tls", "--ciphers", "aNULL", "--max-tls", "1.2", "h", "1"}).status, 2);
}

TEST_F(TlsUsage, ValuesAreChecked) {
  for (const Words& bad : {Words{"--pin", "sha256//short"}, Words{"--pin", "8bG1"}, Words{"--min-tls", "1.4"},
                           Words{"--verify-name", ".test"}, Words{"--sni", "a b"}, Words{"--alpn", "a,,b"}}) {
    const Outcome outcome = run_netkit(Words{"connect", "--tls"} + bad + Words{"h", "1"});
    EXPECT_EQ(outcome.status, 2) << bad.back();
    EXPECT_TRUE(outcome.err.starts_with("netkit: " + bad.front() + ": ")) << outcome.err;
  }
}

TEST_F(TlsUsage, AKeyLogIsWarnedOf) {
  const std::string log = files_.dir / "keys.log";
  const Words words = Words{"echo"} + files_.server({"127.0.0.1", "0", "--max-time", "50ms"});
  const std::string warning = "netkit: warning: who can read " + log + " can read what is sent (--key-log)\n";
  EXPECT_TRUE(run_netkit(words + Words{"--key-log", log}).err.starts_with(warning));
  Launch launch = netkit(words);
  launch.environment = {{"SSLKEYLOGFILE", log}};
  EXPECT_TRUE(run(launch).err.starts_with(warning));
}

TEST_F(TlsUsage, AKeyForAllToReadIsWarnedOf) {
  ::chmod(files_.key.c_str(), 0644);
  const Words words = Words{"echo"} + files_.server({"127.0.0.1", "0", "--max-time", "50ms"});
  EXPECT_TRUE(run_netkit(words).err.starts_with("netkit: warning: " + files_.key +
                                                " can be read by everyone (mode 0644)\n"));
  EXPECT_FALSE(run_netkit(words + Words{"-q"}).err.contains("warning"));
  ::chmod(files_.key.c_str(), 0640);
  EXPECT_FALSE(run_netkit(words).err.contains("warning"));
}

}  // namespace
}  // namespace netkit::test
