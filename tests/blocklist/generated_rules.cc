// SPDX-License-Identifier: MIT
#include "generated_rules.h"

#include <netkit/base/uint128.h>

#include <algorithm>
#include <array>

namespace netkit::test {
namespace {

constexpr Uint128 mapped_first = Uint128{0xffff} << 32;
constexpr Uint128 mapped_last = mapped_first | 0xffff'ffff;

constexpr std::array<std::uint32_t, 4> v4_places{0, 0x0a00'0000, 0x0a00'0100, 0xffff'ffff};
constexpr std::array<Uint128, 7> v6_places{0,
                                           mapped_first,
                                           mapped_first + 0x0a00'0000,
                                           mapped_last,
                                           ~Uint128{0},
                                           Uint128{0x2001'0db8} << 96,
                                           (Uint128{0x2001'0db8} << 96) + (Uint128{1} << 64)};

IpAddress v6_of(Uint128 value) {
  return IpAddress::v6(static_cast<std::uint64_t>(value >> 64), static_cast<std::uint64_t>(value));
}

IpAddress with_offset(const IpAddress& address, int offset) {
  const auto more = static_cast<Uint128>(offset);  // two's complement
  if (address.is_v4()) return IpAddress::v4(address.v4_value() + static_cast<std::uint32_t>(more));
  return v6_of((Uint128{address.high()} << 64 | address.low()) + more);
}

}  // namespace

IpAddress GeneratedRules::address() {
  const bool v4 = below(3) == 0;
  const IpAddress place = v4 ? IpAddress::v4(v4_places.at(below(v4_places.size())))
                             : v6_of(v6_places.at(below(v6_places.size())));
  if (below(8) != 0) return with_offset(place, static_cast<int>(below(64)) - 32);
  // Somewhere else: with one bit turned over.
  if (v4) return IpAddress::v4(place.v4_value() ^ 1U << below(32));
  return v6_of((Uint128{place.high()} << 64 | place.low()) ^ Uint128{1} << below(128));
}

IpRange GeneratedRules::range() {
  for (;;) {
    const IpAddress one = address();
    const IpAddress other = below(2) == 0 ? address() : with_offset(one, static_cast<int>(below(40)) - 20);
    if (one.family() == other.family()) return *IpRange::of(std::min(one, other), std::max(one, other));
  }
}

Cidr GeneratedRules::block() {
  const IpAddress place = address();
  const auto longest = static_cast<std::size_t>(Cidr::longest(place.family()));
  // Short prefixes would have nearly everything in each set of rules.
  const std::size_t length = below(6) == 0 ? below(longest + 1) : longest - below(10);
  return *Cidr::of(place, static_cast<int>(length));
}

Rule GeneratedRules::rule() {
  const std::size_t kind = below(3);
  if (kind == 0) return address();
  if (kind == 1) return range();
  return block();
}

std::vector<Rule> GeneratedRules::rules(std::size_t count) {
  std::vector<Rule> made;
  while (made.size() < count) made.push_back(rule());
  return made;
}

std::vector<IpAddress> GeneratedRules::addresses_around(const std::vector<Rule>& rules, std::size_t count) {
  std::vector<IpAddress> made;
  while (made.size() < count) made.push_back(address());
  for (const Rule& rule : rules) {
    const IpRange addresses = addresses_of(rule);
    for (const IpAddress& bound : {addresses.first(), addresses.last()}) {
      for (const int offset : {-1, 0, 1}) {
        const IpAddress near = with_offset(bound, offset);
        made.push_back(near);
        made.push_back(near.is_v4() ? IpAddress::v6(near.high(), near.low()) : near.unmapped());
      }
    }
  }
  return made;
}

}  // namespace netkit::test
