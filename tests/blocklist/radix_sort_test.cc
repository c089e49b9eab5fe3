// SPDX-License-Identifier: MIT
#include <netkit/blocklist/internal/radix_sort.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace netkit::test {
namespace {

/// Sorts as many intervals as are asked for and holds them against std::sort.
template <typename Value>
void sort_and_compare(std::size_t count, const std::function<Value(std::mt19937_64&)>& first) {
  std::mt19937_64 random(count);
  std::vector<Interval<Value>> intervals;
  while (intervals.size() < count) {
    const Value value = first(random);
    intervals.push_back({value, static_cast<Value>(~value)});
  }
  auto expected = intervals;
  std::ranges::sort(expected, {}, &Interval<Value>::first);
  sort_by_first(intervals);
  EXPECT_TRUE(intervals == expected) << count;
}

TEST(RadixSort, OrdersIpv4Values) {
  for (const std::size_t count : {0U, 1U, 2U, 256U, 257U, 5'000U}) {
    sort_and_compare<std::uint32_t>(count, [](auto& random) { return static_cast<std::uint32_t>(random()); });
    sort_and_compare<std::uint32_t>(
        count, [](auto& random) { return static_cast<std::uint32_t>(random() & 0xff00) | 0x0a00'0000; });
    sort_and_compare<std::uint32_t>(count, [](auto&) { return 7U; });
  }
}

TEST(RadixSort, OrdersIpv6Values) {
  for (const std::size_t count : {0U, 1U, 2U, 48U, 49U, 5'000U}) {
    sort_and_compare<Uint128>(count, [](auto& random) { return Uint128{random()} << 64 | random(); });
    sort_and_compare<Uint128>(count,
                              [](auto& random) { return Uint128{0x2001'0db8} << 96 | random() % 1000; });
    sort_and_compare<Uint128>(count, [](auto& random) { return Uint128{1} << random() % 128; });
    sort_and_compare<Uint128>(count, [](auto&) { return Uint128{7}; });
  }
}

TEST(RadixSort, LeavesAloneWhatIsSorted) {
  std::uint32_t next = 0;
  sort_and_compare<std::uint32_t>(1'000, [&next](auto&) { return next += 3; });
}

}  // namespace
}  // namespace netkit::test
