// SPDX-License-Identifier: MIT
#include <netkit/blocklist/internal/ipv6_lookup.h>

#include <algorithm>
#include <iterator>

namespace netkit {
namespace {

constexpr std::size_t strips_per_interval = 16;

}  // namespace

Ipv6Lookup::Ipv6Lookup(const IntervalSet<Uint128>& set) : intervals_({set.begin(), set.end()}) {
  if (set.empty()) return;
  begin_ = set.begin()->first;
  end_ = std::prev(set.end())->last;
  const int bits = bit_width(Uint128{set.size() * strips_per_interval});
  shift_ = std::max(bit_width(end_ - begin_) - bits, 0);
  touched_.resize(strip_of(end_) / 64 + 1);
  for (const auto& [first, last] : set) {
    for (std::size_t strip = strip_of(first); strip <= strip_of(last); ++strip) {
      touched_[strip / 64] |= std::uint64_t{1} << strip % 64;
    }
  }
}

}  // namespace netkit
