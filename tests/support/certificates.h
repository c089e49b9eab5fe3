// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace netkit::test {

/// A certificate to be made.
struct CertificateRequest {
  std::string subject = "localhost";    ///< the CN
  std::vector<std::string> names = {};  ///< "DNS:a.test", "IP:127.0.0.1"
  int first_day = -1, last_day = 30;    ///< from today
  bool is_issuer = false;
  std::string usage = {};  ///< "serverAuth", "clientAuth"; empty: any
};

/// A certificate with its private key (EC P-256).
class Certificate {
 public:
  /// Signed by itself.
  explicit Certificate(const CertificateRequest& request);
  /// Signed by `issuer`.
  Certificate(const CertificateRequest& request, const Certificate& issuer);
  ~Certificate();

  std::string pem() const;
  std::string key_pem() const;
  std::string encrypted_key_pem(const std::string& passphrase) const;
  /// A list, made by this issuer, that revokes `revoked`, if there is one.
  std::string revocation_list(const Certificate* revoked) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// For localhost and 127.0.0.1.
CertificateRequest for_localhost();

}  // namespace netkit::test
