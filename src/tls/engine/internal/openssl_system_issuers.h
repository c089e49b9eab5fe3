// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/x509_vfy.h>

#include <mutex>

namespace netkit::internal {

/// The issuers that the system trusts. They are looked up one at a time in a hashed folder: SSL_CERT_DIR, or
/// OpenSSL's own. A bundle of all of them takes long to read, and is read when one was not found there.
/// Any thread.
class SystemIssuers {
 public:
  /// Has `store` look into the folder.
  static void use_folder(X509_STORE& store);

  /// Reads the bundle into `store`, for the first caller. Returns whether the issuers are another set than
  /// before that.
  bool load_bundle(X509_STORE& store);
  /// There was neither a folder nor a bundle.
  bool none() const { return none_; }

 private:
  std::once_flag read_;
  bool has_bundle_ = false, none_ = false;  // written under read_
};

}  // namespace netkit::internal
