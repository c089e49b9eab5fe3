// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/tls_facts.h>
#include <netkit/tls/engine/tls_options.h>
#include <openssl/x509.h>

#include <string>

namespace netkit::internal {

CertificateFacts certificate_facts(X509& certificate);

/// The CN of a name; without one the whole name.
std::string common_name(const X509_NAME& name);

KeyPin key_pin(const X509& certificate);
/// "sha256//...="
std::string pin_text(const KeyPin& pin);

/// "2026-11-25", in UTC.
std::string date_text(const ASN1_TIME& time);

}  // namespace netkit::internal
