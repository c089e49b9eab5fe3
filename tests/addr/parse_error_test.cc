// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/addr/cidr.h>
#include <netkit/addr/ip_range.h>
#include <netkit/addr/loose_ipv4.h>
#include <netkit/addr/socket_address.h>

#include <ostream>
#include <string_view>
#include <vector>

namespace netkit {

void PrintTo(const ParseError& error, std::ostream* out) {
  *out << problem_text(error.problem) << " at " << error.offset;
}

namespace {

using enum ParseProblem;

struct Refused {
  std::string_view text;
  ParseError error;
};

template <typename Parse>
void expect_refused(const Parse& parse, const std::vector<Refused>& rows) {
  for (const Refused& row : rows) {
    const auto parsed = parse(row.text);
    ASSERT_FALSE(parsed) << row.text;
    EXPECT_EQ(parsed.error(), row.error) << row.text;
  }
}

TEST(ParseError, SaysWhereAnIpv4AddressIsNone) {
  expect_refused(IpAddress::parse, {{"", {0, incomplete}},
                                    {"1", {1, incomplete}},
                                    {"1.2.3.", {6, incomplete}},
                                    {"1.2.3", {5, incomplete}},
                                    {"1.2.3.4.", {7, unexpected}},
                                    {"1.2.3.4.5", {7, unexpected}},
                                    {".1.2.3", {0, unexpected}},
                                    {"1..2.3", {2, unexpected}},
                                    {"1.2.3.x", {6, unexpected}},
                                    {"1.2.3.4 ", {7, unexpected}},
                                    {"1.2.3.4/8", {7, unexpected}},
                                    {"1.2.3.256", {6, octet_too_large}},
                                    {"999.2.3.4", {0, octet_too_large}},
                                    {"4294967296", {0, octet_too_large}},
                                    {"10.01.0.1", {3, leading_zero}},
                                    {"00.0.0.0", {0, leading_zero}},
                                    {"1.2.3.4%lo", {7, zone}},
                                    {"localhost", {0, unexpected}}});
}

TEST(ParseError, SaysWhereAnIpv6AddressIsNone) {
  expect_refused(IpAddress::parse, {{":", {1, incomplete}},
                                    {":1", {1, unexpected}},
                                    {"1:", {2, incomplete}},
                                    {":::", {2, unexpected}},
                                    {"1:2", {3, too_few_groups}},
                                    {"1:2:3:4:5:6:7", {13, too_few_groups}},
                                    {"1:2:3:4:5:6:7:8:9", {16, too_many_groups}},
                                    {"1::2:3:4:5:6:7:8", {15, too_many_groups}},
                                    {"1:2:3:4:5:6:7:8::", {15, too_many_groups}},
                                    {"1:2:3:4:5:6:7:1.2.3.4", {14, too_many_groups}},
                                    {"1::2::3", {4, second_gap}},
                                    {"::12345", {2, group_too_long}},
                                    {"12345::", {0, group_too_long}},
                                    {"::g", {2, unexpected}},
                                    {"::1.2.3", {7, incomplete}},
                                    {"::1.2.3.256", {8, octet_too_large}},
                                    {"::ffff:01.2.3.4", {7, leading_zero}},
                                    {"fe80::1%eth0", {7, zone}},
                                    {"[::1]", {0, unexpected}},
                                    {"::1]", {3, unexpected}}});
}

TEST(ParseError, SaysWhereABlockIsNone) {
  expect_refused(Cidr::parse, {{"", {0, incomplete}},
                               {"10.0.0.0", {8, incomplete}},
                               {"10.0.0.0/", {9, incomplete}},
                               {"10.0.0.0/33", {9, length_too_large}},
                               {"::/129", {3, length_too_large}},
                               {"::/99999999999999999999", {3, length_too_large}},
                               {"10.0.0.0/08", {9, leading_zero}},
                               {"10.0.0.0/8 ", {10, unexpected}},
                               {"10.0.0.0/-8", {9, unexpected}},
                               {"10.0.0.0/255.0.0.0", {9, length_too_large}},
                               {"10.0/16", {4, unexpected}},
                               {"fe80::%1/10", {6, unexpected}},
                               {"10.0.0.256/8", {7, octet_too_large}}});
}

TEST(ParseError, SaysWhereARangeIsNone) {
  expect_refused(IpRange::parse, {{"10.0.0.1", {8, incomplete}},
                                  {"10.0.0.1-", {9, incomplete}},
                                  {"10.0.0.1 - 10.0.0.2", {8, unexpected}},
                                  {"10.0.0.2-10.0.0.1", {9, reversed}},
                                  {"10.0.0.200-10.0.0.50", {11, reversed}},
                                  {"10.0.0.1-::1", {9, families_differ}},
                                  {"::1-::2-::3", {7, unexpected}},
                                  {"::1-::g", {6, unexpected}}});
}

TEST(ParseError, SaysWhereASocketAddressIsNone) {
  expect_refused(SocketAddress::parse, {{"", {0, incomplete}},
                                        {"localhost:80", {0, unexpected}},
                                        {"1.2.3.4:65536", {8, port_too_large}},
                                        {"1.2.3.4:80x", {10, unexpected}},
                                        {"1.2.3.4:-1", {8, unexpected}},
                                        {"1.2.3.4:80/path", {10, unexpected}},
                                        {"1.2.3.4:80?q", {10, unexpected}},
                                        {"1.2.3.4:80#f", {10, unexpected}},
                                        {"user@1.2.3.4:80", {0, unexpected}},
                                        {"1@1.2.3.4", {1, unexpected}},
                                        {" 1.2.3.4", {0, unexpected}},
                                        {"1.2.3.4.", {7, unexpected}},
                                        {"256.1.1.1", {0, number_too_large}},
                                        {"::1", {0, no_brackets}},
                                        {"::1:80", {0, no_brackets}},
                                        {"[::1", {4, incomplete}},
                                        {"[::1]80", {5, unexpected}},
                                        {"[::1]:80:90", {8, unexpected}},
                                        {"[1.2.3.4]:80", {8, unexpected}},
                                        {"[fe80::1%eth0]:80", {9, unexpected}},
                                        {"[fe80::1%4294967296]:80", {9, zone}},
                                        {"[]:80", {1, unexpected}}});
}

TEST(ParseError, SaysWhereALooseIpv4AddressIsNone) {
  expect_refused(parse_loose_ipv4, {{"", {0, incomplete}},
                                    {"1.", {2, incomplete}},
                                    {"08", {1, unexpected}},
                                    {"0xg", {2, unexpected}},
                                    {"1.2.3.4.5", {7, unexpected}},
                                    {"1.2.3.256", {6, number_too_large}},
                                    {"1.2.65536", {4, number_too_large}},
                                    {"1.16777216", {2, number_too_large}},
                                    {"4294967296", {0, number_too_large}},
                                    {"0xffffffffffffffffffffffff", {0, number_too_large}},
                                    {"-1", {0, unexpected}}});
}

TEST(ParseError, HasAWordForEveryProblem) {
  for (int value = 0; value <= static_cast<int>(name_too_long); ++value) {
    EXPECT_NE(problem_text(static_cast<ParseProblem>(value)), "") << value;
  }
}

}  // namespace
}  // namespace netkit
