// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/rule.h>

#include <optional>

namespace netkit::internal {

/// Two addresses in neighbouring columns, of which nothing says that they are the ends of a range: that
/// range, if they cannot be anything else. They are the first and the last address of one block, or of
/// networks of whole /24 (IPv4) or /64 (IPv6). A range that is a block is given as one.
std::optional<Rule> whole_networks(const Rule& first, const Rule& last) noexcept;

}  // namespace netkit::internal
