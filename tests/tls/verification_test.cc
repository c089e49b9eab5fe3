// SPDX-License-Identifier: MIT
// What is asked of certificates, and how each fault is told.
#include <gtest/gtest.h>
#include <netkit/tls/engine/tls_engine.h>

#include <string>

#include "handshakes.h"

namespace netkit::test {
namespace {

using State = TlsEngine::State;

/// The fault of a client's handshake; empty if there is none.
TlsFault fault_between(const TlsSides& sides) {
  Side client(sides.client), server(sides.server);
  exchange(client, server);
  if (client.engine->state() != State::failed) return {};
  EXPECT_EQ(server.engine->state(), State::failed);  // it has heard an alert
  return client.engine->fault();
}

class Verification : public testing::Test {
 protected:
  /// A server's certificate by this issuer, which the client trusts.
  TlsSides issued(const CertificateRequest& request) const {
    TlsSides sides{Certificate(request, issuer_)};
    sides.client.issuers = {sides.dir->write("ca.pem", issuer_.pem())};
    return sides;
  }

  Certificate issuer_{{.subject = "Test CA", .is_issuer = true}};
};

TEST_F(Verification, AcceptsATrustedIssuer) {
  EXPECT_EQ(fault_between(issued(for_localhost())).code, "");
}

TEST_F(Verification, NamesWhatHasExpired) {
  CertificateRequest request = for_localhost();
  request.first_day = -10;
  request.last_day = -3;
  const TlsFault fault = fault_between(issued(request));
  EXPECT_EQ(fault.code, "CERT_HAS_EXPIRED");
  EXPECT_TRUE(fault.text.starts_with("the certificate expired on 20")) << fault.text;
}

TEST_F(Verification, NamesWhatIsNotYetValid) {
  CertificateRequest request = for_localhost();
  request.first_day = 3;
  const TlsFault fault = fault_between(issued(request));
  EXPECT_EQ(fault.code, "CERT_NOT_YET_VALID");
  EXPECT_TRUE(fault.text.starts_with("the certificate is not valid before 20")) << fault.text;
}

TEST_F(Verification, NamesAnIssuerThatHasExpired) {
  const Certificate old({.subject = "Old CA", .first_day = -9, .last_day = -2, .is_issuer = true});
  TlsSides sides{Certificate(for_localhost(), old)};
  sides.client.issuers = {sides.dir->write("ca.pem", old.pem())};
  const TlsFault fault = fault_between(sides);
  EXPECT_EQ(fault.code, "CERT_HAS_EXPIRED");
  EXPECT_TRUE(fault.text.starts_with("the certificate of \"Old CA\" expired on 20")) << fault.text;
}

TEST_F(Verification, NamesAnIssuerThatIsNotTrusted) {
  TlsSides sides = issued(for_localhost());
  sides.client.issuers = {
      sides.dir->write("other.pem", Certificate({.subject = "Other", .is_issuer = true}).pem())};
  const TlsFault fault = fault_between(sides);
  EXPECT_EQ(fault.code, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
  EXPECT_EQ(fault.text, "the issuer \"Test CA\" is not trusted (--ca)");
}

TEST_F(Verification, NamesARootThatIsNotTrusted) {
  const Certificate leaf(for_localhost(), issuer_);
  TlsSides sides;
  sides.server.certificate = sides.dir->write("chain.pem", leaf.pem() + issuer_.pem() + leaf.key_pem());
  const TlsFault fault = fault_between(sides);
  EXPECT_EQ(fault.code, "SELF_SIGNED_CERT_IN_CHAIN");
  EXPECT_EQ(fault.text, "the root \"Test CA\" is not trusted (--ca)");
}

TEST_F(Verification, GivesThePinOfASelfSignedCertificate) {
  TlsSides sides;
  sides.client.issuers = {sides.dir->write("ca.pem", issuer_.pem())};
  const std::string pin = context_of(sides.server)->certificate()->pin;
  const TlsFault fault = fault_between(sides);
  EXPECT_EQ(fault.code, "DEPTH_ZERO_SELF_SIGNED_CERT");
  EXPECT_EQ(fault.text, "the certificate is self-signed (--pin " + pin + " trusts its key)");
}

TEST_F(Verification, TrustsALeafThatStandsAmongTheIssuers) {
  const Certificate leaf(for_localhost(), issuer_);
  TlsSides sides(leaf);
  EXPECT_EQ(fault_between(sides).code, "");
}

TEST_F(Verification, ListsTheNamesOfACertificateForOthers) {
  CertificateRequest request{.names = {"DNS:a.test", "DNS:b.test", "IP:192.0.2.1"}};
  TlsSides sides = issued(request);
  TlsFault fault = fault_between(sides);
  EXPECT_EQ(fault.code, "ERR_TLS_CERT_ALTNAME_INVALID");
  EXPECT_EQ(fault.text, "the certificate is for a.test, b.test, 192.0.2.1, not for localhost");
  for (const char* more : {"c", "d", "e"}) request.names.push_back(std::string("DNS:") + more + ".test");
  fault = fault_between(issued(request));
  EXPECT_EQ(fault.text,
            "the certificate is for a.test, b.test, 192.0.2.1, c.test, d.test and 1 more, not for localhost");
}

struct NameRow {
  CertificateRequest request;
  std::string name;
  bool is_good;
};

// RFC 6125, section 6.4, and OpenSSL's X509_check_host(3).
TEST_F(Verification, ComparesNames) {
  const NameRow rows[] = {
      {{.names = {"DNS:A.Test"}}, "a.tEST", true},
      {{.names = {"DNS:*.b.test"}}, "a.b.test", true},
      {{.names = {"DNS:*.b.test"}}, "c.a.b.test", false},
      {{.names = {"DNS:f*.b.test"}}, "foo.b.test", false},
      {{.subject = "a.test"}, "a.test", true},
      {{.subject = "a.test", .names = {"DNS:b.test"}}, "a.test", false},
      {{.subject = "127.0.0.1"}, "127.0.0.1", false},
      {{.names = {"IP:127.0.0.1"}}, "127.0.0.1", true},
      {{.names = {"DNS:127.0.0.1"}}, "127.0.0.1", false},
      {{.names = {"IP:2001:db8::1"}}, "2001:db8::1", true},
  };
  for (const NameRow& row : rows) {
    TlsSides sides = issued(row.request);
    sides.client.names = {row.name};
    EXPECT_EQ(fault_between(sides).code, row.is_good ? "" : "ERR_TLS_CERT_ALTNAME_INVALID") << row.name;
  }
}

TEST_F(Verification, WantsACertificateForServers) {
  CertificateRequest request = for_localhost();
  request.usage = "clientAuth";
  const TlsFault fault = fault_between(issued(request));
  EXPECT_EQ(fault.code, "INVALID_PURPOSE");
  EXPECT_EQ(fault.text, "the certificate is not for servers");
}

TEST_F(Verification, AsksTheRevocationList) {
  const Certificate leaf(for_localhost(), issuer_), other(for_localhost(), issuer_);
  TlsSides sides(leaf);
  sides.client.issuers = {sides.dir->write("ca.pem", issuer_.pem())};
  sides.client.revoked = {sides.dir->write("good.crl", issuer_.revocation_list(&other))};
  EXPECT_EQ(fault_between(sides).code, "");
  sides.client.revoked = {sides.dir->write("bad.crl", issuer_.revocation_list(&leaf))};
  EXPECT_EQ(fault_between(sides).text, "the certificate is revoked");
  const Certificate stranger({.subject = "Stranger", .is_issuer = true});
  sides.client.revoked = {sides.dir->write("other.crl", stranger.revocation_list(nullptr))};
  const TlsFault fault = fault_between(sides);
  EXPECT_EQ(fault.code, "UNABLE_TO_GET_CRL");
  EXPECT_EQ(fault.text, "--crl has no list of the issuer \"Test CA\"");
}

TEST_F(Verification, OfAPinIsAboutTheKeyAlone) {
  TlsSides sides = issued({.subject = "elsewhere", .first_day = -9, .last_day = -3});
  sides.client.issuers.clear();
  sides.client.verify = false;
  Side client(sides.client), server(sides.server);
  exchange(client, server);
  sides.client.pins = {KeyPin{}};
  const TlsFault fault = fault_between(sides);
  EXPECT_EQ(fault.code, "ERR_TLS_PIN");
  EXPECT_EQ(fault.text, "the peer's key is " + client.engine->facts().chain[0].pin + ", which is not pinned");
}

TEST_F(Verification, OfNothingStillTellsTheFaults) {
  TlsSides sides = issued({.subject = "elsewhere", .first_day = -9, .last_day = -3});
  sides.client.verify = false;
  Side client(sides.client), server(sides.server);
  exchange(client, server);
  const TlsFacts facts = client.engine->facts();
  EXPECT_FALSE(facts.authorized);
  ASSERT_EQ(facts.faults.size(), 2U);
  EXPECT_EQ(facts.faults[0].code, "ERR_TLS_CERT_ALTNAME_INVALID");
  EXPECT_EQ(facts.faults[1].code, "CERT_HAS_EXPIRED");
}

class ClientVerification : public Verification {
 protected:
  ClientVerification() { sides_.server.issuers = {sides_.dir->write("ca.pem", issuer_.pem())}; }
  void show(const Certificate& certificate) {
    sides_.client.certificate = sides_.dir->write("client.pem", certificate.pem() + certificate.key_pem());
  }
  TlsFault server_fault() const {
    Side client(sides_.client), server(sides_.server);
    exchange(client, server);
    return server.engine->fault();
  }

  TlsSides sides_;
};

TEST_F(ClientVerification, WantsACertificateOfTheIssuers) {
  EXPECT_EQ(server_fault().code, "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE");
  EXPECT_EQ(server_fault().text, "the client has no certificate");
  show(Certificate({.subject = "client"}));
  EXPECT_EQ(server_fault().code, "DEPTH_ZERO_SELF_SIGNED_CERT");
  show(Certificate({.subject = "client"}, issuer_));
  EXPECT_EQ(server_fault().code, "");
}

TEST_F(ClientVerification, TellsAClientWithoutACertificateWhatItLacks) {
  Side client(sides_.client), server(sides_.server);
  exchange(client, server);
  EXPECT_TRUE(client.engine->facts().certificate_wanted);
  EXPECT_EQ(client.engine->fault().code, "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED");
  EXPECT_EQ(client.engine->fault().text, "the peer wants a certificate (--cert)");
}

TEST_F(ClientVerification, AcceptsOneOfSeveralNames) {
  sides_.server.names = {"a.test", "b.test"};
  show(Certificate({.subject = "client", .names = {"DNS:b.test"}}, issuer_));
  EXPECT_EQ(server_fault().code, "");
  show(Certificate({.subject = "client", .names = {"DNS:c.test"}}, issuer_));
  EXPECT_EQ(server_fault().text, "the certificate is for c.test, not for a.test or b.test");
}

TEST_F(ClientVerification, WantsACertificateForClients) {
  show(Certificate({.subject = "client", .usage = "serverAuth"}, issuer_));
  EXPECT_EQ(server_fault().text, "the certificate is not for clients");
}

}  // namespace
}  // namespace netkit::test
