// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/tls_facts.h>

#include <string>

#include "cli/option/settings.h"

namespace netkit::cli {

/// What --show-cert prints: what was agreed on, and the chain as it was sent. Safe on a terminal.
std::string certificate_report(const TlsFacts& facts, CertificateForm form);

}  // namespace netkit::cli
