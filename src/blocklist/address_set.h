// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/cidr.h>
#include <netkit/addr/ip_address.h>
#include <netkit/addr/ip_range.h>
#include <netkit/base/export.h>
#include <netkit/base/uint128.h>
#include <netkit/blocklist/internal/interval_set.h>
#include <netkit/blocklist/rule.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// A set of addresses of both families, kept as sorted ranges that neither overlap nor touch. An IPv4 address
/// and its mapped form are the same member.
class AddressSet {
 public:
  /// Collects the members of a set, in any order. They may overlap and repeat.
  class Builder {
   public:
    void add(const IpAddress& address) { add(IpRange(address)); }
    void add(const Cidr& block);
    /// A range of IPv6 addresses contains no IPv4 address unless both its ends are mapped, as in
    /// BlockList::check().
    void add(const IpRange& range);
    void add(const Rule& rule);
    /// Sorts and merges the members. Leaves the builder empty.
    AddressSet build();

   private:
    std::vector<Interval<std::uint32_t>> v4_;
    std::vector<Interval<Uint128>> v6_;
  };

  AddressSet() = default;
  static AddressSet of(std::span<const Rule> rules);

  bool empty() const noexcept { return v4_.empty() && v6_.empty(); }
  /// Takes O(log n) time. AddressLookup is faster.
  bool contains(const IpAddress& address) const noexcept;

  AddressSet operator|(const AddressSet& other) const;  ///< in either set
  AddressSet operator&(const AddressSet& other) const;  ///< in both sets
  AddressSet operator-(const AddressSet& other) const;  ///< in this set only
  AddressSet complement() const;                        ///< all addresses that are not in this set
  bool operator==(const AddressSet&) const = default;

  /// The number of addresses. Mapped addresses count as IPv4, so for IPv6 it is at most 2^128 - 2^32.
  Uint128 count(Family family) const noexcept;

  /// Calls `visit` for each range, IPv4 first, in ascending order.
  void each_range(const std::function<void(const IpRange&)>& visit) const;
  /// Calls `visit` for each of the fewest blocks that make up the set, IPv4 first, in ascending order. An
  /// IPv6 block that contains the mapped addresses (`::/0`) is used only if the set has all IPv4 addresses.
  void each_cidr(const std::function<void(const Cidr&)>& visit) const;
  std::vector<IpRange> ranges() const;
  std::vector<Cidr> cidrs() const;

  /// The values of the members, in host byte order. Mapped addresses are in v4() only.
  const IntervalSet<std::uint32_t>& v4() const noexcept { return v4_; }
  const IntervalSet<Uint128>& v6() const noexcept { return v6_; }

 private:
  AddressSet(IntervalSet<std::uint32_t> v4, IntervalSet<Uint128> v6)
      : v4_(std::move(v4)), v6_(std::move(v6)) {}

  IntervalSet<std::uint32_t> v4_;
  IntervalSet<Uint128> v6_;
};

// Example:
//
//     AddressSet::Builder builder;
//     builder.add(*IpRange::parse("10.0.0.0-10.0.0.130"));
//     builder.add(*Cidr::parse("10.0.0.128/25"));
//     const AddressSet set = builder.build();
//     assert((set.cidrs() == std::vector{*Cidr::parse("10.0.0.0/24")}));
//     assert(set.count(Family::ipv4) == 256 && set.contains(*IpAddress::parse("::ffff:10.0.0.1")));
//     assert((set & set.complement()).empty());

}  // namespace netkit
