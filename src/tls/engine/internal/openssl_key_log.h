// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/ssl.h>

#include <string>

namespace netkit::internal {

/// Appends the secrets of each session to the file, in NSS's format. Throws TlsOptionError.
void log_keys(SSL_CTX& context, const std::string& path);

}  // namespace netkit::internal
