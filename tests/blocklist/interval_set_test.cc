// SPDX-License-Identifier: MIT
#include <netkit/blocklist/internal/interval_set.h>

#include <gtest/gtest.h>

#include <bitset>
#include <random>

namespace netkit::test {
namespace {

/// Sets whose intervals are among the first, or among the last, 32 values of all; as bits: which of them.
template <typename Value>
class IntervalSetOf : public testing::Test {
 protected:
  using Set = IntervalSet<Value>;
  using Bits = std::bitset<64>;

  static Value value(std::size_t bit) {
    return bit < 32 ? static_cast<Value>(bit) : static_cast<Value>(Set::most - (63 - bit));
  }

  struct Both {
    Set set;
    Bits bits;
  };

  Both generated() {
    Both both;
    typename Set::Intervals intervals;
    for (std::size_t left = random_() % 8; left > 0; --left) {
      const std::size_t half = random_() % 2 * 32;
      std::size_t first = half + random_() % 32, last = half + random_() % 32;
      if (last < first) std::swap(first, last);
      intervals.push_back({value(first), value(last)});
      for (std::size_t bit = first; bit <= last; ++bit) both.bits.set(bit);
    }
    both.set = Set::of(std::move(intervals));
    return both;
  }

  static void expect_same(const Set& set, const Bits& bits) {
    for (std::size_t bit = 0; bit < 64; ++bit) ASSERT_EQ(set.contains(value(bit)), bits.test(bit)) << bit;
    for (auto one = set.begin(); one != set.end(); ++one) {
      ASSERT_LE(one->first, one->last);
      ASSERT_TRUE(one == set.begin() || one->first - 1 > std::prev(one)->last) << "overlap or touch";
    }
  }

 private:
  std::mt19937_64 random_{1};
};

using Values = testing::Types<std::uint32_t, Uint128>;
TYPED_TEST_SUITE(IntervalSetOf, Values);

TYPED_TEST(IntervalSetOf, HasWhatItsIntervalsHave) {
  for (int i = 0; i < 2'000; ++i) {
    const auto [set, bits] = this->generated();
    this->expect_same(set, bits);
  }
}

TYPED_TEST(IntervalSetOf, CombinesAsSetsDo) {
  for (int i = 0; i < 2'000; ++i) {
    const auto [a, in_a] = this->generated();
    const auto [b, in_b] = this->generated();
    this->expect_same(a | b, in_a | in_b);
    this->expect_same(a & b, in_a & in_b);
    this->expect_same(a - b, in_a & ~in_b);
    this->expect_same(a.complement(), ~in_a);
    EXPECT_TRUE(a.complement().complement() == a);
  }
}

TYPED_TEST(IntervalSetOf, IsEverythingWithoutItsComplement) {
  const TypeParam most = IntervalSet<TypeParam>::most;
  const auto everything = IntervalSet<TypeParam>::of({{5, most}, {0, 4}});
  EXPECT_TRUE(everything.is_everything());
  EXPECT_TRUE(everything.complement().empty());
  EXPECT_TRUE((everything - everything).empty());
  EXPECT_TRUE(IntervalSet<TypeParam>().complement().is_everything());
}

}  // namespace
}  // namespace netkit::test
