// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/uint128.h>
#include <netkit/blocklist/internal/address_value.h>
#include <netkit/blocklist/internal/interval.h>
#include <netkit/blocklist/rule.h>

#include <algorithm>
#include <cstdint>
#include <variant>

// The addresses that a rule matches, according to `net`.

namespace netkit::internal {

// `visit` is an object with three functions:
//   v4(Interval<std::uint32_t>)      IPv4 addresses, in both forms
//   mapped(Interval<std::uint32_t>)  IPv4 addresses, in mapped form only
//   v6(Interval<Uint128>)            other IPv6 addresses

/// Visits the values outside the mapped addresses.
template <typename Visit>
void visit_unmapped(const Interval<Uint128>& whole, Visit&& visit) {
  if (whole.first < mapped_first) visit.v6({whole.first, std::min(whole.last, mapped_first - 1)});
  if (whole.last > mapped_last) visit.v6({std::max(whole.first, mapped_last + 1), whole.last});
}

template <typename Visit>
void for_each_interval(const IpRange& range, Visit&& visit) {
  const IpAddress first = range.first().unmapped();
  const IpAddress last = range.last().unmapped();
  if (first.is_v4() && last.is_v4()) return visit.v4({first.v4_value(), last.v4_value()});
  const Interval<Uint128> whole{value_of(range.first()), value_of(range.last())};
  visit_unmapped(whole, visit);
  const Interval<Uint128> mapped{std::max(whole.first, mapped_first), std::min(whole.last, mapped_last)};
  if (mapped.first > mapped.last) return;
  visit.mapped({static_cast<std::uint32_t>(mapped.first), static_cast<std::uint32_t>(mapped.last)});
}

template <typename Visit>
void for_each_interval(const IpAddress& address, Visit&& visit) {
  for_each_interval(IpRange(address), visit);
}

/// A block that contains all mapped addresses and more matches all IPv4 addresses in both forms.
template <typename Visit>
void for_each_interval(const Cidr& block, Visit&& visit) {
  const Interval<Uint128> whole{value_of(block.first()), value_of(block.last())};
  const bool is_around = whole.first < mapped_first && whole.last >= mapped_last;
  if (!is_around) return for_each_interval(IpRange(block), visit);
  visit_unmapped(whole, visit);
  visit.v4({0, Interval<std::uint32_t>::most});
}

template <typename Visit>
void for_each_interval(const Rule& rule, Visit&& visit) {
  std::visit([&visit](const auto& one) { for_each_interval(one, visit); }, rule);
}

}  // namespace netkit::internal
