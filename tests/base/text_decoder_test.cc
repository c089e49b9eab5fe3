// SPDX-License-Identifier: MIT
#include <netkit/base/text_decoder.h>

#include <gtest/gtest.h>
#include <netkit/base/utf8.h>

#include "chunks.h"

namespace netkit {
namespace {

using namespace std::string_literals;
using test::joined;
using test::pieces;

using Pieces = std::vector<std::string>;

std::string whole(Encoding encoding, const std::string& bytes) {
  return joined(pieces(encoding, {bytes}));
}

constexpr Encoding encodings[] = {Encoding::utf8,   Encoding::hex,   Encoding::base64, Encoding::base64url,
                                  Encoding::latin1, Encoding::ascii, Encoding::utf16le};

TEST(ParseEncoding, KnowsTheNamesOfNodeInEitherCase) {
  for (const auto* name : {"utf8", "utf-8", "UTF8", "Utf-8"}) EXPECT_EQ(parse_encoding(name), Encoding::utf8);
  for (const auto* name : {"utf16le", "utf-16le", "ucs2", "ucs-2", "UTF-16LE", "UCS-2"}) {
    EXPECT_EQ(parse_encoding(name), Encoding::utf16le);
  }
  for (const auto* name : {"latin1", "binary", "Latin1"}) EXPECT_EQ(parse_encoding(name), Encoding::latin1);
  EXPECT_EQ(parse_encoding("hex"), Encoding::hex);
  EXPECT_EQ(parse_encoding("base64"), Encoding::base64);
  EXPECT_EQ(parse_encoding("base64URL"), Encoding::base64url);
  EXPECT_EQ(parse_encoding("ASCII"), Encoding::ascii);
}

TEST(ParseEncoding, TakesNoOtherName) {
  for (const auto* name : {"", "utf", "utf88", " utf8", "utf_8", "utf16", "utf-16", "utf16be", "buffer",
                           "base64-url", "iso-8859-1", "h\xc3\xa9x"}) {
    EXPECT_EQ(parse_encoding(name), std::nullopt) << name;
  }
  EXPECT_EQ(parse_encoding("hex\0"s), std::nullopt);
}

TEST(TextDecoder, ShowsBytesInEveryEncoding) {
  const std::string bytes = "\x41\xe9\x80\xff\x00"s;
  EXPECT_EQ(whole(Encoding::utf8, bytes), "A\uFFFD\uFFFD\0"s);
  EXPECT_EQ(whole(Encoding::hex, bytes), "41e980ff00");
  EXPECT_EQ(whole(Encoding::base64, bytes), "QemA/wA=");
  EXPECT_EQ(whole(Encoding::base64url, bytes), "QemA_wA");
  EXPECT_EQ(whole(Encoding::latin1, bytes), "A\u00e9\u0080\u00ff\0"s);
  EXPECT_EQ(whole(Encoding::ascii, bytes), "Ai\0\x7f\0"s);
  EXPECT_EQ(whole(Encoding::utf16le, bytes), "\ue941\uff80");
}

TEST(TextDecoder, MakesNothingOfNothing) {
  for (const Encoding encoding : encodings) EXPECT_EQ(pieces(encoding, {"", ""}), Pieces({"", "", ""}));
}

TEST(TextDecoder, KeepsAnIncompleteSequenceForTheNextChunk) {
  EXPECT_EQ(pieces(Encoding::utf8, {"a\xe2", "\x82", "\xac z"}), Pieces({"a", "", "\u20ac z", ""}));
  EXPECT_EQ(pieces(Encoding::utf8, {"\xf0\x9f", "", "\x98\x80\xc3"}),
            Pieces({"", "", "\U0001f600", "\uFFFD"}));
}

TEST(TextDecoder, KeepsNothingThatCannotBecomeACharacter) {
  EXPECT_EQ(pieces(Encoding::utf8, {"\xc0", "\xed\xa0", "\x80"}),
            Pieces({"\uFFFD", "\uFFFD\uFFFD", "\uFFFD", ""}));
}

TEST(TextDecoder, ReplacesAnIncompleteSequenceOnceItDoesNotGoOn) {
  EXPECT_EQ(pieces(Encoding::utf8, {"\xe2\x82", "a"}), Pieces({"", "\uFFFDa", ""}));
  EXPECT_EQ(pieces(Encoding::utf8, {"\xe2\x82", "\xe2\x82", "\xac"}), Pieces({"", "\uFFFD", "\u20ac", ""}));
  EXPECT_EQ(pieces(Encoding::utf8, {"\xf0\x9f\x98"}), Pieces({"", "\uFFFD"}));
}

TEST(TextDecoder, LeavesAByteOrderMarkWhereItIs) {
  EXPECT_EQ(whole(Encoding::utf8, "\xef\xbb\xbf\x41"), "\ufeffA");
  EXPECT_EQ(whole(Encoding::utf16le, "\xff\xfe\x41\x00"s), "\ufeffA");
}

TEST(TextDecoder, KeepsHalfAUnitAndAHighSurrogate) {
  EXPECT_EQ(pieces(Encoding::utf16le, {"\x41", "\x00\x42"s, "\x00"s}), Pieces({"", "A", "B", ""}));
  EXPECT_EQ(pieces(Encoding::utf16le, {"\x3d\xd8", "\x00\xde"s}), Pieces({"", "\U0001f600", ""}));
  EXPECT_EQ(pieces(Encoding::utf16le, {"\x3d", "\xd8", "\x00"s, "\xde"}),
            Pieces({"", "", "", "\U0001f600", ""}));
}

TEST(TextDecoder, ReplacesASurrogateWithoutItsOther) {
  EXPECT_EQ(pieces(Encoding::utf16le, {"\x3d\xd8", "\x41\x00"s}), Pieces({"", "\uFFFDA", ""}));
  EXPECT_EQ(pieces(Encoding::utf16le, {"\x00\xde"s, "\x3d\xd8"}), Pieces({"\uFFFD", "", "\uFFFD"}));
  EXPECT_EQ(whole(Encoding::utf16le, "\x3d\xd8\x3d\xd8\x00\xde"s), "\uFFFD\U0001f600");
}

TEST(TextDecoder, LosesASingleLastByteOfUtf16) {
  EXPECT_EQ(pieces(Encoding::utf16le, {"\x41"}), Pieces({"", ""}));
  EXPECT_EQ(pieces(Encoding::utf16le, {"\x3d\xd8\x41"}), Pieces({"", "\uFFFD"}));
}

TEST(TextDecoder, PadsBase64OnlyAtTheEnd) {
  EXPECT_EQ(pieces(Encoding::base64, {"f", "oob", "ar"}), Pieces({"", "Zm9v", "YmFy", ""}));
  EXPECT_EQ(pieces(Encoding::base64, {"foob"}), Pieces({"Zm9v", "Yg=="}));
  EXPECT_EQ(pieces(Encoding::base64, {"fo", "oba"}), Pieces({"", "Zm9v", "YmE="}));
  EXPECT_EQ(pieces(Encoding::base64url, {"foob"}), Pieces({"Zm9v", "Yg"}));
}

TEST(TextDecoder, DecodesAnotherStreamAfterFinish) {
  TextDecoder decoder(Encoding::base64);
  EXPECT_EQ(decoder.decode(as_bytes("f")), "");
  EXPECT_EQ(decoder.finish(), "Zg==");
  EXPECT_EQ(decoder.finish(), "");
  EXPECT_EQ(decoder.decode(as_bytes("foo")), "Zm9v");
}

TEST(TextDecoder, GivesTheSameHoweverTheBytesAreCut) {
  const std::string inputs[] = {
      "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z",             // characters of all lengths
      "\xe2\x82\xe2\xf0\x9f\x98\xf0\x9f\xc3\xc3\xa9",       // truncated
      "\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf\xf8\x88",       // overlong
      "\xed\xa0\xbd\xed\xb8\x80\xf4\x90\x80\x80\xff",       // surrogates, beyond U+10FFFF
      "\xef\xbb\xbf\xef\xbb\xef\xbf\xbe\xef",               // byte order marks
      "\x3d\xd8\x00\xde\x3d\xd8\x3d\xd8\x00\xde\x00\xde"s,  // pairs of surrogates, and single ones
      "\xff\xfe\x3d\xd8\x41\x00\x00\xdc\x3d\xd8\x41"s,      // the same with half a unit at the end
      "\xd8\x3d\xd8\x3d\xd8\xde\x00\xde\x00"s,              // the same, one byte off
      "\x00\x00\x01\x7f\x80\xfb\xff\xbf\x3e\x3f"s,          // all of base64's special digits
  };
  for (const std::string& input : inputs) {
    for (const Encoding encoding : encodings) {
      const std::string expected = whole(encoding, input);
      for (const test::Chunks& chunks : test::chunkings(input)) {
        const Pieces texts = pieces(encoding, chunks);
        ASSERT_EQ(joined(texts), expected) << testing::PrintToString(chunks);
        for (const std::string& text : texts) ASSERT_EQ(well_formed_utf8(text), text);
      }
    }
  }
}

}  // namespace
}  // namespace netkit
