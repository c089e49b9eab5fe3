// SPDX-License-Identifier: MIT
// Lists that are compressed, or UTF-16.
#include <gtest/gtest.h>
#include <zlib.h>

#include "heard.h"

namespace netkit::test {
namespace {

using namespace std::string_literals;

std::string gzip_of(std::string_view text) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&z, text.size()) + 64, '\0');
  std::string copy(text);
  z.next_in = reinterpret_cast<Bytef*>(copy.data());
  z.avail_in = static_cast<uInt>(copy.size());
  z.next_out = reinterpret_cast<Bytef*>(packed.data());
  z.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  packed.resize(z.total_out);
  deflateEnd(&z);
  return packed;
}

std::string utf16_of(std::string_view text, bool big) {
  std::string units = big ? "\xfe\xff" : "\xff\xfe";
  for (const char c : text) units += big ? std::string{'\0', c} : std::string{c, '\0'};
  return units;
}

TEST(CompressedList, IsReadLikeAnyOther) {
  const std::string packed = gzip_of("# x\r\n10.0.0.0/8 # y\r\n");
  EXPECT_EQ(heard_of(packed), HeardLines{"2:1 10.0.0.0/8 (y)"});
  EXPECT_TRUE(summary_of(packed).is_encoded);
  EXPECT_FALSE(summary_of("10.0.0.0/8\n").is_encoded);
  expect_cut_anywhere(packed);
  EXPECT_EQ(heard_of(gzip_of("[\"10.0.0.1\"]")), HeardLines{"1:3 10.0.0.1"});
}

TEST(CompressedList, MayBeSeveralFilesOneAfterTheOther) {
  EXPECT_EQ(rules_of(gzip_of("10.0.0.1\n10.0.") + gzip_of("0.2\n") + "\0\0"s),
            (HeardLines{"10.0.0.1", "10.0.0.2"}));
  expect_cut_anywhere(gzip_of("10.0.0.1\n") + gzip_of("10.0.0.2\n"));
}

TEST(CompressedList, IsCutOffWhereItIsDamaged) {
  std::string packed = gzip_of("10.0.0.1\n10.0.0.2\n10.0.0.3\n");
  EXPECT_TRUE(summary_of(packed.substr(0, packed.size() - 4)).is_cut_off);
  EXPECT_TRUE(summary_of(packed.substr(0, 5)).is_cut_off);
  EXPECT_TRUE(summary_of(packed + "more").is_cut_off);
  packed[packed.size() - 6] ^= 1;
  EXPECT_TRUE(summary_of(packed).is_cut_off);
  EXPECT_TRUE(summary_of("\x1f\x8b").is_cut_off);
}

TEST(CompressedList, MayNotGrowWithoutBound) {
  const std::string bomb = gzip_of(std::string(64U << 20U, 'x'));
  EXPECT_LT(bomb.size(), 100'000U);
  EXPECT_EQ(heard_of(bomb), (HeardLines{"1:1 fault: a line over 65536 bytes",
                                        "2:1 fault: gzip data that grows to more than 100 times its size"}));
}

TEST(Utf16List, IsReadIfItHasAMark) {
  for (const bool big : {false, true}) {
    const std::string text = utf16_of("10.0.0.0/8 # x\r\n::1\n", big);
    EXPECT_EQ(heard_of(text), (HeardLines{"1:1 10.0.0.0/8 (x)", "2:1 ::1"}));
    EXPECT_TRUE(summary_of(text).is_encoded);
    expect_cut_anywhere(text);
    EXPECT_EQ(heard_of(gzip_of(text)).size(), 2U);
    EXPECT_TRUE(summary_of(text.substr(0, text.size() - 1)).is_cut_off);
  }
}

TEST(Utf16List, IsNamedIfItHasNone) {
  const HeardLines heard = heard_of(utf16_of("10.0.0.1\n", false).substr(2));
  ASSERT_FALSE(heard.empty());
  EXPECT_TRUE(heard.front().contains("UTF-16 without a byte order mark")) << heard.front();
}

}  // namespace
}  // namespace netkit::test
