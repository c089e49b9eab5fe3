// SPDX-License-Identifier: MIT
#include <netkit/addr/cidr.h>

#include <gtest/gtest.h>

#include <unordered_set>
#include <vector>

namespace netkit {
namespace {

Cidr cidr(std::string_view text) {
  return Cidr::parse(text).value();
}
IpAddress ip(std::string_view text) {
  return IpAddress::parse(text).value();
}

// Everything but text works in constant expressions.
constexpr Cidr private_use = *Cidr::of(IpAddress::v4(0x0a000000), 8);
static_assert(private_use.contains(IpAddress::v4(0x0affffff)) &&
              private_use.last() == IpAddress::v4(0x0affffff));

TEST(Cidr, KnowsItsFirstAndLastAddress) {
  EXPECT_EQ(cidr("192.0.2.77/24").first(), ip("192.0.2.0"));
  EXPECT_EQ(cidr("192.0.2.77/24").last(), ip("192.0.2.255"));
  EXPECT_EQ(cidr("2001:db8::1/32").first(), ip("2001:db8::"));
  EXPECT_EQ(cidr("2001:db8::1/32").last(), ip("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"));
  EXPECT_EQ(cidr("::/0").last(), ip("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
  EXPECT_EQ(cidr("0.0.0.0/0").last(), ip("255.255.255.255"));
}

TEST(Cidr, HasEveryLength) {
  const IpAddress some = ip("a5a5:5a5a:1234:5678:9abc:def0:0f0f:f0f0");
  for (const IpAddress& address : {some, ip("165.90.18.240")}) {
    const int longest = Cidr::longest(address.family());
    for (int length = 0; length <= longest; ++length) {
      const Cidr block = *Cidr::of(address, length);
      EXPECT_TRUE(block.contains(address));
      EXPECT_TRUE(block.contains(block.first()) && block.contains(block.last()));
      EXPECT_EQ(block.first() == block.last(), length == longest);
      EXPECT_EQ(cidr(block.to_string()), block);
      EXPECT_EQ(block.masked().masked(), block.masked());
      if (length > 0) {
        const Cidr wider = *Cidr::of(address, length - 1);
        EXPECT_TRUE(wider.contains(block));
        EXPECT_FALSE(block.contains(wider));
        EXPECT_FALSE(block.contains(wider.first()) && block.contains(wider.last()));
      }
    }
    EXPECT_FALSE(Cidr::of(address, -1));
    EXPECT_FALSE(Cidr::of(address, longest + 1));
    EXPECT_EQ(Cidr(address).length(), longest);
  }
}

TEST(Cidr, ContainsOnlyItsOwnFamily) {
  EXPECT_FALSE(cidr("0.0.0.0/0").contains(ip("::ffff:1.2.3.4")));
  EXPECT_FALSE(cidr("::/0").contains(ip("1.2.3.4")));
  EXPECT_FALSE(cidr("::ffff:0:0/96").contains(ip("1.2.3.4")));
  EXPECT_TRUE(cidr("::ffff:0:0/96").contains(ip("::ffff:1.2.3.4")));
  EXPECT_FALSE(cidr("::/0").contains(cidr("1.2.3.4/32")));
}

TEST(Cidr, ContainsOnlyAddressesFromFirstToLast) {
  const Cidr block = cidr("172.16.0.0/12");
  EXPECT_TRUE(block.contains(ip("172.16.0.0")));
  EXPECT_TRUE(block.contains(ip("172.31.255.255")));
  EXPECT_FALSE(block.contains(ip("172.15.255.255")));
  EXPECT_FALSE(block.contains(ip("172.32.0.0")));
  EXPECT_FALSE(cidr("fe80::/10").contains(ip("fec0::")));
  EXPECT_TRUE(cidr("fe80::/10").contains(ip("febf:ffff::1")));
}

TEST(Cidr, KeepsTheHostBitsItWasGiven) {
  EXPECT_EQ(cidr("10.0.0.1/8").to_string(), "10.0.0.1/8");
  EXPECT_NE(cidr("10.0.0.1/8"), cidr("10.0.0.0/8"));
  EXPECT_EQ(cidr("10.0.0.1/8").masked(), cidr("10.0.0.0/8"));
  EXPECT_EQ(cidr("2001:DB8:0:0::1/32").to_string(), "2001:db8::1/32");
}

TEST(Cidr, OrdersByAddressThenByLength) {
  const std::vector<Cidr> ascending{cidr("0.0.0.0/0"),  cidr("10.0.0.0/8"), cidr("10.0.0.0/16"),
                                    cidr("10.0.0.1/8"), cidr("::/0"),       cidr("::/1"),
                                    cidr("::1/0")};
  std::unordered_set<Cidr> all;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    all.insert(ascending[i]);
    for (std::size_t j = 0; j < ascending.size(); ++j) EXPECT_EQ(ascending[i] <=> ascending[j], i <=> j);
  }
  EXPECT_EQ(all.size(), ascending.size());
}

}  // namespace
}  // namespace netkit
