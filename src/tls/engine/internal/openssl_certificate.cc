// SPDX-License-Identifier: MIT
#include <netkit/tls/engine/internal/openssl_certificate.h>

#include <arpa/inet.h>
#include <netkit/tls/engine/internal/openssl_ptr.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace netkit::internal {
namespace {

std::string name_text(const X509_NAME& name) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  constexpr unsigned long one_line_utf8 = (XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB) & ~XN_FLAG_SPC_EQ;
  X509_NAME_print_ex(bio.get(), &name, 0, one_line_utf8);
  return text_in(*bio);
}

std::string utf8_text(const ASN1_STRING& string) {
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, &string);
  const OpenSslMemory<unsigned char> owner(utf8);
  return size > 0 ? std::string(utf8, utf8 + size) : std::string();
}

std::chrono::sys_seconds time_of(const ASN1_TIME& time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(&time, &parts) != 1) return {};
  return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&parts)));
}

std::string address_text(const ASN1_OCTET_STRING& octets) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = ASN1_STRING_length(&octets) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(&octets) != 16) return "";
  const char* const made = ::inet_ntop(family, ASN1_STRING_get0_data(&octets), text.data(), text.size());
  return made != nullptr ? made : "";
}

std::vector<std::string> alternative_names(const X509& certificate) {
  std::vector<std::string> names;
  const OpenSslPtr<GENERAL_NAMES, GENERAL_NAMES_free> list(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; list && i < sk_GENERAL_NAME_num(list.get()); ++i) {
    const GENERAL_NAME& name = *sk_GENERAL_NAME_value(list.get(), i);
    if (name.type == GEN_DNS) names.push_back(utf8_text(*name.d.dNSName));
    if (name.type == GEN_IPADD) names.push_back(address_text(*name.d.iPAddress));
  }
  return names;
}

std::string serial_number(const X509& certificate) {
  const OpenSslPtr<BIGNUM, BN_free> number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(&certificate), nullptr));
  const OpenSslMemory<char> text(number ? BN_bn2hex(number.get()) : nullptr);
  return text ? text.get() : "";
}

std::string fingerprint(const X509& certificate) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  unsigned size = 0;
  X509_digest(&certificate, EVP_sha256(), digest.data(), &size);
  std::string text;
  for (const unsigned char byte : digest) {
    std::array<char, 4> hex{};
    std::snprintf(hex.data(), hex.size(), text.empty() ? "%02X" : ":%02X", byte);
    text += hex.data();
  }
  return text;
}

void add_key(CertificateFacts& facts, const X509& certificate) {
  EVP_PKEY* const key = X509_get0_pubkey(&certificate);
  if (key == nullptr) return;
  const char* const type = EVP_PKEY_get0_type_name(key);
  facts.key_type = type != nullptr ? type : "";
  facts.key_bits = EVP_PKEY_get_bits(key);
}

std::string pem_text(X509& certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), &certificate);
  return text_in(*bio);
}

}  // namespace

CertificateFacts certificate_facts(X509& certificate) {
  const X509_NAME& subject = *X509_get_subject_name(&certificate);
  const X509_NAME& issuer = *X509_get_issuer_name(&certificate);
  CertificateFacts facts;
  facts.subject = name_text(subject);
  facts.issuer = name_text(issuer);
  facts.subject_name = common_name(subject);
  facts.issuer_name = common_name(issuer);
  facts.names = alternative_names(certificate);
  facts.valid_from = time_of(*X509_get0_notBefore(&certificate));
  facts.valid_to = time_of(*X509_get0_notAfter(&certificate));
  facts.serial_number = serial_number(certificate);
  add_key(facts, certificate);
  facts.signature = OBJ_nid2ln(X509_get_signature_nid(&certificate));
  facts.fingerprint256 = fingerprint(certificate);
  facts.pin = pin_text(key_pin(certificate));
  facts.pem = pem_text(certificate);
  facts.self_signed = X509_NAME_cmp(&subject, &issuer) == 0;
  return facts;
}

std::string common_name(const X509_NAME& name) {
  const int position = X509_NAME_get_index_by_NID(&name, NID_commonName, -1);
  if (position < 0) return name_text(name);
  return utf8_text(*X509_NAME_ENTRY_get_data(X509_NAME_get_entry(&name, position)));
}

KeyPin key_pin(const X509& certificate) {
  KeyPin pin{};
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(&certificate), &der);
  const OpenSslMemory<unsigned char> owner(der);
  if (size > 0) SHA256(der, static_cast<std::size_t>(size), pin.data());
  return pin;
}

std::string pin_text(const KeyPin& pin) {
  std::array<unsigned char, 48> base64{};
  const int size = EVP_EncodeBlock(base64.data(), pin.data(), static_cast<int>(pin.size()));
  return "sha256//" + std::string(base64.data(), base64.data() + size);
}

std::string date_text(const ASN1_TIME& time) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time_of(time)));
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

}  // namespace netkit::internal
