// SPDX-License-Identifier: MIT
#include <netkit/base/uint128.h>

#include <gtest/gtest.h>

namespace netkit::test {
namespace {

TEST(Uint128, IsWrittenInDecimal) {
  EXPECT_EQ(to_decimal(0), "0");
  EXPECT_EQ(to_decimal(10), "10");
  EXPECT_EQ(to_decimal(Uint128{1} << 64), "18446744073709551616");
  EXPECT_EQ(to_decimal(~Uint128{0}), "340282366920938463463374607431768211455");
}

TEST(Uint128, HasAWidth) {
  EXPECT_EQ(bit_width(Uint128{0}), 0);
  for (int bit = 0; bit < 128; ++bit) EXPECT_EQ(bit_width(Uint128{1} << bit), bit + 1);
  EXPECT_EQ(bit_width(~Uint128{0}), 128);
}

TEST(Uint128, CountsItsLastZeros) {
  EXPECT_EQ(countr_zero(Uint128{0}), 128);
  for (int bit = 0; bit < 128; ++bit) EXPECT_EQ(countr_zero(~Uint128{0} << bit), bit);
}

}  // namespace
}  // namespace netkit::test
