// SPDX-License-Identifier: MIT
#include <netkit/blocklist/internal/radix_sort.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <utility>

namespace netkit {
namespace {

using Interval4 = Interval<std::uint32_t>;
using Interval6 = Interval<Uint128>;

constexpr int digit_bits = 8;
constexpr std::size_t digit_values = 1U << digit_bits;

/// For each value of a digit: first the number of intervals that have it, then the place for the next one.
using Places = std::array<std::size_t, digit_values>;

template <typename Value>
std::size_t digit_of(const Interval<Value>& interval, int shift) {
  return static_cast<std::size_t>(interval.first >> shift) % digit_values;
}

void counts_to_places(Places& places) {
  std::size_t next = 0;
  for (std::size_t& place : places) next += std::exchange(place, next);
}

template <typename Value>
void sort_by_comparing(std::span<Interval<Value>> intervals) {
  std::ranges::sort(intervals, {}, &Interval<Value>::first);
}

template <typename Value>
bool is_sorted(const std::vector<Interval<Value>>& intervals) {
  return std::ranges::is_sorted(intervals, {}, &Interval<Value>::first);
}

/// From about this number of intervals on, sorting by digits is faster than std::sort.
constexpr std::size_t few = 256;
constexpr std::size_t very_few = 48;

/// The bits in which the first values differ.
Uint128 different_bits(std::span<const Interval6> intervals) {
  Uint128 bits = 0;
  for (const Interval6& one : intervals) bits |= one.first ^ intervals.front().first;
  return bits;
}

/// Moves each interval to the part for its digit. The places become the ends of the parts.
void deal_out(std::span<Interval6> intervals, int shift, Places& places) {
  Places ends = places;
  std::ranges::rotate(ends, ends.begin() + 1);
  ends.back() = intervals.size();
  for (std::size_t digit = 0; digit < digit_values; ++digit) {
    while (places[digit] < ends[digit]) {
      Interval6& here = intervals[places[digit]];
      const std::size_t wanted = digit_of(here, shift);
      std::swap(here, intervals[places[wanted]++]);
    }
  }
}

/// Sorts by the first digit that differs, then sorts the parts in the same way.
void sort_in_place(std::span<Interval6> intervals) {
  if (intervals.size() <= very_few) return sort_by_comparing(intervals);
  const Uint128 bits = different_bits(intervals);
  if (bits == 0) return;
  const int shift = std::max(bit_width(bits) - digit_bits, 0);
  Places places{};
  for (const Interval6& one : intervals) ++places[digit_of(one, shift)];
  counts_to_places(places);
  deal_out(intervals, shift, places);
  std::size_t begin = 0;
  for (const std::size_t end : places) {
    sort_in_place(intervals.subspan(begin, end - begin));
    begin = end;
  }
}

}  // namespace

void sort_by_first(std::vector<Interval4>& intervals) {
  if (is_sorted(intervals)) return;
  if (intervals.size() <= few) return sort_by_comparing<std::uint32_t>(intervals);
  std::array<Places, 4> places{};
  for (const Interval4& one : intervals) {
    for (int i = 0; i < 4; ++i) ++places[static_cast<std::size_t>(i)][digit_of(one, i * digit_bits)];
  }
  std::vector<Interval4> sorted(intervals.size());
  for (int i = 0; i < 4; ++i) {
    Places& next = places[static_cast<std::size_t>(i)];
    if (std::ranges::find(next, intervals.size()) != next.end()) continue;  // all have the same digit
    counts_to_places(next);
    for (const Interval4& one : intervals) sorted[next[digit_of(one, i * digit_bits)]++] = one;
    intervals.swap(sorted);
  }
}

void sort_by_first(std::vector<Interval6>& intervals) {
  if (!is_sorted(intervals)) sort_in_place(intervals);
}

}  // namespace netkit
