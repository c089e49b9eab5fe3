// SPDX-License-Identifier: MIT
#include "matrix.h"

#include <algorithm>

namespace netkit::test {
namespace {

bool has(const IpAddress& rule, const IpAddress& address) {
  return rule.unmapped() == address.unmapped();
}

bool has(const IpRange& range, const IpAddress& address) {
  const IpAddress first = range.first().unmapped(), last = range.last().unmapped();
  if (first.is_v4() && last.is_v4()) {
    const IpAddress one = address.unmapped();
    return one.is_v4() && first <= one && one <= last;
  }
  return address.is_v6() && range.first() <= address && address <= range.last();
}

bool has(const Cidr& block, const IpAddress& address) {
  if (block.address().is_v4()) return block.contains(address.unmapped());
  return block.contains(address.is_v4() ? IpAddress::v6(address.high(), address.low()) : address);
}

}  // namespace

bool matches(const Rule& rule, const IpAddress& address) {
  return std::visit([&](const auto& one) { return has(one, address); }, rule);
}

bool any_matches(std::span<const Rule> rules, const IpAddress& address) {
  return std::ranges::any_of(rules, [&](const Rule& rule) { return matches(rule, address); });
}

}  // namespace netkit::test
