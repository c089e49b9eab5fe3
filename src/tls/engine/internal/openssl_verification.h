// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/tls_facts.h>
#include <netkit/tls/engine/tls_options.h>
#include <openssl/ssl.h>

#include <string>
#include <vector>

namespace netkit::internal {

class SystemIssuers;

/// What is asked of the peer's certificate, and what was found wrong with it.
struct Verification {
  bool accepted = false;
  bool authorized = false;  ///< by all that was asked
  int error = 0;            ///< X509_V_ERR_..., of the first fault that was asked about
  std::vector<TlsFault> faults;
};

/// Verifies the chain that the peer of `context` has sent. The issuers that the options name are in its
/// store; without any, `system` is asked. A fault that was not asked about is listed all the same.
Verification verify_chain(X509_STORE_CTX& context, const TlsOptions& options, SystemIssuers* system);

}  // namespace netkit::internal
