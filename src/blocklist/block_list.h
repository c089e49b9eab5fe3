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

/// `net.BlockList` of Node.js: a sequence of rules, and whether one of them matches an address.
/// A value. Any number of threads may call the const functions of one list at the same time. To change a list
/// that other threads use, change a copy and replace the list.
///
/// An IPv4 rule matches mapped addresses too, and a rule for mapped addresses matches the IPv4 addresses. A
/// range of IPv6 addresses matches no IPv4 address unless both its ends are mapped.
class BlockList {
 public:
  BlockList() = default;
  explicit BlockList(std::vector<Rule> rules) : rules_(std::move(rules)) {}

  void add(const Rule& rule);
  void add_address(const IpAddress& address) { add(address); }
  void add_addresses(std::span<const IpAddress> addresses);
  /// ERR_INVALID_ARG_VALUE if `last` is less than `first` or the families differ.
  Result<void> add_range(const IpAddress& first, const IpAddress& last);
  /// ERR_OUT_OF_RANGE if the length is not in 0..32 or 0..128. rules() shows the host bits of `network`.
  Result<void> add_subnet(const IpAddress& network, int length);
  /// Adds a block such as "10.0.0.0/8". ERR_INVALID_ARG_VALUE if Cidr::parse() refuses the text.
  Result<void> add_cidr(std::string_view text);
  /// Adds all of the blocks, or if one is refused none.
  Result<void> add_cidrs(std::span<const std::string_view> texts);

  /// Removes all rules that are equal to `rule`. Whether there was one.
  bool remove(const Rule& rule);
  bool remove_address(const IpAddress& address) { return remove(address); }
  bool remove_range(const IpAddress& first, const IpAddress& last);
  bool remove_subnet(const IpAddress& network, int length);
  bool remove_cidr(std::string_view text);
  void clear();

  std::size_t size() const noexcept { return rules_.size(); }
  bool empty() const noexcept { return rules_.empty(); }

  /// Whether a rule matches the address. The first call after a change compiles the rules, which may throw
  /// std::bad_alloc. Later calls take as long for a million rules as for one, allocate nothing and wait for
  /// no other thread.
  bool check(const IpAddress& address) const;
  /// False for a text that is not an address of that family. The zone of an IPv6 address is ignored.
  bool check(std::string_view address, Family family = Family::ipv4) const;

  /// The rules in the order in which they were added. Borrows from this object.
  std::span<const Rule> in_order() const noexcept { return rules_; }
  /// The texts of the rules, as `net` writes them: "Subnet: IPv4 10.0.0.0/8". The newest is first.
  std::vector<std::string> rules() const;

  /// A JSON array of rules().
  std::string to_json() const;
  /// Adds the rules that to_json() wrote, so that the newest of them is the newest here. Strings that are not
  /// rules are skipped; the result is their number. ERR_INVALID_ARG_TYPE if the text is not a JSON array of
  /// strings.
  Result<std::size_t> add_json(std::string_view text);

  /// 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 127.0.0.0/8, ::1/128, 169.254.0.0/16, fe80::/10, fc00::/7.
  static std::span<const Cidr> private_ranges() noexcept;

 private:
  void add_all(const std::vector<Rule>& rules);

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
//     assert(!list.add_cidrs(std::array<std::string_view, 2>{"192.0.2.0/24", "192.0.2.0/33"}));
//     assert(!list.check("192.0.2.1"));
//     assert(list.rules().front() == "Subnet: IPv6 8592:757c:efae:4e45::/64");

}  // namespace netkit
