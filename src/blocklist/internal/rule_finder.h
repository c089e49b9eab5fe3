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

/// Which rule has each value: stretches of values that have the same one.
template <typename Value>
class RuleSegments {
 public:
  static constexpr std::uint32_t no_rule = 0xffff'ffff;

  /// From here on it is this rule. In order; begins with 0.
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
  // Apart, because together they would be a third larger.
  std::vector<Value> begins_;
  std::vector<std::uint32_t> rules_;
};

/// Which rule decides about an address: of those that match it the one with the fewest addresses, and of
/// several such the first. Never changes. Made in O(n log n) from fewer than 2^32 - 1 rules, asked in O(log
/// n).
class RuleFinder {
 public:
  explicit RuleFinder(std::span<const Rule> rules);

  /// Its place among the rules.
  std::optional<std::size_t> find(const IpAddress& address) const noexcept;

 private:
  RuleSegments<std::uint32_t> v4_;
  std::optional<RuleSegments<std::uint32_t>> mapped_;  // if it is not the same for mapped addresses
  RuleSegments<Uint128> v6_;
};

}  // namespace netkit
