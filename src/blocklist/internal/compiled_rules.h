// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>
#include <netkit/blocklist/address_lookup.h>
#include <netkit/blocklist/internal/interval_set.h>
#include <netkit/blocklist/rule.h>

#include <cstdint>
#include <span>

namespace NETKIT_PUBLIC netkit {

/// The rules of a block list, prepared for BlockList::check(). Immutable.
class CompiledRules {
 public:
  explicit CompiledRules(std::span<const Rule> rules);

  bool match(const IpAddress& address) const noexcept {
    return lookup_.contains(address) ||
           (address.is_v4_mapped() && mapped_.contains(static_cast<std::uint32_t>(address.low())));
  }

 private:
  AddressLookup lookup_;
  IntervalSet<std::uint32_t> mapped_;  // that match in mapped form only
};

}  // namespace netkit
