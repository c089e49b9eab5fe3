// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/blocklist/rule.h>

#include <span>

namespace netkit::test {

/// Whether the rule matches the address in `net`, told one by one.
bool matches(const Rule& rule, const IpAddress& address);
/// Whether one of them does.
bool any_matches(std::span<const Rule> rules, const IpAddress& address);

}  // namespace netkit::test
