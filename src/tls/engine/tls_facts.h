// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// What stands in a certificate (RFC 5280). Texts are UTF-8 and may contain any character.
struct CertificateFacts {
  std::string subject, issuer;            ///< "C=US, O=Let's Encrypt, CN=R11"
  std::string subject_name, issuer_name;  ///< the CN alone; where there is none, the whole
  std::vector<std::string> names;         ///< DNS names and addresses of the subject alternative name
  std::chrono::sys_seconds valid_from, valid_to;
  std::string serial_number;  ///< hexadecimal, upper case
  std::string key_type;       ///< "EC", "RSA", "ED25519"
  int key_bits = 0;
  std::string signature;       ///< "sha256WithRSAEncryption"
  std::string fingerprint256;  ///< "AB:CD:..."
  std::string pin;             ///< "sha256//...=" (RFC 7469, with curl's prefix)
  std::string pem;
  bool self_signed = false;  ///< issuer and subject are the same
};

/// A fault of a handshake or of a record, or of a certificate that was not enforced.
struct TlsFault {
  std::string code;  ///< as in Node.js's `tls`: "CERT_HAS_EXPIRED", "ERR_SSL_WRONG_VERSION_NUMBER"
  std::string text;  ///< what happened, and in parentheses the option of netkit(1) that helps
};

/// What a handshake has agreed on. Texts are empty where there is nothing.
struct TlsFacts {
  std::string protocol;                 ///< "TLSv1.3"
  std::string cipher;                   ///< "TLS_AES_256_GCM_SHA384"
  std::string group;                    ///< "X25519"
  std::string alpn;                     ///< "h2"
  std::string server_name;              ///< that the client has sent
  bool certificate_wanted = false;      ///< the peer has asked for ours
  bool authorized = false;              ///< the peer's certificate is good by all that was asked of it
  std::vector<TlsFault> faults;         ///< what is wrong with it: the first one counts
  std::vector<CertificateFacts> chain;  ///< as the peer has sent it, leaf first
};

// Example:
//
//     const TlsFacts facts;
//     assert(facts.protocol.empty() && !facts.authorized);

}  // namespace netkit
