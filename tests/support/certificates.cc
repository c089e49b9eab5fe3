// SPDX-License-Identifier: MIT
#include "certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>
#include <string_view>

namespace netkit::test {
namespace {

template <auto free_function>
struct FreeWith {
  void operator()(auto* object) const { free_function(object); }
};
using X509Ptr = std::unique_ptr<X509, FreeWith<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using BioPtr = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;

constexpr long a_day = 24L * 60 * 60;

void require(bool good) {
  if (!good) throw std::runtime_error("OpenSSL cannot make this certificate");
}

void set_name(X509_NAME* name, const std::string& text) {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  require(X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, bytes,
                                     static_cast<int>(text.size()), -1, 0) == 1);
}

void add_extension(X509& certificate, int kind, const std::string& value) {
  const std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
  require(extension && X509_add_ext(&certificate, extension.get(), -1) == 1);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

template <typename Write>
std::string written(const Write& write) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  require(write(bio.get()) == 1);
  char* data = nullptr;
  const long size = BIO_ctrl(bio.get(), BIO_CTRL_INFO, 0, &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

struct Certificate::Parts {
  KeyPtr key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
  X509Ptr certificate{X509_new()};

  explicit Parts(const CertificateRequest& request) {
    static long serial = 1000;
    X509& made = *certificate;
    X509_set_version(&made, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(&made), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(&made), request.first_day * a_day);
    X509_gmtime_adj(X509_getm_notAfter(&made), request.last_day * a_day);
    set_name(X509_get_subject_name(&made), request.subject);
    X509_set_pubkey(&made, key.get());
    add_extension(made, NID_basic_constraints, request.is_issuer ? "critical,CA:TRUE" : "CA:FALSE");
    if (!request.names.empty()) add_extension(made, NID_subject_alt_name, joined(request.names));
    if (!request.usage.empty()) add_extension(made, NID_ext_key_usage, request.usage);
  }

  void sign(const Parts& issuer) {
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.certificate.get()));
    require(X509_sign(certificate.get(), issuer.key.get(), EVP_sha256()) > 0);
  }
};

Certificate::Certificate(const CertificateRequest& request) : parts_(std::make_unique<Parts>(request)) {
  parts_->sign(*parts_);
}

Certificate::Certificate(const CertificateRequest& request, const Certificate& issuer)
    : parts_(std::make_unique<Parts>(request)) {
  parts_->sign(*issuer.parts_);
}

Certificate::~Certificate() = default;

std::string Certificate::pem() const {
  return written([this](BIO* bio) { return PEM_write_bio_X509(bio, parts_->certificate.get()); });
}

std::string Certificate::key_pem() const {
  return written([this](BIO* bio) {
    return PEM_write_bio_PrivateKey(bio, parts_->key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

std::string Certificate::encrypted_key_pem(const std::string& passphrase) const {
  return written([&](BIO* bio) {
    return PEM_write_bio_PKCS8PrivateKey(bio, parts_->key.get(), EVP_aes_256_cbc(), passphrase.data(),
                                         static_cast<int>(passphrase.size()), nullptr, nullptr);
  });
}

std::string Certificate::revocation_list(const Certificate* revoked) const {
  const std::unique_ptr<X509_CRL, FreeWith<X509_CRL_free>> list(X509_CRL_new());
  const std::unique_ptr<ASN1_TIME, FreeWith<ASN1_STRING_free>> now(X509_gmtime_adj(nullptr, -a_day)),
      later(X509_gmtime_adj(nullptr, 30 * a_day));
  X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(parts_->certificate.get()));
  X509_CRL_set1_lastUpdate(list.get(), now.get());
  X509_CRL_set1_nextUpdate(list.get(), later.get());
  if (revoked != nullptr) {
    X509_REVOKED* const entry = X509_REVOKED_new();
    X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(revoked->parts_->certificate.get()));
    X509_REVOKED_set_revocationDate(entry, now.get());
    X509_CRL_add0_revoked(list.get(), entry);
  }
  require(X509_CRL_sign(list.get(), parts_->key.get(), EVP_sha256()) > 0);
  return written([&](BIO* bio) { return PEM_write_bio_X509_CRL(bio, list.get()); });
}

CertificateRequest for_localhost() {
  return {.names = {"DNS:localhost", "IP:127.0.0.1"}};
}

}  // namespace netkit::test
