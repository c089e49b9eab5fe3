// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/addr/ip_address.h>

#include <string>
#include <vector>

namespace netkit {
namespace {

using std::string_view_literals::operator""sv;

void expect_version(int version, const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) {
    EXPECT_EQ(is_ip(text), version) << testing::PrintToString(text);
    EXPECT_EQ(is_ipv4(text), version == 4) << testing::PrintToString(text);
    EXPECT_EQ(is_ipv6(text), version == 6) << testing::PrintToString(text);
    const bool has_zone = version == 6 && text.find('%') != std::string_view::npos;
    const auto address = IpAddress::parse(text);
    EXPECT_EQ(address.has_value(), version != 0 && !has_zone) << testing::PrintToString(text);
    EXPECT_EQ(address && address->is_v4(), version == 4) << testing::PrintToString(text);
  }
}

TEST(IsIp, AcceptsFourDecimalOctets) {
  expect_version(4, {"0.0.0.0", "127.0.0.1", "255.255.255.255", "1.20.100.199", "200.249.250.9", "8.8.8.8"});
}

TEST(IsIp, RefusesALeadingZeroInAnOctet) {
  expect_version(0, {"01.2.3.4", "1.2.3.04", "00.0.0.0", "0.0.0.000", "127.0.0.01", "1.2.03.4"});
}

TEST(IsIp, RefusesAnOctetOver255) {
  expect_version(0, {"256.0.0.1", "0.0.0.256", "1.2.300.4", "1.2.3.1000", "1.2.3.4294967296",
                     "1.2.3.18446744073709551617"});
}

TEST(IsIp, RefusesEveryOtherSpellingOfAnIpv4Address) {
  expect_version(
      0, {"127.1",    "1.2.3",      "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "1.2.3.4.5",
          "1.2.3.4.", ".1.2.3.4",   "1..2.3",     "1.2.3.",     "1,2,3,4",    "1.2.3.+4",   "-1.2.3.4",
          "1.2.3.-4", "1.2.3.4:80", "1.2.3.4/32", "1.2.3.a",    "1.2.3.1e1",  "1.2.3. 4"});
}

TEST(IsIp, AcceptsEightGroupsOfOneToFourHexDigitsInEitherCase) {
  expect_version(6, {"1:2:3:4:5:6:7:8", "0001:0020:0300:4000:abcd:EF01:2345:6789", "0:0:0:0:0:0:0:0",
                     "FFFF:ffff:FfFf:fFfF:0000:000:00:0"});
}

TEST(IsIp, RefusesMoreOrFewerThanEightGroups) {
  expect_version(0, {"1", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8:", ":1:2:3:4:5:6:7:8",
                     "1:2:3:4:5:6:7:", ":2:3:4:5:6:7:8", ":", "1:"});
}

TEST(IsIp, RefusesAGroupOfMoreThanFourDigitsOrNone) {
  expect_version(0, {"12345::", "::00000", "::10000", "1:2:3:4:5:6:7:00008", "::fffff", "::g", "::0x1",
                     "::-1", "::+1", "1: 2::"});
}

TEST(IsIp, AcceptsOneGapOfOneGroupOrMore) {
  expect_version(6, {"::", "::1", "1::", "1::8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3::5:6:7:8",
                     "1:2:3:4:5:6::8", "2001:db8::ff00:42:8329"});
}

TEST(IsIp, RefusesAGapThatStandsForNothing) {
  expect_version(0, {"1::2:3:4:5:6:7:8", "1:2:3:4:5:6:7::8", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8"});
}

TEST(IsIp, RefusesTwoGapsAndThreeColons) {
  expect_version(0, {"1::2::3", "::1::", ":::", "1:::2", ":::1", "1:::", "::::", "::1:", ":1::"});
}

TEST(IsIp, AcceptsAnEmbeddedIpv4AddressAsTheLast32Bits) {
  expect_version(6, {"::1.2.3.4", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1::1.2.3.4", "1:2:3:4:5::1.2.3.4",
                     "::2:3:4:5:6:1.2.3.4", "64:ff9b::255.255.255.255", "1:2::5:6:1.2.3.4", "::0.0.0.0"});
}

TEST(IsIp, RefusesAnEmbeddedIpv4AddressElsewhereOrTooMuchBesideIt) {
  expect_version(
      0, {"1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:6::1.2.3.4", "::1:2:3:4:5:6:1.2.3.4", "1.2.3.4::", "1.2.3.4::1",
          "1:1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:1.2.3.4", "::1.2.3.4:", "1.2.3.4:1.2.3.4", "::1.2.3.4::"});
}

TEST(IsIp, HoldsAnEmbeddedIpv4AddressToTheIpv4Grammar) {
  expect_version(0, {"::01.2.3.4", "::ffff:1.2.3.04", "::1.2.3", "::1.2.3.256", "::ffff:1.2.3.4.5", "::1.2",
                     "::ffff:1.2.3.a", "::ffff:1.2.3.", "::.1.2.3"});
}

TEST(IsIp, AcceptsAZoneAfterAnyIpv6Address) {
  expect_version(
      6, {"fe80::1%eth0", "::%eth0", "::1%1", "::ffff:1.2.3.4%1", "1:2:3:4:5:6:7:8%a-b.c:d", "fe80::1%-",
          "fe80::1%:", "fe80::1%.", "fe80::1%0123456789abcdefghijklmnopqrstuvwxyzABCDEF"});
  EXPECT_EQ(is_ip("fe80::1%" + std::string(100'000, 'z')), 6);
}

TEST(IsIp, RefusesAnEmptyZoneAndForeignBytesInOne) {
  expect_version(0, {"::1%", "%eth0", "%", "fe80::1%eth_0", "fe80::1%eth@0", "fe80::1%eth/0", "fe80::1%eth 0",
                     "fe80::1%eth0%1", "fe80::1%%", "fe80::1%eth0\n", "fe80::1%eth0\0"sv, "fe80::1%\xc3\xa9",
                     "fe80::1%[1]", "fe80::1%25+"});
}

TEST(IsIp, RefusesAZoneAfterAnIpv4Address) {
  expect_version(0, {"127.0.0.1%lo", "127.0.0.1%", "1.2.3.4%1"});
}

TEST(IsIp, ReadsTheWholeText) {
  expect_version(0, {"", " ", "\n", " 127.0.0.1", "127.0.0.1 ", "127.0.0.1\n", "127.0.0.1\r\n", "\t127.0.0.1",
                     "::1\n", "::1 ", " ::1", "::1\r", "\n::1", "::1\v", "::1\f", "127.0.0.1\t"});
}

TEST(IsIp, RefusesEveryByteThatIsNotOfItsGrammar) {
  expect_version(0, {"127.0.0.1\0"sv,
                     "\0"
                     "127.0.0.1"sv,
                     "127.0.\0.1"sv, "::1\0"sv,
                     "::\0"
                     "1"sv,
                     "\xef\xbb\xbf::1", "::1\xc2\xa0", "\xe2\x80\x8b::1", "\xef\xbc\x91.2.3.4",
                     "\xd9\xa1.2.3.4", "::\xef\xbc\x91", "127.0.0.1\xff"});
}

TEST(IsIp, RefusesBrackets) {
  expect_version(0, {"[::1]", "[::1]:80", "[127.0.0.1]", "[::", "::]", "::1]"});
}

TEST(IsIp, RefusesNamesAndOtherWords) {
  expect_version(
      0, {"localhost", "example.com", "abcd", "dead.beef", "a.b.c.d", "::1/128", "::1,::2", "1.2.3.4-5"});
}

TEST(IsIp, RefusesAVeryLongTextQuickly) {
  expect_version(0, {std::string(1'000'000, '0'), std::string(1'000'000, ':')});
  std::string groups;
  for (int i = 0; i < 100'000; ++i) groups += "1:";
  expect_version(0, {groups, "::" + groups});
}

}  // namespace
}  // namespace netkit
