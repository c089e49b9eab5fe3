// SPDX-License-Identifier: MIT
// What a context is made of: files, lists, and a certificate of its own.
#include <gtest/gtest.h>
#include <netkit/tls/engine/load_tls.h>

#include <string>

#include "handshakes.h"

namespace netkit::test {
namespace {

using Failed = TlsOptionError::Option;

class TlsContextTest : public testing::Test {
 protected:
  TlsContextTest() { options_.role = TlsOptions::Role::server; }

  TlsOptionError error() const {
    const auto context = tls_module().context(options_);
    return context ? TlsOptionError{Failed::other, "no error"} : context.error();
  }
  void expect_error(Failed option, const std::string& text) const {
    const TlsOptionError found = error();
    EXPECT_EQ(found.option, option) << found.text;
    EXPECT_EQ(found.text, text);
  }

  TempDir dir_;
  Certificate certificate_{for_localhost()};
  std::string pem_ = dir_.write("c.pem", certificate_.pem());
  std::string key_ = dir_.write("k.pem", certificate_.key_pem());
  std::string no_pem_ = dir_.write("c.p12", std::string("\x30\x82\x01", 3));
  TlsOptions options_;
};

TEST_F(TlsContextTest, NamesAFileThatIsMissingOrIsNoPem) {
  options_.certificate = dir_ / "none.pem";
  expect_error(Failed::certificate, dir_ / "none.pem" + ": No such file or directory");
  options_.certificate = no_pem_;
  expect_error(Failed::certificate, no_pem_ + ": is no PEM (openssl pkcs12 -in c.p12 -nodes -out c.pem)");
  options_.certificate = dir_.path();
  expect_error(Failed::certificate, dir_.path() + ": Is a directory");
}

TEST_F(TlsContextTest, NamesAKeyThatDoesNotFit) {
  options_.certificate = pem_;
  expect_error(Failed::key, pem_ + ": has no private key (--key)");
  options_.key = no_pem_;
  expect_error(Failed::key, no_pem_ + ": is no PEM (openssl pkcs12 -in c.p12 -nodes -out c.pem)");
  options_.key = dir_.write("other.pem", Certificate(for_localhost()).key_pem());
  expect_error(Failed::key, options_.key + ": does not belong to the certificate");
  options_.key = key_;
  EXPECT_EQ(error().text, "no error");
}

TEST_F(TlsContextTest, OpensAnEncryptedKeyWithItsPassphrase) {
  options_.certificate = pem_;
  options_.key = dir_.write("secret.pem", certificate_.encrypted_key_pem("open sesame"));
  expect_error(Failed::key, options_.key + ": is encrypted (--key-pass-file)");
  options_.passphrase = "sesame";
  expect_error(Failed::passphrase, options_.key + ": the passphrase does not open this key");
  options_.passphrase = "open sesame";
  EXPECT_EQ(error().text, "no error");
}

TEST_F(TlsContextTest, NamesListsThatLeaveNothing) {
  options_.ciphers = "nonsense";
  expect_error(Failed::ciphers, "'nonsense' has nothing that OpenSSL knows");
  options_.ciphers = "";
  options_.suites = "nonsense";
  EXPECT_EQ(error().option, Failed::suites);
  options_.suites = "";
  options_.groups = "nonsense";
  EXPECT_EQ(error().option, Failed::groups);
}

TEST_F(TlsContextTest, NamesIssuersAndListsThatAreNone) {
  options_.issuers = {no_pem_};
  EXPECT_EQ(error().option, Failed::issuers);
  options_.issuers = {dir_ / "none.pem"};
  expect_error(Failed::issuers, dir_ / "none.pem" + ": No such file or directory");
  options_.issuers = {};
  options_.revoked = {pem_};
  expect_error(Failed::revoked, pem_ + ": has no revocation list in PEM");
}

TEST_F(TlsContextTest, MakesACertificateOfItsOwn) {
  options_.own_names = {"localhost", "127.0.0.1", "::1", "a.test"};
  const auto context = context_of(options_);
  const CertificateFacts& facts = *context->certificate();
  EXPECT_EQ(facts.subject, "CN=netkit");
  EXPECT_EQ(facts.names, (std::vector<std::string>{"localhost", "127.0.0.1", "::1", "a.test"}));
  EXPECT_EQ(facts.valid_to - facts.valid_from, std::chrono::days(365));
  EXPECT_TRUE(facts.self_signed);
  EXPECT_NE(context_of(options_)->certificate()->pin, facts.pin);
}

TEST_F(TlsContextTest, AppendsTheSecretsToTheKeyLog) {
  TlsSides sides;
  sides.client.key_log = *sides.dir / "keys";
  Side client(sides.client), server(sides.server);
  exchange(client, server);
  const std::string log = contents(sides.client.key_log);
  EXPECT_TRUE(log.contains("CLIENT_TRAFFIC_SECRET_0 ")) << log;
  EXPECT_TRUE(log.ends_with('\n'));
}

}  // namespace
}  // namespace netkit::test
