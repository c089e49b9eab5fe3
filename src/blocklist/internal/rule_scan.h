// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/internal/scan.h>
#include <netkit/blocklist/rule.h>

// Reads a rule that is followed by other text.

namespace netkit::internal {

constexpr scan::Zeros zeros_of(Octets octets) noexcept {
  return octets == Octets::decimal ? scan::Zeros::padding : scan::Zeros::refused;
}

/// Reads a rule as parse_rule() does, and leaves the scanner after it. The caller decides what may follow.
bool scan_rule(scan::Scanner& scanner, Rule& rule) noexcept;

}  // namespace netkit::internal
