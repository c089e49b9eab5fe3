// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/uint128.h>
#include <netkit/blocklist/interval.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

// Private to this folder.

namespace netkit {

/// Whether a value is in one of many disjoint intervals, in a few steps however many they are. What the
/// intervals span is cut into slots of equal width, about as many as there are cache lines of intervals; a
/// slot that many intervals fall into is cut in the same way.
template <typename Value>
class IntervalIndex {
 public:
  /// Sorted and disjoint; fewer than 2^31.
  explicit IntervalIndex(std::vector<Interval<Value>> intervals) : intervals_(std::move(intervals)) {
    if (!intervals_.empty()) {
      root_ = cut({0, intervals_.size(), intervals_.front().first, intervals_.back().last});
    }
  }

  bool contains(Value value) const noexcept {
    const Node* node = &root_;
    while (value >= node->begin && value <= node->end) {
      const std::uint32_t slot =
          slots_[node->slots + static_cast<std::size_t>((value - node->begin) >> node->shift)];
      if ((slot & is_node) == 0) return is_in_next(slot, value);
      node = &nodes_[slot & ~is_node];
    }
    return false;
  }

 private:
  /// Slots in a row, for the values from begin to end.
  struct Node {
    Value begin = Interval<Value>::most;
    Value end = 0;
    int shift = 0;          // a slot is as wide as 1 << shift
    std::size_t slots = 0;  // where they begin in slots_
  };

  /// Intervals, and the values that matter of what they have.
  struct Part {
    std::size_t first, behind;
    Value begin, end;
  };

  static constexpr std::uint32_t is_node = 0x8000'0000;
  static constexpr std::size_t most_in_slot = 12;
  static constexpr std::size_t cache_line = 64;

  static int width_of(Value value) { return netkit::bit_width(Uint128{value}); }

  /// The first interval that does not end before the value decides. There is one.
  bool is_in_next(std::size_t at, Value value) const noexcept {
    while (intervals_[at].last < value) ++at;
    return intervals_[at].first <= value;
  }

  Node cut(const Part& part) {
    const std::size_t lines = (part.behind - part.first) * sizeof(Interval<Value>) / cache_line;
    const int bits = std::max(width_of(static_cast<Value>(lines)), 1);
    const int shift = std::max(width_of(part.end - part.begin) - bits, 0);
    const Node node{part.begin, part.end, shift, slots_.size()};
    const auto count = static_cast<std::size_t>((part.end - part.begin) >> shift) + 1;
    std::size_t at = part.first;
    for (std::size_t i = 0; i < count; ++i) {
      while (intervals_[at].last < begin_of(node, i)) ++at;
      slots_.push_back(static_cast<std::uint32_t>(at));
    }
    for (std::size_t i = 0; i < count; ++i)
      cut_again(node, i, i + 1 < count ? slots_[node.slots + i + 1] : at);
    return node;
  }

  /// If the slot is crowded. `next`: where the intervals of the next one begin.
  void cut_again(const Node& node, std::size_t index, std::size_t next) {
    const Value begin = begin_of(node, index);
    const Value end = begin + std::min<Value>((Value{1} << node.shift) - 1, node.end - begin);
    const std::size_t first = slots_[node.slots + index];
    const std::size_t behind = intervals_[next].first <= end ? next + 1 : next;
    if (behind <= first + most_in_slot) return;
    const Node child = cut({first, behind, std::max(begin, intervals_[first].first),
                            std::min(end, intervals_[behind - 1].last)});
    slots_[node.slots + index] = is_node | static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(child);
  }

  static Value begin_of(const Node& node, std::size_t index) {
    return node.begin + (static_cast<Value>(index) << node.shift);
  }

  Node root_;  // with no values in it until there are intervals
  std::vector<Interval<Value>> intervals_;
  std::vector<std::uint32_t> slots_;  // the place of an interval, or of a node
  std::vector<Node> nodes_;
};

}  // namespace netkit
