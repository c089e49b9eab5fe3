// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/blocklist/internal/interval.h>
#include <netkit/blocklist/internal/radix_sort.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// A set of unsigned values, kept as sorted intervals that neither overlap nor touch.
template <typename Value>
class IntervalSet {
 public:
  using Intervals = std::vector<Interval<Value>>;
  static constexpr Value most = Interval<Value>::most;

  IntervalSet() = default;
  /// The intervals may be in any order, overlap and repeat.
  static IntervalSet of(Intervals intervals) {
    sort_by_first(intervals);
    IntervalSet set;
    set.intervals_ = std::move(intervals);
    set.merge();
    return set;
  }

  bool empty() const noexcept { return intervals_.empty(); }
  std::size_t size() const noexcept { return intervals_.size(); }
  auto begin() const noexcept { return intervals_.begin(); }
  auto end() const noexcept { return intervals_.end(); }
  bool operator==(const IntervalSet&) const = default;

  /// Takes O(log n) time.
  bool contains(Value value) const noexcept {
    const auto found = std::ranges::lower_bound(intervals_, value, {}, &Interval<Value>::last);
    return found != intervals_.end() && found->first <= value;
  }
  bool is_everything() const noexcept {
    return size() == 1 && intervals_.front() == Interval<Value>{0, most};
  }

  // Each takes time proportional to the number of intervals.

  IntervalSet complement() const {
    IntervalSet everything;
    everything.intervals_.push_back({0, most});
    return everything - *this;
  }

  IntervalSet operator|(const IntervalSet& other) const {
    IntervalSet set;
    set.intervals_.reserve(size() + other.size());
    std::ranges::merge(intervals_, other.intervals_, std::back_inserter(set.intervals_), {},
                       &Interval<Value>::first, &Interval<Value>::first);
    set.merge();
    return set;
  }

  IntervalSet operator&(const IntervalSet& other) const {
    IntervalSet set;
    auto one = begin();
    auto two = other.begin();
    while (one != end() && two != other.end()) {
      const Interval<Value> common{std::max(one->first, two->first), std::min(one->last, two->last)};
      if (common.first <= common.last) set.intervals_.push_back(common);
      (one->last < two->last ? one : two)++;
    }
    return set;
  }

  IntervalSet operator-(const IntervalSet& other) const {
    IntervalSet set;
    auto hole = other.begin();
    for (Interval<Value> left : intervals_) {
      while (hole != other.end() && hole->last < left.first) ++hole;
      bool more = true;
      while (more && hole != other.end() && hole->first <= left.last) {
        if (hole->first > left.first) set.intervals_.push_back({left.first, hole->first - 1});
        more = hole->last < left.last;
        if (more) left.first = (hole++)->last + 1;
      }
      if (more) set.intervals_.push_back(left);
    }
    return set;
  }

 private:
  /// Merges intervals that overlap or touch. They are sorted by first value.
  void merge() {
    std::size_t merged = 0;
    for (const Interval<Value>& one : intervals_) {
      if (merged > 0 && begins_in_or_after(one, intervals_[merged - 1])) {
        intervals_[merged - 1].last = std::max(intervals_[merged - 1].last, one.last);
      } else {
        intervals_[merged++] = one;
      }
    }
    intervals_.resize(merged);
  }

  /// Whether no value lies between `before` and `one`, which does not begin earlier.
  static bool begins_in_or_after(const Interval<Value>& one, const Interval<Value>& before) {
    return one.first <= before.last || one.first - 1 == before.last;
  }

  Intervals intervals_;
};

}  // namespace netkit
