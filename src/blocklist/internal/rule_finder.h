// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>
#include <netkit/base/uint128.h>
#include <netkit/blocklist/rule.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// Finds the rule for a value: consecutive segments of values, each with one rule.
template <typename Value>
class RuleSegments {
 public:
  static constexpr std::uint32_t no_rule = 0xffff'ffff;

  /// From `begin` on, `rule` applies. Call it in ascending order, the first time with 0.
  void append(Value begin, std::uint32_t rule) {
    if (!rules_.empty() && rules_.back() == rule) return;
    begins_.push_back(begin);
    rules_.push_back(rule);
  }

  std::uint32_t at(Value value) const noexcept {
    const auto behind = std::ranges::upper_bound(begins_, value);
    return rules_[static_cast<std::size_t>(behind - begins_.begin()) - 1];
  }

 private:
  // Two arrays, because an array of pairs would be a third larger.
  std::vector<Value> begins_;
  std::vector<std::uint32_t> rules_;
};

/// Finds the rule that decides about an address: of the rules that match it the one with the fewest
/// addresses, and of several such rules the first. Immutable. Takes O(n log n) time to make from n rules,
/// fewer than 2^32 - 1, and O(log n) to search.
class RuleFinder {
 public:
  explicit RuleFinder(std::span<const Rule> rules);

  /// The index of the rule; nothing if none matches.
  std::optional<std::size_t> find(const IpAddress& address) const noexcept;

 private:
  RuleSegments<std::uint32_t> v4_;
  std::optional<RuleSegments<std::uint32_t>> mapped_;  // if mapped addresses have other rules
  RuleSegments<Uint128> v6_;
};

}  // namespace netkit
