// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/uint128.h>
#include <netkit/blocklist/internal/interval.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// Finds out whether a value is in one of many disjoint intervals, in a number of steps that hardly depends
/// on how many there are. The range that they span is divided into slots of equal width, about one for each
/// cache line of intervals; a slot with many intervals is divided in the same way.
template <typename Value>
class IntervalIndex {
 public:
  /// `intervals` are sorted and disjoint, and fewer than 2^31.
  explicit IntervalIndex(std::vector<Interval<Value>> intervals) : intervals_(std::move(intervals)) {
    if (!intervals_.empty()) {
      root_ = cut({0, intervals_.size(), intervals_.front().first, intervals_.back().last});
    }
  }

  bool contains(Value value) const noexcept {
    const Node* node = &root_;
    while (value >= node->begin && value <= node->end) {
      const Slot slot = slots_[node->slots + static_cast<std::size_t>((value - node->begin) >> node->shift)];
      if ((slot.count & is_node) == 0) return is_in_one_of(slot, value);
      node = &nodes_[slot.count & ~is_node];
    }
    return false;
  }

 private:
  /// Consecutive slots for the values from begin to end.
  struct Node {
    Value begin = Interval<Value>::most;
    Value end = 0;
    int shift = 0;          // the width of a slot is 1 << shift
    std::size_t slots = 0;  // the index of the first one in slots_
  };

  struct Slot {
    std::uint32_t first;  // the first interval that does not end before the slot begins
    std::uint32_t count;  // the number of intervals to search; or is_node and the index of a node
  };

  /// A range of intervals, and the range of values to divide.
  struct Part {
    std::size_t first, behind;
    Value begin, end;
  };

  static constexpr std::uint32_t is_node = 0x8000'0000;
  static constexpr std::size_t most_in_slot = 12;
  static constexpr std::size_t cache_line = 64;

  static int width_of(Value value) { return netkit::bit_width(Uint128{value}); }

  /// Searches the first interval that does not end before the value; the last one needs no comparison.
  /// Without branches on the contents, so that consecutive calls wait for memory in parallel.
  bool is_in_one_of(const Slot& slot, Value value) const noexcept {
    const Interval<Value>* first = &intervals_[slot.first];
    for (std::size_t left = slot.count; left > 1;) {
      const std::size_t half = left / 2;
      first += static_cast<std::size_t>(first[half - 1].last < value) * half;
      left -= half;
    }
    return first->first <= value;
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
      std::size_t behind = at + 1;
      while (intervals_[behind - 1].last < end_of(node, i)) ++behind;
      slots_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(behind - at)});
    }
    for (std::size_t i = 0; i < count; ++i) cut_again(node, i);
    return node;
  }

  /// Divides a slot that has many intervals.
  void cut_again(const Node& node, std::size_t index) {
    const auto [first, count] = slots_[node.slots + index];
    if (count <= most_in_slot) return;
    const std::size_t behind = std::size_t{first} + count;
    const Node child = cut({first, behind, std::max(begin_of(node, index), intervals_[first].first),
                            std::min(end_of(node, index), intervals_[behind - 1].last)});
    slots_[node.slots + index].count = is_node | static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(child);
  }

  static Value end_of(const Node& node, std::size_t index) {
    const Value begin = begin_of(node, index);
    return begin + std::min<Value>((Value{1} << node.shift) - 1, node.end - begin);
  }

  static Value begin_of(const Node& node, std::size_t index) {
    return node.begin + (static_cast<Value>(index) << node.shift);
  }

  Node root_;  // empty if there are no intervals
  std::vector<Interval<Value>> intervals_;
  std::vector<Slot> slots_;
  std::vector<Node> nodes_;
};

}  // namespace netkit
