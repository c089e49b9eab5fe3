// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/uint128.h>
#include <netkit/blocklist/internal/interval_index.h>
#include <netkit/blocklist/internal/interval_set.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// Finds out whether an IPv6 address is in a set. The range that the set spans is divided into strips of
/// equal width, several for each interval. Most addresses are in a strip that has no member, or outside the
/// range; the others are searched for.
class Ipv6Lookup {
 public:
  explicit Ipv6Lookup(const IntervalSet<Uint128>& set);

  bool contains(Uint128 value) const noexcept {
    if (value < begin_ || value > end_) return false;
    const std::size_t strip = strip_of(value);
    return (touched_[strip / 64] >> strip % 64 & 1) != 0 && intervals_.contains(value);
  }

 private:
  std::size_t strip_of(Uint128 value) const noexcept {
    return static_cast<std::size_t>((value - begin_) >> shift_);
  }

  Uint128 begin_ = IntervalSet<Uint128>::most;  // with end_: an empty range
  Uint128 end_ = 0;
  int shift_ = 0;                       // the width of a strip is 1 << shift_
  std::vector<std::uint64_t> touched_;  // a bit for each strip
  IntervalIndex<Uint128> intervals_;
};

}  // namespace netkit
