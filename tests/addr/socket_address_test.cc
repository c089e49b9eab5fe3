// SPDX-License-Identifier: MIT
#include <netkit/addr/socket_address.h>

#include <gtest/gtest.h>

#include <functional>
#include <string_view>
#include <vector>

namespace netkit {
namespace {

const auto v4 = IpAddress::v4(0x01020304);
const auto v6 = IpAddress::v6(0, 1);
const auto link_local = IpAddress::v6(0xfe80'0000'0000'0000, 1);

TEST(SocketAddress, IsWrittenWithBracketsAroundAnIpv6Address) {
  EXPECT_EQ((SocketAddress{v4, 80}.to_string()), "1.2.3.4:80");
  EXPECT_EQ((SocketAddress{v4, 0}.to_string()), "1.2.3.4:0");
  EXPECT_EQ((SocketAddress{v6, 65535}.to_string()), "[::1]:65535");
  EXPECT_EQ((SocketAddress{IpAddress::v6(0, 0xffff'0102'0304), 80}.to_string()), "[::ffff:1.2.3.4]:80");
}

TEST(SocketAddress, IsWrittenWithItsScopeIfItHasOne) {
  EXPECT_EQ((SocketAddress{link_local, 80, 2}.to_string()), "[fe80::1%2]:80");
  EXPECT_EQ((SocketAddress{link_local, 80, 4294967295}.to_string()), "[fe80::1%4294967295]:80");
  EXPECT_EQ((SocketAddress{link_local, 80, 0}.to_string()), "[fe80::1]:80");
}

TEST(SocketAddress, IsNowhereByDefault) {
  EXPECT_EQ(SocketAddress().to_string(), "0.0.0.0:0");
}

TEST(SocketAddress, ComparesAddressThenPortThenScopeThenFlowLabel) {
  const std::vector<SocketAddress> ascending{{v4, 1, 0},    {v4, 2, 0},    {v6, 0, 0},
                                             {v6, 0, 0, 1}, {v6, 0, 1, 0}, {v6, 1, 0}};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(ascending[i] <=> ascending[j], i <=> j);
      const std::hash<SocketAddress> hash;
      EXPECT_EQ(hash(ascending[i]) == hash(ascending[j]), i == j);
    }
  }
}

TEST(SocketAddress, IsCreatedWithTheDefaultsOfNet) {
  EXPECT_EQ(SocketAddress::create().value().to_string(), "127.0.0.1:0");
  EXPECT_EQ(SocketAddress::create({.family = Family::ipv6}).value().to_string(), "[::]:0");
  EXPECT_EQ(SocketAddress::create({.address = "1.2.3.4", .port = 80}).value(), (SocketAddress{v4, 80}));
  EXPECT_EQ(SocketAddress::create({.address = "FE80::1%2", .family = Family::ipv6}).value(),
            (SocketAddress{link_local, 0, 2}));
}

TEST(SocketAddress, IsOfTheFamilyThatIsAskedFor) {
  for (const auto* const text : {"::1", "", "1.2.3", "1.2.3.4 ", "1.2.3.4%1", "127.1"}) {
    const auto created = SocketAddress::create({.address = text});
    ASSERT_FALSE(created) << text;
    EXPECT_EQ(created.error().name, "ERR_INVALID_ADDRESS");
    EXPECT_EQ(created.error().message, "Invalid socket address");
  }
  for (const auto* const text : {"1.2.3.4", "::1%", "::1%eth0", "[::1]", "::1%01"}) {
    EXPECT_FALSE(SocketAddress::create({.address = text, .family = Family::ipv6})) << text;
  }
  EXPECT_EQ(parse_family("IPv4"), Family::ipv4);
  EXPECT_EQ(parse_family("ipV6"), Family::ipv6);
  EXPECT_FALSE(parse_family("ipv5") || parse_family("") || parse_family("ipv44"));
}

TEST(SocketAddress, HasAFlowLabelOfTwentyBitsWithIpv6) {
  const SocketAddressOptions largest{.family = Family::ipv6, .flow_label = 0xfffff};
  EXPECT_EQ(SocketAddress::create(largest).value().flow_label, 0xfffffU);
  EXPECT_EQ(SocketAddress::create({.flow_label = 0xfffff}).value().flow_label, 0U);
  const auto beyond = SocketAddress::create({.family = Family::ipv6, .flow_label = 0x100000});
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().name, "ERR_OUT_OF_RANGE");
  EXPECT_EQ(SocketAddress::create(largest).value().to_json(),
            R"({"address":"::","port":0,"family":"ipv6","flowlabel":1048575})");
  EXPECT_EQ((SocketAddress{v4, 80}.to_json()),
            R"({"address":"1.2.3.4","port":80,"family":"ipv4","flowlabel":0})");
}

struct Parsed {
  std::string_view typed, text;
};

TEST(SocketAddress, IsParsedFromAnAddressAndPerhapsAPort) {
  for (const auto& [typed, text] : std::vector<Parsed>{{"1.2.3.4", "1.2.3.4:0"},
                                                       {"1.2.3.4:", "1.2.3.4:0"},
                                                       {"1.2.3.4:0", "1.2.3.4:0"},
                                                       {"1.2.3.4:80", "1.2.3.4:80"},
                                                       {"1.2.3.4:00080", "1.2.3.4:80"},
                                                       {"1.2.3.4:65535", "1.2.3.4:65535"},
                                                       {"[::1]", "[::1]:0"},
                                                       {"[::1]:", "[::1]:0"},
                                                       {"[::1]:80", "[::1]:80"},
                                                       {"[1:0::0]:443", "[1::]:443"},
                                                       {"[::FFFF:1.2.3.4]:80", "[::ffff:1.2.3.4]:80"},
                                                       {"[fe80::1%2]:80", "[fe80::1%2]:80"},
                                                       {"[fe80::1%0]:80", "[fe80::1]:80"}}) {
    const auto parsed = SocketAddress::parse(typed);
    ASSERT_TRUE(parsed) << typed;
    EXPECT_EQ(parsed->to_string(), text) << typed;
    EXPECT_EQ(SocketAddress::parse(text), *parsed) << text;
  }
}

TEST(SocketAddress, IsParsedFromTheOldWaysToWriteIpv4) {
  for (const auto& [typed, text] :
       std::vector<Parsed>{{"192.168.257:1", "192.168.1.1:1"},
                           {"256", "0.0.1.0:0"},
                           {"999999999:12", "59.154.201.255:12"},
                           {"0xffffffff", "255.255.255.255:0"},
                           {"0x.0x.0", "0.0.0.0:0"},
                           {"0x7F.1:80", "127.0.0.1:80"},
                           {"0177.0.0.1", "127.0.0.1:0"},
                           {"010.0.0.1", "8.0.0.1:0"},
                           {"1.2.65535", "1.2.255.255:0"},
                           {"1.16777215", "1.255.255.255:0"},
                           {"4294967295", "255.255.255.255:0"},
                           {"0", "0.0.0.0:0"},
                           {"000000000000000000000000000000000001", "0.0.0.1:0"}}) {
    const auto parsed = SocketAddress::parse(typed);
    ASSERT_TRUE(parsed) << typed;
    EXPECT_EQ(parsed->to_string(), text) << typed;
  }
}

}  // namespace
}  // namespace netkit
