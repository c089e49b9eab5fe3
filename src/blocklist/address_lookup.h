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

/// Finds out whether an address is in a set, as fast for a million ranges as for one. Immutable: any number
/// of threads may use it at the same time, without waiting. Independent of the set after construction.
class AddressLookup {
 public:
  /// Takes time proportional to the number of ranges. For a few ranges it takes a few pages of memory.
  explicit AddressLookup(const AddressSet& set) : v4_(set.v4()), v6_(set.v6()) {}

  /// The same answer as AddressSet::contains().
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
