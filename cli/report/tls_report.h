// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/tls_facts.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/report/report.h"

namespace netkit::cli {

/// "2026-11-25T12:00:00Z" (RFC 3339).
std::string time_text(std::chrono::sys_seconds time);
/// Whole days until `time`, rounded down; negative if it has passed.
/// "61 days left", "expired 3 days ago".
std::string validity_text(const CertificateFacts& certificate);
std::int64_t days_until(std::chrono::sys_seconds time);

/// What a handshake has agreed on, as an event, and at -v as a line.
void report_secured(Report& report, std::string_view event, std::int64_t id, const TlsFacts& facts);

}  // namespace netkit::cli
