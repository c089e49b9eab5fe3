// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/sockaddr.h>

#include <gtest/gtest.h>
#include <netinet/in.h>

namespace netkit {
namespace {

TEST(Sockaddr, KeepsAllOfASocketAddress) {
  for (const SocketAddress& address :
       {SocketAddress{IpAddress::v4(0x01020304), 80}, SocketAddress{IpAddress::v6(0, 1), 65535},
        SocketAddress{IpAddress::v6(0xfe80'0000'0000'0000, 1), 80, 7, SocketAddress::largest_flow_label}}) {
    EXPECT_EQ(internal::from_system(internal::to_system(address).get()), address);
  }
}

TEST(Sockaddr, HasTheFlowLabelWithoutTheTrafficClass) {
  auto system = internal::to_system(SocketAddress{IpAddress::v6(0, 1), 80});
  reinterpret_cast<sockaddr_in6*>(&system.storage)->sin6_flowinfo = htonl(0x0ff1'2345);
  EXPECT_EQ(internal::from_system(system.get())->flow_label, 0x12345U);
}

}  // namespace
}  // namespace netkit
