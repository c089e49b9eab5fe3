// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/uint128.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

// Sorted disjoint intervals of unsigned values. Private to this folder and what is made from it.

namespace netkit {

/// From one value to another, both included.
template <typename Value>
struct Interval {
  Value first;
  Value last;
  bool operator==(const Interval&) const = default;
};

/// Intervals in order that neither overlap nor touch.
template <typename Value>
class IntervalSet {
 public:
  using Intervals = std::vector<Interval<Value>>;
  static constexpr Value most = static_cast<Value>(~Value{0});

  IntervalSet() = default;
  /// In any order.
  static IntervalSet of(Intervals intervals) {
    std::ranges::sort(intervals, {}, &Interval<Value>::first);
    IntervalSet set;
    for (const Interval<Value>& one : intervals) set.append(one);
    return set;
  }

  bool empty() const noexcept { return intervals_.empty(); }
  std::size_t size() const noexcept { return intervals_.size(); }
  auto begin() const noexcept { return intervals_.begin(); }
  auto end() const noexcept { return intervals_.end(); }
  bool operator==(const IntervalSet&) const = default;

  bool contains(Value value) const noexcept {
    const auto after = std::ranges::upper_bound(intervals_, value, {}, &Interval<Value>::first);
    return after != intervals_.begin() && value <= std::prev(after)->last;
  }
  bool is_everything() const noexcept {
    return size() == 1 && intervals_.front() == Interval<Value>{0, most};
  }

  IntervalSet complement() const {
    IntervalSet set;
    Value next = 0;
    bool more = true;
    for (const Interval<Value>& one : intervals_) {
      if (one.first > next) set.intervals_.push_back({next, one.first - 1});
      more = one.last != most;
      next = one.last + 1;
    }
    if (more) set.intervals_.push_back({next, most});
    return set;
  }

  IntervalSet operator|(const IntervalSet& other) const {
    IntervalSet set;
    Intervals both(size() + other.size());
    std::ranges::merge(intervals_, other.intervals_, both.begin(), {}, &Interval<Value>::first,
                       &Interval<Value>::first);
    for (const Interval<Value>& one : both) set.append(one);
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

 private:
  /// One that begins no earlier than those that are there.
  void append(const Interval<Value>& one) {
    if (intervals_.empty() || (intervals_.back().last != most && one.first > intervals_.back().last + 1)) {
      intervals_.push_back(one);
    } else {
      intervals_.back().last = std::max(intervals_.back().last, one.last);
    }
  }

  Intervals intervals_;
};

}  // namespace netkit
