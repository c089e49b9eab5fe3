// SPDX-License-Identifier: MIT
#include <netkit/blocklist/address_set.h>

#include <bit>

namespace netkit {
namespace {

using Interval6 = Interval<Uint128>;

constexpr Uint128 mapped_first = Uint128{0xffff} << 32;
constexpr Uint128 mapped_last = mapped_first | 0xffff'ffff;

Uint128 value_of(const IpAddress& address) {
  return Uint128{address.high()} << 64 | address.low();
}

IpAddress v6_address(Uint128 value) {
  return IpAddress::v6(static_cast<std::uint64_t>(value >> 64), static_cast<std::uint64_t>(value));
}

/// How many low bits of the value are zero.
int zeros_of(Uint128 value) {
  const auto low = static_cast<std::uint64_t>(value);
  return low != 0 ? std::countr_zero(low) : 64 + std::countr_zero(static_cast<std::uint64_t>(value >> 64));
}

int width_of(Uint128 value) {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  return high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(static_cast<std::uint64_t>(value));
}

/// The fewest blocks from first to last: at each step the largest that begins there and fits.
template <typename Visit>
void each_block(Uint128 first, Uint128 last, int bits, const Visit& visit) {
  for (bool more = true; more;) {
    const Uint128 left = last - first;
    const int fits = left == ~Uint128{0} ? 128 : width_of(left + 1) - 1;
    const int size = std::min({fits, first == 0 ? bits : zeros_of(first), bits});
    visit(first, bits - size);
    const Uint128 block_last = first + (size == 128 ? ~Uint128{0} : (Uint128{1} << size) - 1);
    more = block_last != last;
    first = block_last + 1;
  }
}

}  // namespace

void AddressSet::Builder::add(const Cidr& block) {
  const IpRange range(block);
  if (block.address().is_v6() && value_of(range.first()) <= mapped_first &&
      value_of(range.last()) >= mapped_last) {
    v4_.push_back({0, IntervalSet<std::uint32_t>::most});
  }
  add(range);
}

void AddressSet::Builder::add(const IpRange& range) {
  const IpAddress first = range.first().unmapped();
  const IpAddress last = range.last().unmapped();
  if (first.is_v4() && last.is_v4()) {
    v4_.push_back({first.v4_value(), last.v4_value()});
    return;
  }
  const Interval6 whole{value_of(range.first()), value_of(range.last())};
  if (whole.first < mapped_first) v6_.push_back({whole.first, std::min(whole.last, mapped_first - 1)});
  if (whole.last > mapped_last) v6_.push_back({std::max(whole.first, mapped_last + 1), whole.last});
}

void AddressSet::Builder::add(const Rule& rule) {
  std::visit([this](const auto& one) { add(one); }, rule);
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
  return {v4_ & other.v4_.complement(), v6_ & other.v6_.complement()};
}

AddressSet AddressSet::complement() const {
  const auto mapped = IntervalSet<Uint128>::of({{mapped_first, mapped_last}});
  return {v4_.complement(), v6_.complement() & mapped.complement()};
}

Uint128 AddressSet::count(Family family) const noexcept {
  Uint128 count = 0;
  if (family == Family::ipv4) {
    for (const auto& one : v4_) count += Uint128{one.last} - one.first + 1;
  } else {
    for (const auto& one : v6_) count += one.last - one.first + 1;
  }
  return count;
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
  for (auto one = v6_.begin(); one != v6_.end(); ++one) {
    Interval6 whole = *one;
    // The gap that the mapped addresses leave is none where all of them are there.
    if (v4_.is_everything() && whole.last + 1 == mapped_first && std::next(one) != v6_.end() &&
        std::next(one)->first - 1 == mapped_last) {
      whole.last = (++one)->last;
    }
    each_block(whole.first, whole.last, 128,
               [&](Uint128 first, int length) { visit(*Cidr::of(v6_address(first), length)); });
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
