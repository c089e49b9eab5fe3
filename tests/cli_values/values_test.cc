// SPDX-License-Identifier: MIT
#include "cli/option/values.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace netkit::cli {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto largest = std::numeric_limits<std::uint64_t>::max();

TEST(Size, IsInBytesOrPowersOf1024) {
  EXPECT_EQ(parse_size("0"), 0U);
  EXPECT_EQ(parse_size("65536"), 65536U);
  EXPECT_EQ(parse_size("64k"), 65536U);
  EXPECT_EQ(parse_size("64K"), 65536U);
  EXPECT_EQ(parse_size("1m"), 1048576U);
  EXPECT_EQ(parse_size("1M"), 1048576U);
  EXPECT_EQ(parse_size("2g"), 2147483648U);
  EXPECT_EQ(parse_size("2G"), 2147483648U);
  EXPECT_EQ(parse_size("0k"), 0U);
  EXPECT_EQ(parse_size("0064k"), 65536U);
}

TEST(Size, FitsIn64Bits) {
  EXPECT_EQ(parse_size("18446744073709551615"), largest);
  EXPECT_EQ(parse_size("18014398509481983k"), largest - 1023);
  EXPECT_EQ(parse_size("17179869183g"), largest - 1073741823);
  for (const auto text : {"18446744073709551616", "18014398509481984k", "17592186044416m", "17179869184g",
                          "99999999999999999999g"}) {
    EXPECT_FALSE(parse_size(text)) << text;
  }
}

TEST(Size, IsNothingElse) {
  for (const auto text :
       {""sv,    "k"sv,  "-1"sv, "+1"sv,   "1.5k"sv, "1 k"sv,  " 1"sv,   "1 "sv, "1kb"sv,   "1KiB"sv,
        "1kk"sv, "1b"sv, "1t"sv, "0x10"sv, "1e3"sv,  "1k\n"sv, "1k\0"sv, "k1"sv, "1,000"sv, "-k"sv}) {
    EXPECT_FALSE(parse_size(text)) << testing::PrintToString(text);
  }
}

TEST(Count, IsDecimalUpToItsLimit) {
  EXPECT_EQ(parse_count("0", 0), 0U);
  EXPECT_EQ(parse_count("255", 255), 255U);
  EXPECT_EQ(parse_count("0010", 10), 10U);
  EXPECT_EQ(parse_count("18446744073709551615", largest), largest);
  EXPECT_FALSE(parse_count("1", 0));
  EXPECT_FALSE(parse_count("256", 255));
  EXPECT_FALSE(parse_count("18446744073709551616", largest));
}

TEST(Count, IsNothingElse) {
  for (const auto text : {""sv, "-1"sv, "-0"sv, "+1"sv, "1.0"sv, " 1"sv, "1 "sv, "0x1"sv, "1k"sv, "a"sv,
                          "1\0"sv, "1\n"sv, "\xef\xbc\x91"sv}) {
    EXPECT_FALSE(parse_count(text, largest)) << testing::PrintToString(text);
  }
}

TEST(Mode, IsOctal) {
  EXPECT_EQ(parse_mode("0"), 0U);
  EXPECT_EQ(parse_mode("600"), 0600U);
  EXPECT_EQ(parse_mode("0600"), 0600U);
  EXPECT_EQ(parse_mode("777"), 0777U);
  EXPECT_EQ(parse_mode("0777"), 0777U);
  EXPECT_EQ(parse_mode("7"), 7U);
}

TEST(Mode, IsNothingElse) {
  for (const auto text : {""sv, "8"sv, "608"sv, "1000"sv, "1777"sv, "7777"sv, "00600"sv, "0o600"sv, "-1"sv,
                          "+7"sv, "0x1f"sv, "u=rw"sv, " 600"sv, "600 "sv, "60\0"sv}) {
    EXPECT_FALSE(parse_mode(text)) << testing::PrintToString(text);
  }
}

TEST(Unescape, LeavesOtherBytesAlone) {
  EXPECT_EQ(unescape(""), "");
  EXPECT_EQ(unescape("GET / %n\0\xff"sv), "GET / %n\0\xff"sv);
}

TEST(Unescape, ReplacesEachEscape) {
  EXPECT_EQ(unescape(R"(a\r\n)"), "a\r\n");
  EXPECT_EQ(unescape(R"(\t\0\\)"), "\t\0\\"sv);
  EXPECT_EQ(unescape(R"(\x00\x41\xfF\x0a1)"), "\0A\xff\n1"sv);
  EXPECT_EQ(unescape(R"(\\n)"), R"(\n)");
  EXPECT_EQ(unescape(R"(\012)"), "\00012"sv);
}

TEST(Unescape, TellsWhereTheFirstBadEscapeIs) {
  for (const auto& [text, offset] :
       {std::pair(R"(\)"sv, 0U), std::pair(R"(ab\)"sv, 2U), std::pair(R"(a\q\z)"sv, 1U),
        std::pair(R"(\n\x)"sv, 2U), std::pair(R"(\x1)"sv, 0U), std::pair(R"(\x1g)"sv, 0U),
        std::pair(R"(\xg1)"sv, 0U), std::pair(R"(\x-1)"sv, 0U), std::pair(R"(\N)"sv, 0U),
        std::pair(R"(\X41)"sv, 0U), std::pair(R"(\\\)"sv, 2U), std::pair("\\\0"sv, 0U),
        std::pair(R"(\u0041)"sv, 0U), std::pair(R"(\ n)"sv, 0U)}) {
    const auto bytes = unescape(text);
    ASSERT_FALSE(bytes) << text;
    EXPECT_EQ(bytes.error(), offset) << text;
  }
}

}  // namespace
}  // namespace netkit::cli
