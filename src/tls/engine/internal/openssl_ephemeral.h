// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/ssl.h>

#include <string>
#include <vector>

namespace netkit::internal {

/// Has the context show a certificate that is made for it: EC P-256, self-signed, valid from an hour ago for
/// a year, for these host names and addresses. Throws TlsOptionError.
void use_ephemeral_certificate(SSL_CTX& context, const std::vector<std::string>& names);

}  // namespace netkit::internal
