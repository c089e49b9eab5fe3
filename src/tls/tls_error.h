// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/base/export.h>
#include <netkit/tls/engine/tls_facts.h>

#include <chrono>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// "tls CERT_HAS_EXPIRED 127.0.0.1:443: the certificate expired on 2026-11-25", with NetErrc::tls_failed.
Error tls_error(const TlsFault& fault, std::string_view peer);
/// "tls ETIMEDOUT 127.0.0.1:443: no handshake within 10s".
Error tls_timeout(std::chrono::milliseconds limit, std::string_view peer);
/// "tls ECONNRESET 127.0.0.1:443: the peer ended before the handshake was done".
Error tls_broken_off(std::string_view peer);

// Example:
//
//     const Error error = tls_error({"CERT_REVOKED", "the certificate is revoked"}, "127.0.0.1:443");
//     assert(error.message == "tls CERT_REVOKED 127.0.0.1:443: the certificate is revoked");

}  // namespace netkit
