// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/addr/socket_address.h>

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

TEST(SocketAddress, IsWrittenInErrorsAsNetDoes) {
  EXPECT_EQ((SocketAddress{v4, 80}.net_text()), "1.2.3.4:80");
  EXPECT_EQ((SocketAddress{v4, 0}.net_text()), "1.2.3.4");
  EXPECT_EQ((SocketAddress{v6, 80}.net_text()), "::1:80");
  EXPECT_EQ((SocketAddress{v6, 0}.net_text()), "::1");
  EXPECT_EQ((SocketAddress{link_local, 80, 2}.net_text()), "fe80::1:80");
}

TEST(SocketAddress, IsNowhereByDefault) {
  EXPECT_EQ(SocketAddress().to_string(), "0.0.0.0:0");
}

TEST(SocketAddress, ComparesAddressThenPortThenScope) {
  const std::vector<SocketAddress> ascending{{v4, 1, 0}, {v4, 2, 0}, {v6, 0, 0}, {v6, 0, 1}, {v6, 1, 0}};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) EXPECT_EQ(ascending[i] <=> ascending[j], i <=> j);
  }
}

}  // namespace
}  // namespace netkit
