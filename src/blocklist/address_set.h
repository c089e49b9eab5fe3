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

/// A set of addresses of both families: sorted ranges that neither overlap nor touch. An IPv4 address and its
/// mapped form are the same member.
class AddressSet {
 public:
  /// Takes what a set shall have, in any order; overlaps and repeats are welcome.
  class Builder {
   public:
    void add(const IpAddress& address) { add(IpRange(address)); }
    void add(const Cidr& block);
    /// A range of IPv6 addresses with a bound that is not mapped means no IPv4 address, as in
    /// BlockList::check().
    void add(const IpRange& range);
    void add(const Rule& rule);
    /// Sorts and merges; the builder is empty then.
    AddressSet build();

   private:
    std::vector<Interval<std::uint32_t>> v4_;
    std::vector<Interval<Uint128>> v6_;
  };

  AddressSet() = default;
  static AddressSet of(std::span<const Rule> rules);

  bool empty() const noexcept { return v4_.empty() && v6_.empty(); }
  /// In O(log n). AddressLookup is quicker.
  bool contains(const IpAddress& address) const noexcept;

  AddressSet operator|(const AddressSet& other) const;  ///< in either
  AddressSet operator&(const AddressSet& other) const;  ///< in both
  AddressSet operator-(const AddressSet& other) const;  ///< in this one only
  AddressSet complement() const;                        ///< in none of them
  bool operator==(const AddressSet&) const = default;

  /// Of IPv6 at most 2^128 - 2^32: mapped addresses count as IPv4.
  Uint128 count(Family family) const noexcept;

  /// IPv4 first, in order.
  void each_range(const std::function<void(const IpRange&)>& visit) const;
  /// The fewest blocks that make up the set, IPv4 first, in order. A block of IPv6 addresses that has the
  /// mapped ones in it (`::/0`) is used only where all of IPv4 is in the set.
  void each_cidr(const std::function<void(const Cidr&)>& visit) const;
  std::vector<IpRange> ranges() const;
  std::vector<Cidr> cidrs() const;

  /// What AddressLookup is made from: in host order, mapped addresses in v4() only.
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
