// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/tls_facts.h>
#include <netkit/tls/engine/tls_options.h>

#include <string>

namespace netkit::internal {

/// What is known of a session besides OpenSSL's error.
struct FaultContext {
  TlsOptions::Role role = TlsOptions::Role::client;
  std::string server_name;
  bool certificate_refused = false;  ///< the peer has asked for a certificate, and there was none
};

/// The fault that an error of libssl stands for (ERR_get_error(3)). Its code is made from the number: the
/// texts differ between versions of OpenSSL.
TlsFault fault_of_error(unsigned long error, const FaultContext& context);

/// "CERT_HAS_EXPIRED": the code of an error of X509_verify_cert(3).
std::string verification_code(int error);

}  // namespace netkit::internal
