// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/tls_options.h>
#include <openssl/ssl.h>

#include <string>
#include <vector>

namespace netkit::internal {

// What is read from files. All throw TlsOptionError.

/// The chain and the key; the key must belong to the certificate.
void load_certificate(SSL_CTX& context, const TlsOptions& options);

/// FILE|FOLDER: certificates that `store` trusts.
void load_issuers(X509_STORE& store, const std::vector<std::string>& places);
/// Has a server tell its clients the names of these issuers.
void offer_issuers(SSL_CTX& context, const std::vector<std::string>& places);

/// Files with lists of revoked certificates.
void load_revoked(X509_STORE& store, const std::vector<std::string>& files);

}  // namespace netkit::internal
