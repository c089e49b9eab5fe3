// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/blocklist/rule.h>

#include <cstddef>
#include <random>
#include <vector>

namespace netkit::test {

/// Addresses from a few small neighbourhoods of both families, where rules and questions meet often: the
/// first and the last ones of all, and the bounds of the mapped addresses.
class GeneratedRules {
 public:
  explicit GeneratedRules(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
  IpAddress address();
  Rule rule();
  std::vector<Rule> rules(std::size_t count);
  /// `count` generated ones, and the bounds of the rules with their neighbours, plain and mapped.
  std::vector<IpAddress> addresses_around(const std::vector<Rule>& rules, std::size_t count);

 private:
  IpRange range();
  Cidr block();

  std::mt19937_64 random_;
};

}  // namespace netkit::test
