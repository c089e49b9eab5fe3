// SPDX-License-Identifier: MIT
#include <netkit/socket/destination.h>

#include <gtest/gtest.h>

namespace netkit::test {
namespace {

IpAddress address(std::string_view text) {
  return *IpAddress::parse(text);
}

TEST(Destination, OfTheUnspecifiedAddressIsLoopback) {
  EXPECT_EQ(destination_of({address("0.0.0.0"), 80}), address("127.0.0.1"));
  EXPECT_EQ(destination_of({address("::"), 80}), address("::1"));
  EXPECT_EQ(destination_of({address("::"), 80, 1}), address("::1"));
  EXPECT_EQ(destination_of({address("::ffff:0.0.0.0"), 80}).unmapped(), address("127.0.0.1"));
}

TEST(Destination, OfOthersIsTheAddressItself) {
  for (const char* text : {"192.0.2.1", "2001:db8::1", "0.0.0.1", "::ffff:192.0.2.1"}) {
    EXPECT_EQ(destination_of({address(text), 80}), address(text));
  }
}

}  // namespace
}  // namespace netkit::test
