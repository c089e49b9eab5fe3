// SPDX-License-Identifier: MIT
#include <netkit/base/utf8.h>

#include <gtest/gtest.h>

namespace netkit {
namespace {

using namespace std::string_literals;

std::string utf8_of(char32_t code_point) {
  std::string text;
  append_utf8(text, code_point);
  return text;
}

TEST(Utf8, HasCharactersOfOneToFourBytes) {
  EXPECT_EQ(utf8_of(0), "\0"s);
  EXPECT_EQ(utf8_of(0x7f), "\x7f");
  EXPECT_EQ(utf8_of(0x80), "\xc2\x80");
  EXPECT_EQ(utf8_of(0x7ff), "\xdf\xbf");
  EXPECT_EQ(utf8_of(0x800), "\xe0\xa0\x80");
  EXPECT_EQ(utf8_of(0xffff), "\xef\xbf\xbf");
  EXPECT_EQ(utf8_of(0x10000), "\xf0\x90\x80\x80");
  EXPECT_EQ(utf8_of(0x10ffff), "\xf4\x8f\xbf\xbf");
}

TEST(Utf8, HasNoSurrogatesAndNothingBeyondUnicode) {
  for (const char32_t code_point : {0xd800U, 0xdbffU, 0xdc00U, 0xdfffU, 0x110000U}) {
    EXPECT_EQ(utf8_of(code_point), "\xef\xbf\xbd");
  }
  EXPECT_EQ(utf8_of(0xd7ff), "\xed\x9f\xbf");
  EXPECT_EQ(utf8_of(0xe000), "\xee\x80\x80");
}

TEST(Utf8, LeavesEveryCharacterAsItIs) {
  std::string text;
  for (char32_t code_point = 0; code_point <= 0x10ffff; ++code_point) append_utf8(text, code_point);
  EXPECT_TRUE(well_formed_utf8(text) == text);
  EXPECT_EQ(whole_utf8_length(text), text.size());
}

TEST(Utf8, ReplacesAsMuchAsCouldHaveBecomeACharacter) {
  EXPECT_EQ(well_formed_utf8("a\x80z"), "a\uFFFDz");
  EXPECT_EQ(well_formed_utf8("a\xe2\x82z"), "a\uFFFDz");
  EXPECT_EQ(well_formed_utf8("a\xf0\x9f\x98z"), "a\uFFFDz");
  EXPECT_EQ(well_formed_utf8("\xe2\xe2\x82"), "\uFFFD\uFFFD");
  // Unicode, tables 3-8 to 3-11: overlong, surrogates, beyond U+10FFFF, truncated.
  EXPECT_EQ(well_formed_utf8("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41"),
            "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\x41");
  EXPECT_EQ(well_formed_utf8("\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41"),
            "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\x41");
  EXPECT_EQ(well_formed_utf8("\xf4\x91\x92\x93\xff\x41\x80\xbf\x42"),
            "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\x41\uFFFD\uFFFD\x42");
  EXPECT_EQ(well_formed_utf8("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41"), "\uFFFD\uFFFD\uFFFD\uFFFD\x41");
}

TEST(Utf8, IsWholeUpToASequenceThatMayContinue) {
  EXPECT_EQ(whole_utf8_length(""), 0U);
  EXPECT_EQ(whole_utf8_length("a\xc3"), 1U);
  EXPECT_EQ(whole_utf8_length("a\xe2\x82"), 1U);
  EXPECT_EQ(whole_utf8_length("a\xf0\x9f\x98"), 1U);
  EXPECT_EQ(whole_utf8_length("\xf0\xe2\xc3"), 2U);
}

TEST(Utf8, IsWholeIfNoLaterByteCanCompleteIt) {
  EXPECT_EQ(whole_utf8_length("a\x80"), 2U);
  EXPECT_EQ(whole_utf8_length("\xc0"), 1U);
  EXPECT_EQ(whole_utf8_length("\xf5\x80\x80"), 3U);
  EXPECT_EQ(whole_utf8_length("\xe0\x80"), 2U);
  EXPECT_EQ(whole_utf8_length("\xed\xa0"), 2U);
  EXPECT_EQ(whole_utf8_length("\xe2\x82\x41"), 3U);
  EXPECT_EQ(whole_utf8_length("\x80\x80\x80\x80\x80"), 5U);
}

}  // namespace
}  // namespace netkit
