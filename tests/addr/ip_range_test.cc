// SPDX-License-Identifier: MIT
#include <netkit/addr/ip_range.h>

#include <gtest/gtest.h>

#include <unordered_set>
#include <vector>

namespace netkit {
namespace {

IpRange range(std::string_view text) {
  return IpRange::parse(text).value();
}
IpAddress ip(std::string_view text) {
  return IpAddress::parse(text).value();
}

static_assert(IpRange::of(IpAddress::v4(1), IpAddress::v4(3))->contains(IpAddress::v4(2)));

TEST(IpRange, ContainsItsFirstAndLastAddress) {
  const IpRange some = range("10.0.0.200-10.0.1.50");
  EXPECT_TRUE(some.contains(ip("10.0.0.200")));
  EXPECT_TRUE(some.contains(ip("10.0.1.0")));
  EXPECT_TRUE(some.contains(ip("10.0.1.50")));
  EXPECT_FALSE(some.contains(ip("10.0.0.199")));
  EXPECT_FALSE(some.contains(ip("10.0.1.51")));
  EXPECT_TRUE(range("::1-::1").contains(ip("::1")));
}

TEST(IpRange, ContainsOnlyItsOwnFamily) {
  EXPECT_FALSE(range("0.0.0.0-255.255.255.255").contains(ip("::ffff:1.2.3.4")));
  EXPECT_FALSE(range("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").contains(ip("1.2.3.4")));
}

TEST(IpRange, IsOfOneFamilyAndInOrder) {
  EXPECT_FALSE(IpRange::of(ip("2.0.0.0"), ip("1.0.0.0")));
  EXPECT_FALSE(IpRange::of(ip("1.0.0.0"), ip("::1")));
  EXPECT_FALSE(IpRange::of(ip("1.0.0.0"), ip("::ffff:2.0.0.0")));
  EXPECT_TRUE(IpRange::of(ip("1.0.0.0"), ip("1.0.0.0")));
}

TEST(IpRange, IsABlockOrASingleAddress) {
  EXPECT_EQ(IpRange(*Cidr::parse("10.1.2.3/30")).to_string(), "10.1.2.0-10.1.2.3");
  EXPECT_EQ(IpRange(ip("::1")).to_string(), "::1-::1");
  EXPECT_TRUE(IpRange(*Cidr::parse("10.0.0.0/8")).contains(range("10.0.0.0-10.255.255.255")));
  EXPECT_FALSE(IpRange(*Cidr::parse("10.0.0.0/8")).contains(range("10.0.0.0-11.0.0.0")));
}

TEST(IpRange, OrdersByFirstThenByLast) {
  const std::vector<IpRange> ascending{range("1.0.0.0-1.0.0.1"), range("1.0.0.0-1.0.0.2"),
                                       range("1.0.0.1-1.0.0.1"), range("::-::1"), range("::1-::1")};
  std::unordered_set<IpRange> all;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    all.insert(ascending[i]);
    EXPECT_EQ(range(ascending[i].to_string()), ascending[i]);
    for (std::size_t j = 0; j < ascending.size(); ++j) EXPECT_EQ(ascending[i] <=> ascending[j], i <=> j);
  }
  EXPECT_EQ(all.size(), ascending.size());
}

}  // namespace
}  // namespace netkit
