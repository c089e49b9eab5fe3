// SPDX-License-Identifier: MIT
#include <netkit/addr/ip_address.h>

#include <gtest/gtest.h>

#include <array>
#include <unordered_set>
#include <vector>

namespace netkit {
namespace {

constexpr std::array<std::uint8_t, 16> documentation{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 1,
                                                     0,    0,    0,    0,    0, 0, 0, 0x2a};

IpAddress ip(std::string_view text) {
  const auto address = IpAddress::parse(text);
  EXPECT_TRUE(address) << text;
  return address.value_or(IpAddress());
}

// Everything but text works in constant expressions.
static_assert(sizeof(IpAddress) == 24);
static_assert(IpAddress().is_unspecified() && IpAddress().is_v4());
static_assert(IpAddress::v4(0x7f000001) == IpAddress::v4(std::array<std::uint8_t, 4>{127, 0, 0, 1}));
static_assert(IpAddress::v6(documentation).v6_bytes() == documentation);
static_assert(IpAddress::v6(0, 1).is_loopback());
static_assert(family_name(Family::ipv4) == "IPv4" && family_name(Family::ipv6) == "IPv6");

TEST(IpAddress, KeepsTheBytesItWasMadeFrom) {
  EXPECT_EQ(IpAddress::v6(documentation).high(), 0x20010db800000001);
  EXPECT_EQ(IpAddress::v6(documentation).low(), 0x2aU);
  EXPECT_EQ(IpAddress::v6(documentation), ip("2001:db8:0:1::2a"));
  EXPECT_EQ(IpAddress::v4(0x01020304), ip("1.2.3.4"));
  EXPECT_EQ(ip("1.2.3.4").v4_value(), 0x01020304U);
  EXPECT_EQ(ip("1.2.3.4").v4_bytes(), (std::array<std::uint8_t, 4>{1, 2, 3, 4}));
}

TEST(IpAddress, KnowsItsFamily) {
  EXPECT_EQ(ip("1.2.3.4").family(), Family::ipv4);
  EXPECT_EQ(ip("::ffff:1.2.3.4").family(), Family::ipv6);
  EXPECT_TRUE(ip("::").is_v6());
  EXPECT_FALSE(ip("::").is_v4());
}

TEST(IpAddress, GivesTheMappedFormOfAnIpv4Address) {
  EXPECT_EQ(IpAddress::v6(ip("1.2.3.4").v6_bytes()), ip("::ffff:1.2.3.4"));
}

TEST(IpAddress, IsNotItsMappedForm) {
  EXPECT_NE(ip("1.2.3.4"), ip("::ffff:1.2.3.4"));
  EXPECT_EQ(ip("1.2.3.4"), ip("::ffff:1.2.3.4").unmapped());
}

TEST(IpAddress, IsMappedOnlyInTheMappedPrefix) {
  for (const auto* const text : {"::ffff:0.0.0.0", "::ffff:1.2.3.4", "::ffff:ffff:ffff"}) {
    EXPECT_TRUE(ip(text).is_v4_mapped()) << text;
    EXPECT_TRUE(ip(text).unmapped().is_v4()) << text;
  }
  for (const auto* const text : {"1.2.3.4", "::", "::1.2.3.4", "::ffff:0:1.2.3.4", "64:ff9b::1.2.3.4",
                                 "2002:102:304::", "1::ffff:1.2.3.4", "::1:ffff:1.2.3.4", "::fffe:1.2.3.4"}) {
    EXPECT_FALSE(ip(text).is_v4_mapped()) << text;
    EXPECT_EQ(ip(text).unmapped(), ip(text)) << text;
  }
}

TEST(IpAddress, OrdersIpv4BeforeIpv6AndThenByValue) {
  const std::vector<std::string_view> ascending{
      "0.0.0.0",         "10.0.0.200", "10.0.1.50", "127.0.0.1", "128.0.0.0",
      "255.255.255.255", "::",         "::1",       "::1.2.3.4", "::ffff:0",
      "::ffff:0.0.0.0",  "1::",        "7fff::",    "8000::",    "ffff::"};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(ip(ascending[i]) <=> ip(ascending[j]), i <=> j) << ascending[i] << ' ' << ascending[j];
    }
  }
}

TEST(IpAddress, HashesEqualAddressesEquallyAndNeighboursApart) {
  EXPECT_EQ(std::hash<IpAddress>()(ip("::1")), std::hash<IpAddress>()(ip("0::0:1")));
  std::unordered_set<std::size_t> hashes{std::hash<IpAddress>()(ip("::ffff:10.0.0.0"))};
  for (std::uint32_t i = 0; i < 1000; ++i)
    hashes.insert(std::hash<IpAddress>()(IpAddress::v4(0x0a000000 + i)));
  EXPECT_EQ(hashes.size(), 1001U);
}

struct Kind {
  std::string_view text;
  bool unspecified, loopback, link_local, multicast;
};

TEST(IpAddress, KnowsTheKindsThatSocketsTreatDifferently) {
  const std::vector<Kind> kinds{{"0.0.0.0", true, false, false, false},
                                {"0.0.0.1", false, false, false, false},
                                {"126.255.255.255", false, false, false, false},
                                {"127.0.0.0", false, true, false, false},
                                {"127.255.255.255", false, true, false, false},
                                {"128.0.0.0", false, false, false, false},
                                {"169.253.255.255", false, false, false, false},
                                {"169.254.0.0", false, false, true, false},
                                {"169.254.255.255", false, false, true, false},
                                {"169.255.0.0", false, false, false, false},
                                {"223.255.255.255", false, false, false, false},
                                {"224.0.0.0", false, false, false, true},
                                {"239.255.255.255", false, false, false, true},
                                {"240.0.0.0", false, false, false, false},
                                {"::", true, false, false, false},
                                {"::1", false, true, false, false},
                                {"::2", false, false, false, false},
                                {"1::1", false, false, false, false},
                                {"1::", false, false, false, false},
                                {"::127.0.0.1", false, false, false, false},
                                {"fe7f:ffff::", false, false, false, false},
                                {"fe80::", false, false, true, false},
                                {"febf:ffff::1", false, false, true, false},
                                {"fec0::", false, false, false, false},
                                {"feff::", false, false, false, false},
                                {"ff00::", false, false, false, true},
                                {"ff02::1", false, false, false, true},
                                {"ffff::", false, false, false, true}};
  for (const Kind& kind : kinds) {
    EXPECT_EQ(ip(kind.text).is_unspecified(), kind.unspecified) << kind.text;
    EXPECT_EQ(ip(kind.text).is_loopback(), kind.loopback) << kind.text;
    EXPECT_EQ(ip(kind.text).is_link_local(), kind.link_local) << kind.text;
    EXPECT_EQ(ip(kind.text).is_multicast(), kind.multicast) << kind.text;
  }
}

TEST(IpAddress, IfMappedIsOfTheKindOfWhatItStandsFor) {
  EXPECT_TRUE(ip("::ffff:0.0.0.0").is_unspecified());
  EXPECT_TRUE(ip("::ffff:127.1.2.3").is_loopback());
  EXPECT_TRUE(ip("::ffff:169.254.1.1").is_link_local());
  EXPECT_TRUE(ip("::ffff:224.0.0.1").is_multicast());
  EXPECT_FALSE(ip("::ffff:1.2.3.4").is_loopback());
}

}  // namespace
}  // namespace netkit
