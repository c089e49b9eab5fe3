// SPDX-License-Identifier: MIT
#include <netkit/tls/engine/internal/openssl_fault.h>

#include <netkit/base/ascii.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <span>
#include <string_view>

namespace netkit::internal {
namespace {

struct Named {
  int number;
  std::string_view name;
};

// The reasons of OpenSSL 3.0 for alerts that were received: 1000 and the alert (RFC 8446, section 6).
constexpr Named alerts[] = {
    {1010, "SSLV3_ALERT_UNEXPECTED_MESSAGE"},
    {1020, "SSLV3_ALERT_BAD_RECORD_MAC"},
    {1021, "TLSV1_ALERT_DECRYPTION_FAILED"},
    {1022, "TLSV1_ALERT_RECORD_OVERFLOW"},
    {1030, "SSLV3_ALERT_DECOMPRESSION_FAILURE"},
    {1040, "SSLV3_ALERT_HANDSHAKE_FAILURE"},
    {1041, "SSLV3_ALERT_NO_CERTIFICATE"},
    {1042, "SSLV3_ALERT_BAD_CERTIFICATE"},
    {1043, "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"},
    {1044, "SSLV3_ALERT_CERTIFICATE_REVOKED"},
    {1045, "SSLV3_ALERT_CERTIFICATE_EXPIRED"},
    {1046, "SSLV3_ALERT_CERTIFICATE_UNKNOWN"},
    {1047, "SSLV3_ALERT_ILLEGAL_PARAMETER"},
    {1048, "TLSV1_ALERT_UNKNOWN_CA"},
    {1049, "TLSV1_ALERT_ACCESS_DENIED"},
    {1050, "TLSV1_ALERT_DECODE_ERROR"},
    {1051, "TLSV1_ALERT_DECRYPT_ERROR"},
    {1060, "TLSV1_ALERT_EXPORT_RESTRICTION"},
    {1070, "TLSV1_ALERT_PROTOCOL_VERSION"},
    {1071, "TLSV1_ALERT_INSUFFICIENT_SECURITY"},
    {1080, "TLSV1_ALERT_INTERNAL_ERROR"},
    {1086, "TLSV1_ALERT_INAPPROPRIATE_FALLBACK"},
    {1090, "TLSV1_ALERT_USER_CANCELLED"},
    {1100, "TLSV1_ALERT_NO_RENEGOTIATION"},
    {1109, "TLSV13_ALERT_MISSING_EXTENSION"},
    {1110, "TLSV1_UNSUPPORTED_EXTENSION"},
    {1111, "TLSV1_CERTIFICATE_UNOBTAINABLE"},
    {1112, "TLSV1_UNRECOGNIZED_NAME"},
    {1113, "TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE"},
    {1114, "TLSV1_BAD_CERTIFICATE_HASH_VALUE"},
    {1115, "TLSV1_ALERT_UNKNOWN_PSK_IDENTITY"},
    {1116, "TLSV13_ALERT_CERTIFICATE_REQUIRED"},
    {1120, "TLSV1_ALERT_NO_APPLICATION_PROTOCOL"},
};

constexpr std::string_view no_tls = "the peer does not speak TLS";
constexpr std::string_view no_version = "no TLS version in common";
constexpr std::string_view no_cipher = "no cipher, group or signature in common";
constexpr std::string_view no_protocol = "no application protocol in common (--alpn)";

// What is said of a reason in place of its own words.
constexpr Named texts[] = {
    {SSL_R_WRONG_VERSION_NUMBER, no_tls},
    {SSL_R_HTTP_REQUEST, no_tls},
    {SSL_R_HTTPS_PROXY_REQUEST, no_tls},
    {SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, no_version},
    {SSL_R_UNSUPPORTED_PROTOCOL, no_version},
    {SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE, no_cipher},
    {SSL_R_NO_SHARED_CIPHER, no_cipher},
    {SSL_R_NO_SUITABLE_KEY_SHARE, no_cipher},
    {SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM, no_cipher},
    {SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL, no_protocol},
    {SSL_R_NO_APPLICATION_PROTOCOL, no_protocol},
    {SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED, "the peer wants a certificate (--cert)"},
    {SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE, "the client has no certificate"},
};

#define NETKIT_NAMED(name) {X509_V_ERR_##name, #name}
constexpr Named verifications[] = {
    NETKIT_NAMED(UNABLE_TO_GET_ISSUER_CERT),
    NETKIT_NAMED(UNABLE_TO_GET_CRL),
    NETKIT_NAMED(UNABLE_TO_DECRYPT_CERT_SIGNATURE),
    NETKIT_NAMED(UNABLE_TO_DECRYPT_CRL_SIGNATURE),
    NETKIT_NAMED(UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY),
    NETKIT_NAMED(CERT_SIGNATURE_FAILURE),
    NETKIT_NAMED(CRL_SIGNATURE_FAILURE),
    NETKIT_NAMED(CERT_NOT_YET_VALID),
    NETKIT_NAMED(CRL_NOT_YET_VALID),
    NETKIT_NAMED(CERT_HAS_EXPIRED),
    NETKIT_NAMED(CRL_HAS_EXPIRED),
    NETKIT_NAMED(ERROR_IN_CERT_NOT_BEFORE_FIELD),
    NETKIT_NAMED(ERROR_IN_CERT_NOT_AFTER_FIELD),
    NETKIT_NAMED(ERROR_IN_CRL_LAST_UPDATE_FIELD),
    NETKIT_NAMED(ERROR_IN_CRL_NEXT_UPDATE_FIELD),
    NETKIT_NAMED(OUT_OF_MEM),
    NETKIT_NAMED(DEPTH_ZERO_SELF_SIGNED_CERT),
    NETKIT_NAMED(SELF_SIGNED_CERT_IN_CHAIN),
    NETKIT_NAMED(UNABLE_TO_GET_ISSUER_CERT_LOCALLY),
    NETKIT_NAMED(UNABLE_TO_VERIFY_LEAF_SIGNATURE),
    NETKIT_NAMED(CERT_CHAIN_TOO_LONG),
    NETKIT_NAMED(CERT_REVOKED),
    NETKIT_NAMED(INVALID_CA),
    NETKIT_NAMED(PATH_LENGTH_EXCEEDED),
    NETKIT_NAMED(INVALID_PURPOSE),
    NETKIT_NAMED(CERT_UNTRUSTED),
    NETKIT_NAMED(CERT_REJECTED),
    NETKIT_NAMED(UNHANDLED_CRITICAL_EXTENSION),
    NETKIT_NAMED(KEYUSAGE_NO_CERTSIGN),
    NETKIT_NAMED(KEYUSAGE_NO_CRL_SIGN),
    NETKIT_NAMED(PERMITTED_VIOLATION),
    NETKIT_NAMED(EXCLUDED_VIOLATION),
    NETKIT_NAMED(EE_KEY_TOO_SMALL),
    NETKIT_NAMED(CA_KEY_TOO_SMALL),
    NETKIT_NAMED(CA_MD_TOO_WEAK),
    NETKIT_NAMED(HOSTNAME_MISMATCH),
    NETKIT_NAMED(IP_ADDRESS_MISMATCH),
};
#undef NETKIT_NAMED

std::string_view find_name(std::span<const Named> table, int number) {
  const auto found = std::ranges::find(table, number, &Named::number);
  return found == table.end() ? std::string_view() : found->name;
}

std::string replaced(std::string_view text, char from, char to) {
  std::string made(text);
  std::ranges::replace(made, from, to);
  return made;
}

std::string reason_text(unsigned long error) {
  const char* const text = ERR_reason_error_string(error);
  return text != nullptr ? text : "an error of OpenSSL";
}

std::string upper_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

/// "unknown ca", of "TLSV1_ALERT_UNKNOWN_CA".
std::string alert_text(std::string_view name) {
  name.remove_prefix(name.find('_') + 1);
  if (name.starts_with("ALERT_")) name.remove_prefix(std::string_view("ALERT_").size());
  std::string text = replaced(name, '_', ' ');
  std::ranges::transform(text, text.begin(), to_lower);
  return text;
}

}  // namespace

TlsFault fault_of_error(unsigned long error, const FaultContext& context) {
  const int reason = ERR_GET_REASON(error);
  const bool is_ssl = ERR_GET_LIB(error) == ERR_LIB_SSL;
  const std::string_view alert = is_ssl ? find_name(alerts, reason) : std::string_view();
  TlsFault fault;
  fault.code =
      "ERR_SSL_" + (alert.empty() ? upper_case(replaced(reason_text(error), ' ', '_')) : std::string(alert));
  if (!alert.empty() && context.certificate_refused) {
    fault.text = find_name(texts, SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED);
  } else if (const auto text = is_ssl ? find_name(texts, reason) : std::string_view(); !text.empty()) {
    fault.text = text;
  } else if (reason == SSL_R_TLSV1_UNRECOGNIZED_NAME && !context.server_name.empty()) {
    fault.text = "the peer has no certificate for " + context.server_name + " (--sni)";
  } else {
    fault.text = alert.empty() ? reason_text(error) : "the peer refused: " + alert_text(alert);
  }
  return fault;
}

std::string verification_code(int error) {
  const std::string_view name = find_name(verifications, error);
  return name.empty() ? "UNSPECIFIED" : std::string(name);
}

}  // namespace netkit::internal
