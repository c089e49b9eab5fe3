// SPDX-License-Identifier: MIT
#include <netkit/addr/port.h>

#include <gtest/gtest.h>

#include <string>

namespace netkit {
namespace {

using std::string_view_literals::operator""sv;

TEST(Port, IsDecimalFrom0To65535) {
  EXPECT_EQ(parse_port("0"), 0);
  EXPECT_EQ(parse_port("80"), 80);
  EXPECT_EQ(parse_port("65535"), 65535);
}

TEST(Port, IgnoresLeadingZeros) {
  EXPECT_EQ(parse_port("080"), 80);
  EXPECT_EQ(parse_port("00000000000000000000080"), 80);
  EXPECT_EQ(parse_port(std::string(1000, '0')), 0);
}

TEST(Port, RefusesWhatDoesNotFit) {
  for (const auto text : {"65536", "70000", "99999", "100000", "4294967376", "18446744073709551696"}) {
    EXPECT_FALSE(parse_port(text)) << text;
  }
}

TEST(Port, RefusesEverythingButDigits) {
  for (const auto text : {""sv,
                          " "sv,
                          "-5"sv,
                          "-0"sv,
                          "+80"sv,
                          "80.5"sv,
                          "80."sv,
                          " 80"sv,
                          "80 "sv,
                          "80\n"sv,
                          "0x50"sv,
                          "0b101"sv,
                          "0o17"sv,
                          "8e1"sv,
                          "80abc"sv,
                          "abc"sv,
                          "80\0"sv,
                          "\0"sv,
                          "\xef\xbc\x98\xef\xbc\x90"sv,
                          "8,0"sv,
                          "8_0"sv,
                          "NaN"sv}) {
    EXPECT_FALSE(parse_port(text)) << testing::PrintToString(text);
  }
}

}  // namespace
}  // namespace netkit
