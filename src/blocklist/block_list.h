// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/cidr.h>
#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/blocklist/internal/compiled_rules.h>
#include <netkit/blocklist/internal/lazy.h>
#include <netkit/blocklist/rule.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// What `net.BlockList` is: rules in the order in which they came, and whether one of them has an address.
/// A value. Any number of threads may ask a list that nobody changes; who wants to change one that others ask
/// changes a copy and hands that out.
///
/// An IPv4 rule and an address in mapped form go together, and the other way round, but a range of IPv6
/// addresses has no IPv4 address unless both its bounds are mapped.
class BlockList {
 public:
  BlockList() = default;
  explicit BlockList(std::vector<Rule> rules) : rules_(std::move(rules)) {}

  void add(const Rule& rule);
  void add_address(const IpAddress& address) { add(address); }
  /// ERR_INVALID_ARG_VALUE where the last comes before the first or the families differ.
  Result<void> add_range(const IpAddress& first, const IpAddress& last);
  /// ERR_OUT_OF_RANGE where the length is not in 0..32 or 0..128. Host bits stay in the rule's text.
  Result<void> add_subnet(const IpAddress& network, int length);
  /// "10.0.0.0/8". ERR_INVALID_ARG_VALUE.
  Result<void> add_cidr(std::string_view text);

  /// All rules that are equal to it; whether there was one.
  bool remove(const Rule& rule);
  bool remove_address(const IpAddress& address) { return remove(address); }
  bool remove_range(const IpAddress& first, const IpAddress& last);
  bool remove_subnet(const IpAddress& network, int length);
  void clear();

  std::size_t size() const noexcept { return rules_.size(); }
  bool empty() const noexcept { return rules_.empty(); }

  /// Whether a rule has the address. The first call after a change compiles the rules; from then on it takes
  /// as long with a million of them as with one, needs no memory and waits for no other thread.
  bool check(const IpAddress& address) const noexcept;
  /// False for what is no address of that family. The zone of an IPv6 address does not matter.
  bool check(std::string_view address, Family family = Family::ipv4) const noexcept;

  /// In the order in which they came.
  std::span<const Rule> in_order() const noexcept { return rules_; }
  /// The newest first, as `net` writes them: "Subnet: IPv4 10.0.0.0/8".
  std::vector<std::string> rules() const;

  /// An array of rules().
  std::string to_json() const;
  /// Adds what to_json() wrote, in its order. What is no rule is passed over; gives how many were.
  /// ERR_INVALID_ARG_TYPE where the text is no array of strings.
  Result<std::size_t> add_json(std::string_view text);

  /// 10/8, 172.16/12, 192.168/16, 127/8, ::1, 169.254/16, fe80::/10, fc00::/7.
  static std::span<const Cidr> private_ranges() noexcept;

 private:
  std::vector<Rule> rules_;
  Lazy<CompiledRules> compiled_;
};

// Example:
//
//     BlockList list;
//     list.add_address(*IpAddress::parse("123.123.123.123"));
//     assert(list.add_range(*IpAddress::parse("10.0.0.1"), *IpAddress::parse("10.0.0.10")));
//     assert(list.add_cidr("8592:757c:efae:4e45::/64"));
//     assert(list.check("123.123.123.123") && list.check("10.0.0.3") && !list.check("222.111.111.222"));
//     assert(list.check("::ffff:7b7b:7b7b", Family::ipv6));
//     assert(list.rules().front() == "Subnet: IPv6 8592:757c:efae:4e45::/64");

}  // namespace netkit
