// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/uint128.h>
#include <netkit/blocklist/internal/address_value.h>
#include <netkit/blocklist/internal/interval.h>
#include <netkit/blocklist/rule.h>

#include <algorithm>
#include <cstdint>
#include <variant>

// What a rule matches, as `net` has it.

namespace netkit {

// `hear` has three functions:
//   v4(Interval<std::uint32_t>)      IPv4 addresses, in either form
//   mapped(Interval<std::uint32_t>)  the same, but only where they are asked for in mapped form
//   v6(Interval<Uint128>)            other IPv6 addresses

/// What of these values is outside the mapped addresses.
template <typename Hear>
void tell_unmapped(const Interval<Uint128>& whole, Hear&& hear) {
  if (whole.first < mapped_first) hear.v6({whole.first, std::min(whole.last, mapped_first - 1)});
  if (whole.last > mapped_last) hear.v6({std::max(whole.first, mapped_last + 1), whole.last});
}

template <typename Hear>
void for_each_interval(const IpRange& range, Hear&& hear) {
  const IpAddress first = range.first().unmapped();
  const IpAddress last = range.last().unmapped();
  if (first.is_v4() && last.is_v4()) return hear.v4({first.v4_value(), last.v4_value()});
  const Interval<Uint128> whole{value_of(range.first()), value_of(range.last())};
  tell_unmapped(whole, hear);
  const Interval<Uint128> mapped{std::max(whole.first, mapped_first), std::min(whole.last, mapped_last)};
  if (mapped.first > mapped.last) return;
  hear.mapped({static_cast<std::uint32_t>(mapped.first), static_cast<std::uint32_t>(mapped.last)});
}

template <typename Hear>
void for_each_interval(const IpAddress& address, Hear&& hear) {
  for_each_interval(IpRange(address), hear);
}

/// To a block an IPv4 address is its mapped form: one around all mapped addresses has all of IPv4.
template <typename Hear>
void for_each_interval(const Cidr& block, Hear&& hear) {
  const Interval<Uint128> whole{value_of(block.first()), value_of(block.last())};
  const bool is_around = whole.first < mapped_first && whole.last >= mapped_last;
  if (!is_around) return for_each_interval(IpRange(block), hear);
  tell_unmapped(whole, hear);
  hear.v4({0, Interval<std::uint32_t>::most});
}

template <typename Hear>
void for_each_interval(const Rule& rule, Hear&& hear) {
  std::visit([&hear](const auto& one) { for_each_interval(one, hear); }, rule);
}

}  // namespace netkit
