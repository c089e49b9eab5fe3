// SPDX-License-Identifier: MIT
#include <netkit/tls/engine/internal/openssl_ephemeral.h>

#include <netkit/tls/engine/internal/openssl_ptr.h>
#include <netkit/tls/engine/tls_options.h>
#include <openssl/rand.h>

#include <array>

namespace netkit::internal {
namespace {

constexpr long an_hour = 3600, a_day = 24 * an_hour;

bool add_random_serial(X509& certificate) {
  std::array<unsigned char, 16> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) return false;
  random[0] &= 0x7f;  // positive
  const OpenSslPtr<BIGNUM, BN_free> number(
      BN_bin2bn(random.data(), static_cast<int>(random.size()), nullptr));
  return BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr;
}

bool add_name(GENERAL_NAMES& names, const std::string& text) {
  OpenSslPtr<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> address(a2i_IPADDRESS(text.c_str()));
  OpenSslPtr<GENERAL_NAME, GENERAL_NAME_free> name(GENERAL_NAME_new());
  if (address) {
    GENERAL_NAME_set0_value(name.get(), GEN_IPADD, address.release());
  } else {
    OpenSslPtr<ASN1_IA5STRING, ASN1_IA5STRING_free> host(ASN1_IA5STRING_new());
    ASN1_STRING_set(host.get(), text.data(), static_cast<int>(text.size()));
    GENERAL_NAME_set0_value(name.get(), GEN_DNS, host.release());
  }
  return sk_GENERAL_NAME_push(&names, name.release()) > 0;
}

bool add_names(X509& certificate, const std::vector<std::string>& names) {
  const OpenSslPtr<GENERAL_NAMES, GENERAL_NAMES_free> list(GENERAL_NAMES_new());
  for (const std::string& name : names) add_name(*list, name);
  return X509_add1_ext_i2d(&certificate, NID_subject_alt_name, list.get(), 0, X509V3_ADD_DEFAULT) == 1;
}

X509Ptr make_certificate(EVP_PKEY& key, const std::vector<std::string>& names) {
  X509Ptr certificate(X509_new());
  X509& made = *certificate;
  X509_NAME* const subject = X509_get_subject_name(&made);
  constexpr unsigned char own_name[] = "netkit";
  const bool good =
      X509_set_version(&made, X509_VERSION_3) == 1 && add_random_serial(made) &&
      X509_gmtime_adj(X509_getm_notBefore(&made), -an_hour) != nullptr &&
      X509_gmtime_adj(X509_getm_notAfter(&made), 365 * a_day - an_hour) != nullptr &&
      X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8, own_name, -1, -1, 0) == 1 &&
      X509_set_issuer_name(&made, subject) == 1 && X509_set_pubkey(&made, &key) == 1 &&
      add_names(made, names) && X509_sign(&made, &key, EVP_sha256()) > 0;
  return good ? std::move(certificate) : nullptr;
}

}  // namespace

void use_ephemeral_certificate(SSL_CTX& context, const std::vector<std::string>& names) {
  const KeyPtr key(EVP_EC_gen("P-256"));
  const X509Ptr certificate = key ? make_certificate(*key, names) : nullptr;
  const bool used = certificate && SSL_CTX_use_certificate(&context, certificate.get()) == 1 &&
                    SSL_CTX_use_PrivateKey(&context, key.get()) == 1;
  if (!used) throw TlsOptionError{TlsOptionError::Option::other, "OpenSSL cannot make a certificate"};
}

}  // namespace netkit::internal
