// SPDX-License-Identifier: MIT
#include <netkit/blocklist/address_set.h>

#include <netkit/blocklist/internal/address_value.h>
#include <netkit/blocklist/internal/rule_intervals.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace netkit {
namespace {

using Interval6 = Interval<Uint128>;

/// The fewest blocks from first to last: at each step the largest block that begins there and fits.
template <typename Visit>
void each_block(Uint128 first, Uint128 last, int bits, const Visit& visit) {
  for (bool more = true; more;) {
    const Uint128 left = last - first;
    const int fits = left == ~Uint128{0} ? 128 : bit_width(left + 1) - 1;
    const int size = std::min({fits, first == 0 ? bits : countr_zero(first), bits});
    visit(first, bits - size);
    const Uint128 block_last = first + (size == 128 ? ~Uint128{0} : (Uint128{1} << size) - 1);
    more = block_last != last;
    first = block_last + 1;
  }
}

template <typename Value>
Uint128 count_of(const IntervalSet<Value>& set) {
  Uint128 count = 0;
  for (const auto& one : set) count += Uint128{one.last} - one.first + 1;
  return count;
}

/// Collects the parts of a rule. Parts that match mapped addresses only are not members.
struct Parts {
  void v4(const Interval<std::uint32_t>& one) { to_v4.push_back(one); }
  void mapped(const Interval<std::uint32_t>&) {}
  void v6(const Interval6& one) { to_v6.push_back(one); }

  std::vector<Interval<std::uint32_t>>& to_v4;
  std::vector<Interval6>& to_v6;
};

}  // namespace

void AddressSet::Builder::add(const Cidr& block) {
  internal::for_each_interval(block, Parts{v4_, v6_});
}

void AddressSet::Builder::add(const IpRange& range) {
  internal::for_each_interval(range, Parts{v4_, v6_});
}

void AddressSet::Builder::add(const Rule& rule) {
  internal::for_each_interval(rule, Parts{v4_, v6_});
}

AddressSet AddressSet::Builder::build() {
  return {IntervalSet<std::uint32_t>::of(std::exchange(v4_, {})),
          IntervalSet<Uint128>::of(std::exchange(v6_, {}))};
}

AddressSet AddressSet::of(std::span<const Rule> rules) {
  Builder builder;
  for (const Rule& rule : rules) builder.add(rule);
  return builder.build();
}

bool AddressSet::contains(const IpAddress& address) const noexcept {
  const IpAddress one = address.unmapped();
  return one.is_v4() ? v4_.contains(one.v4_value()) : v6_.contains(value_of(one));
}

AddressSet AddressSet::operator|(const AddressSet& other) const {
  return {v4_ | other.v4_, v6_ | other.v6_};
}

AddressSet AddressSet::operator&(const AddressSet& other) const {
  return {v4_ & other.v4_, v6_ & other.v6_};
}

AddressSet AddressSet::operator-(const AddressSet& other) const {
  return {v4_ - other.v4_, v6_ - other.v6_};
}

AddressSet AddressSet::complement() const {
  const auto mapped = IntervalSet<Uint128>::of({{mapped_first, mapped_last}});
  return {v4_.complement(), v6_.complement() - mapped};
}

Uint128 AddressSet::count(Family family) const noexcept {
  return family == Family::ipv4 ? count_of(v4_) : count_of(v6_);
}

void AddressSet::each_range(const std::function<void(const IpRange&)>& visit) const {
  for (const auto& one : v4_) visit(*IpRange::of(IpAddress::v4(one.first), IpAddress::v4(one.last)));
  for (const auto& one : v6_) visit(*IpRange::of(v6_address(one.first), v6_address(one.last)));
}

void AddressSet::each_cidr(const std::function<void(const Cidr&)>& visit) const {
  for (const auto& one : v4_) {
    each_block(one.first, one.last, 32, [&](Uint128 first, int length) {
      visit(*Cidr::of(IpAddress::v4(static_cast<std::uint32_t>(first)), length));
    });
  }
  // If the set has all mapped addresses, they make larger blocks together with their neighbours.
  const bool with_mapped = v4_.is_everything();
  const auto joined =
      with_mapped ? v6_ | IntervalSet<Uint128>::of({{mapped_first, mapped_last}}) : IntervalSet<Uint128>();
  for (const auto& one : with_mapped ? joined : v6_) {
    each_block(one.first, one.last, 128, [&](Uint128 first, int length) {
      if (first != mapped_first || length != 96) visit(*Cidr::of(v6_address(first), length));
    });
  }
}

std::vector<IpRange> AddressSet::ranges() const {
  std::vector<IpRange> all;
  each_range([&all](const IpRange& one) { all.push_back(one); });
  return all;
}

std::vector<Cidr> AddressSet::cidrs() const {
  std::vector<Cidr> all;
  each_cidr([&all](const Cidr& one) { all.push_back(one); });
  return all;
}

}  // namespace netkit
