// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>
#include <netkit/blocklist/address_set.h>
#include <netkit/blocklist/internal/address_value.h>
#include <netkit/blocklist/internal/ipv4_lookup.h>
#include <netkit/blocklist/internal/ipv6_lookup.h>

#include <cstdint>

namespace NETKIT_PUBLIC netkit {

/// Whether an address is in a set, as quickly with a million ranges as with one. It never changes, so any
/// number of threads may ask it, and none waits. It needs nothing of the set once it is made.
class AddressLookup {
 public:
  /// In O(n). A set of few ranges takes a few pages.
  explicit AddressLookup(const AddressSet& set);

  /// As AddressSet::contains().
  bool contains(const IpAddress& address) const noexcept {
    if (address.is_v4() || address.is_v4_mapped())
      return v4_.contains(static_cast<std::uint32_t>(address.low()));
    return v6_.contains(value_of(address));
  }

 private:
  Ipv4Lookup v4_;
  Ipv6Lookup v6_;
};

// Example:
//
//     AddressSet::Builder builder;
//     builder.add(*Cidr::parse("10.0.0.0/8"));
//     const AddressLookup lookup(builder.build());
//     assert(lookup.contains(*IpAddress::parse("10.1.2.3")));
//     assert(lookup.contains(*IpAddress::parse("::ffff:10.1.2.3")));
//     assert(!lookup.contains(*IpAddress::parse("::1")));

}  // namespace netkit
