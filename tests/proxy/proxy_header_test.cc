// SPDX-License-Identifier: MIT
#include <netkit/proxy/proxy_header.h>

#include <gtest/gtest.h>

#include <string>

namespace netkit::test {
namespace {

using std::string_literals::operator""s;

ProxiedEnds ends(const char* source, const char* destination) {
  return {*SocketAddress::parse(source), *SocketAddress::parse(destination)};
}

const std::string signature = "\r\n\r\n\0\r\nQUIT\n"s;

TEST(ProxyHeader, AsTextNamesBothEnds) {
  EXPECT_EQ(proxy_header(ProxyVersion::text, ends("192.0.2.1:65535", "198.51.100.2:1")),
            "PROXY TCP4 192.0.2.1 198.51.100.2 65535 1\r\n");
  EXPECT_EQ(proxy_header(ProxyVersion::text, ends("[2001:db8::1]:5000", "[::1]:80")),
            "PROXY TCP6 2001:db8::1 ::1 5000 80\r\n");
}

TEST(ProxyHeader, AsBytesHasBothEnds) {
  EXPECT_EQ(proxy_header(ProxyVersion::binary, ends("192.0.2.1:258", "198.51.100.2:80")),
            signature + "\x21\x11\x00\x0c\xc0\x00\x02\x01\xc6\x33\x64\x02\x01\x02\x00\x50"s);
  const std::string six = proxy_header(ProxyVersion::binary, ends("[2001:db8::1]:5000", "[::1]:80"));
  EXPECT_EQ(six.substr(0, 16), signature + "\x21\x21\x00\x24"s);
  EXPECT_EQ(six.size(), 16 + 36U);
  EXPECT_EQ(six.substr(16, 4), "\x20\x01\x0d\xb8");
  EXPECT_EQ(six.substr(48), "\x13\x88\x00\x50"s);
}

TEST(ProxyHeader, HasMappedAddressesAsIpv4) {
  EXPECT_EQ(proxy_header(ProxyVersion::text, ends("[::ffff:192.0.2.1]:1", "[::ffff:192.0.2.2]:2")),
            "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n");
  EXPECT_EQ(proxy_header(ProxyVersion::text, ends("192.0.2.1:1", "[2001:db8::1]:2")),
            "PROXY TCP6 ::ffff:192.0.2.1 2001:db8::1 1 2\r\n");
}

TEST(ProxyHeader, MayKnowNoEnds) {
  EXPECT_EQ(proxy_header(ProxyVersion::text, {}), "PROXY UNKNOWN\r\n");
  EXPECT_EQ(proxy_header(ProxyVersion::binary, {}), signature + "\x21\x00\x00\x00"s);
}

TEST(ProxyHeader, AsTextIsAtMostAsLongAsTheProtocolAllows) {
  const char* const longest = "[1111:2222:3333:4444:5555:6666:7777:8888]:65535";
  EXPECT_LE(proxy_header(ProxyVersion::text, ends(longest, longest)).size(), 107U);
}

}  // namespace
}  // namespace netkit::test
