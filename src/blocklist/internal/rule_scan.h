// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/internal/scan.h>
#include <netkit/blocklist/rule.h>

// Reading a rule where it stands, with other text behind it.

namespace netkit {

constexpr scan::Zeros zeros_of(Octets octets) noexcept {
  return octets == Octets::decimal ? scan::Zeros::padding : scan::Zeros::refused;
}

/// A rule as parse_rule() has them; the scanner stands behind it then. What may follow is the caller's to
/// say.
bool scan_rule(scan::Scanner& scanner, Rule& rule) noexcept;

}  // namespace netkit
