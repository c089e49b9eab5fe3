// SPDX-License-Identifier: MIT
#include <netkit/blocklist/rule.h>

#include <gtest/gtest.h>

#include <random>

namespace netkit {

void PrintTo(const ParseError& error, std::ostream* out) {
  *out << problem_text(error.problem) << " at " << error.offset;
}

namespace {

using enum ParseProblem;

/// What it is read as, or why it is none.
std::string read(std::string_view text, Octets octets = Octets::strict) {
  const auto rule = parse_rule(text, octets);
  if (rule) return net_text(*rule);
  return std::string(problem_text(rule.error().problem)) + " at " + std::to_string(rule.error().offset);
}

std::string read_decimal(std::string_view text) {
  return read(text, Octets::decimal);
}

struct Refused {
  std::string_view text;
  ParseError error;
};

void expect_refused(const std::vector<Refused>& rows, Octets octets = Octets::strict) {
  for (const Refused& row : rows) {
    const auto rule = parse_rule(row.text, octets);
    ASSERT_FALSE(rule) << row.text;
    EXPECT_EQ(rule.error(), row.error) << row.text;
  }
}

TEST(Rule, IsAnAddressABlockOrARange) {
  EXPECT_EQ(read("192.0.2.1"), "Address: IPv4 192.0.2.1");
  EXPECT_EQ(read("::1"), "Address: IPv6 ::1");
  EXPECT_EQ(read("192.0.2.0/24"), "Subnet: IPv4 192.0.2.0/24");
  EXPECT_EQ(read("2001:db8::/32"), "Subnet: IPv6 2001:db8::/32");
  EXPECT_EQ(read("192.0.2.1-192.0.2.9"), "Range: IPv4 192.0.2.1-192.0.2.9");
  EXPECT_EQ(read("::1-::9"), "Range: IPv6 ::1-::9");
  EXPECT_EQ(read("::ffff:10.0.0.0/104"), "Subnet: IPv6 ::ffff:10.0.0.0/104");
}

TEST(Rule, KeepsHostBits) {
  EXPECT_EQ(read("192.0.2.77/24"), "Subnet: IPv4 192.0.2.77/24");
  EXPECT_EQ(read("192.0.2.77/255.255.255.0"), "Subnet: IPv4 192.0.2.77/24");
}

TEST(Rule, MayHaveBlanksAroundTheDashOfARange) {
  EXPECT_EQ(read("10.0.0.1 - 10.0.0.9"), "Range: IPv4 10.0.0.1-10.0.0.9");
  EXPECT_EQ(read("10.0.0.1\t-  10.0.0.9"), "Range: IPv4 10.0.0.1-10.0.0.9");
  EXPECT_EQ(read("10.0.0.1- 10.0.0.9"), "Range: IPv4 10.0.0.1-10.0.0.9");
  EXPECT_EQ(read("::1 -fe80::"), "Range: IPv6 ::1-fe80::");
  expect_refused({{"10.0.0.1 10.0.0.9", {8, unexpected}},
                  {"10.0.0.1 - x", {8, unexpected}},
                  {"10.0.0.1 - 10.0.0.256", {18, octet_too_large}},
                  {"10.0.0.1 - dead::beef", {11, families_differ}},
                  {"10.0.0.9 - 10.0.0.1", {11, reversed}},
                  {"10.0.0.1 -", {8, unexpected}},
                  {" 10.0.0.1", {0, unexpected}},
                  {"10.0.0.1 ", {8, unexpected}}});
}

TEST(Rule, MayHaveItsMaskOrLengthAfterBlanks) {
  EXPECT_EQ(read("10.0.0.0 /8"), "Subnet: IPv4 10.0.0.0/8");
  EXPECT_EQ(read("10.0.0.0\t255.0.0.0"), "Subnet: IPv4 10.0.0.0/8");
  EXPECT_EQ(read("::1 / 64"), "Subnet: IPv6 ::1/64");
  expect_refused({{"10.0.0.0 //8", {8, unexpected}},
                  {"10.0.0.0 0.0.0.255", {9, wildcard_mask}},
                  {"10.0.0.0 255.0.0.0/8", {8, unexpected}},
                  {"10.0.0.1 192.0.0.0", {8, unexpected}}});
}

TEST(Rule, MayBeARangeOfBlocks) {
  EXPECT_EQ(read("10.0.0.0/24 - 10.0.2.0/24"), "Range: IPv4 10.0.0.0-10.0.2.255");
  EXPECT_EQ(read("10.0.0.77/24-10.0.2.0"), "Range: IPv4 10.0.0.0-10.0.2.0");
  EXPECT_EQ(read("10.0.0.1\u201310.0.0.9"), "Range: IPv4 10.0.0.1-10.0.0.9");
  EXPECT_EQ(read("10.0.0.1\u00a0\u2212\u00a010.0.0.9"), "Range: IPv4 10.0.0.1-10.0.0.9");
  expect_refused({{"10.0.2.0/24-10.0.0.0/24", {12, reversed}}, {"10.0.0.0/24-x", {11, unexpected}}});
}

TEST(Rule, IgnoresZonesAsNetDoes) {
  EXPECT_EQ(read("fe80::1%eth0"), "Address: IPv6 fe80::1");
  EXPECT_EQ(read("fe80::%1/10"), "Subnet: IPv6 fe80::/10");
  EXPECT_EQ(read("fe80::1%br-lan-fe80::9%br-lan"), "Range: IPv6 fe80::1-fe80::9");
  expect_refused({{"fe80::1%", {7, zone}}, {"10.0.0.1%lo", {8, zone}}, {"fe80::1%lo%lo", {10, unexpected}}});
}

TEST(Rule, TakesANetmaskOfEveryLength) {
  for (int length = 0; length <= 32; ++length) {
    const auto mask = IpAddress::v4(static_cast<std::uint32_t>(0xffff'ffff'0000'0000 >> length));
    const std::string text = "0.0.0.0/" + mask.to_string();
    EXPECT_EQ(read(text), "Subnet: IPv4 0.0.0.0/" + std::to_string(length));
  }
}

TEST(Rule, TakesNoOtherMask) {
  expect_refused({{"10.0.0.0/255.0.255.0", {9, scattered_mask}},
                  {"10.0.0.0/255.255.253.0", {9, scattered_mask}},
                  {"10.0.0.0/1.2.3.4", {9, scattered_mask}},
                  {"10.0.0.0/0.0.0.255", {9, wildcard_mask}},
                  {"10.0.0.0/0.255.255.255", {9, wildcard_mask}},
                  {"10.0.0.1/0.0.0.0", {9, wildcard_mask}},
                  {"10.0.0.0/255.255.255", {20, incomplete}},
                  {"10.0.0.0/255.255.255.256", {21, octet_too_large}},
                  {"10.0.0.0/255", {9, length_too_large}},
                  {"::/255.255.255.0", {3, length_too_large}},
                  {"::/ffff::", {3, unexpected}},
                  {"10.0.0.0/", {9, incomplete}}});
}

TEST(Rule, IsNoneInTheWaysOfInetAton) {
  expect_refused({{"1.2.3", {5, incomplete}},
                  {"127.1", {5, incomplete}},
                  {"0x7f.1", {1, unexpected}},
                  {"2130706433", {0, octet_too_large}},
                  {"0177.0.0.1", {0, leading_zero}},
                  {"10.0/16", {4, unexpected}},
                  {"1.2.3.4.", {7, unexpected}},
                  {"1.2.3.4.5", {7, unexpected}},
                  {"[::1]", {0, unexpected}},
                  {"1.2.3.4:80", {7, unexpected}},
                  {"", {0, incomplete}}});
}

TEST(Rule, HasStrictOctetsByDefault) {
  expect_refused({{"010.001.000.001", {0, leading_zero}},
                  {"10.0.0.00", {7, leading_zero}},
                  {"10.0.0.1-10.0.0.09", {16, leading_zero}},
                  {"10.0.0.0/255.0.0.00", {17, leading_zero}}});
  EXPECT_EQ(read_decimal("010.001.000.001"), "Address: IPv4 10.1.0.1");
  EXPECT_EQ(read_decimal("010.000.000.000/8"), "Subnet: IPv4 10.0.0.0/8");
  EXPECT_EQ(read_decimal("010.000.000.000/255.000.000.000"), "Subnet: IPv4 10.0.0.0/8");
  EXPECT_EQ(read_decimal("010.000.000.001-010.000.000.099"), "Range: IPv4 10.0.0.1-10.0.0.99");
  EXPECT_EQ(read_decimal("::ffff:010.000.000.001"), "Address: IPv6 ::ffff:10.0.0.1");
}

TEST(Rule, HasThreeDigitsAnOctetAtMost) {
  expect_refused({{"0010.0.0.1", {0, leading_zero}},
                  {"10.0.0.0255", {7, leading_zero}},
                  {"10.0.0.0000", {7, leading_zero}},
                  {"1000.0.0.1", {0, octet_too_large}},
                  {"10.0.0.256", {7, octet_too_large}},
                  {"10.0.0.0/08", {9, leading_zero}}},
                 Octets::decimal);
}

TEST(Rule, IsReadBackFromItsTexts) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 5'000; ++i) {
    const auto shift = static_cast<int>(random() % 64);
    const auto first = i % 2 == 0 ? IpAddress::v4(static_cast<std::uint32_t>(random()))
                                  : IpAddress::v6(random() >> shift, random() >> shift);
    const auto length = static_cast<int>(random()) & (first.is_v4() ? 31 : 127);
    const Cidr block = *Cidr::of(first, length);
    for (const Rule& rule : {Rule(first), Rule(block), Rule(IpRange(block))}) {
      ASSERT_EQ(parse_rule(to_string(rule)), rule) << to_string(rule);
      ASSERT_EQ(parse_net_text(net_text(rule)), rule) << net_text(rule);
    }
  }
}

TEST(Rule, OfNetIsReadExactly) {
  const std::vector<Refused> rows = {{"", {0, incomplete}},
                                     {"Subnet: IPv4", {12, incomplete}},
                                     {"Subnet: IPv5 10.0.0.0/8", {11, unexpected}},
                                     {"subnet: IPv4 10.0.0.0/8", {0, unexpected}},
                                     {"Subnet: IPv4 10.0.0.0", {21, incomplete}},
                                     {"Subnet: IPv4 10.0.0.0/8 ", {23, unexpected}},
                                     {" Subnet: IPv4 10.0.0.0/8", {0, unexpected}},
                                     {"Subnet: IPv4  10.0.0.0/8", {13, unexpected}},
                                     {"Subnet: IPv4 10.0.0.0/255.0.0.0", {22, length_too_large}},
                                     {"Address: IPv4 10.0.0.0/8", {22, unexpected}},
                                     {"Address: IPv6 10.0.0.1", {14, other_family}},
                                     {"Range: IPv4 ::1-::2", {12, other_family}},
                                     {"Range: IPv4 10.0.0.1 - 10.0.0.2", {20, unexpected}},
                                     {"Range: IPv4 10.0.0.2-10.0.0.1", {21, reversed}}};
  for (const Refused& row : rows) {
    const auto rule = parse_net_text(row.text);
    ASSERT_FALSE(rule) << row.text;
    EXPECT_EQ(rule.error(), row.error) << row.text;
  }
  EXPECT_EQ(parse_net_text("Address: IPv6 ::ffff:1.2.3.4"), Rule(IpAddress::v6(0, 0xffff'0102'0304)));
}

TEST(Rule, NamesItsAddressesFromTheFirstToTheLast) {
  EXPECT_EQ(addresses_of(*parse_rule("10.1.2.3/8")).to_string(), "10.0.0.0-10.255.255.255");
  EXPECT_EQ(addresses_of(*parse_rule("::1")).to_string(), "::1-::1");
  EXPECT_EQ(addresses_of(*parse_rule("::1 - ::3")).to_string(), "::1-::3");
}

}  // namespace
}  // namespace netkit
