// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "heard.h"

namespace netkit::test {
namespace {

const std::string everything =
    "\xef\xbb\xbf# a list\r\n"
    "10.0.0.0/8\r\n"
    "  192.0.2.1\t# comment\n"
    "192.0.2.1-192.0.2.9 // words\n"
    "192.0.2.1 - 192.0.2.9 ;; more words \n"
    "\n"
    "; old\n"
    "// C\n"
    "198.51.100.0/255.255.255.0 bare words\n"
    "2001:db8::/32;SBL1\n"
    "::1#one\n"
    "10.0.0.0/8//two\n"
    "10.0.0.2 - two hosts\n"
    "10.0.0.300 # x\n"
    "fe80::1%eth0\n"
    "::2";

TEST(PlainList, HasARuleALineWithItsLabel) {
  EXPECT_EQ(heard_of(everything), (HeardLines{
                                      "2:1 10.0.0.0/8",
                                      "3:3 192.0.2.1 (comment)",
                                      "4:1 192.0.2.1-192.0.2.9 (words)",
                                      "5:1 192.0.2.1-192.0.2.9 (more words)",
                                      "9:1 198.51.100.0/24 (bare words)",
                                      "10:1 2001:db8::/32 (SBL1)",
                                      "11:1 ::1 (one)",
                                      "12:1 10.0.0.0/8 (two)",
                                      "13:1 10.0.0.2 (- two hosts)",
                                      "14:8 fault: an octet over 255 in '10.0.0.300'",
                                      "15:8 fault: a zone in 'fe80::1%eth0'",
                                      "16:1 ::2",
                                  }));
}

TEST(PlainList, MayBeCutAnywhere) {
  expect_cut_anywhere(everything);
}

TEST(PlainList, IsWhatFireholWrites) {
  const ListSummary summary = summary_of("#\n# firehol_level1\n#\n# Entries: 2\n0.0.0.0/8\n1.10.16.0/20\n");
  EXPECT_EQ(summary.format, ListFormat::plain);
  EXPECT_EQ(summary.rules, 2U);
  EXPECT_EQ(summary.faults, 0U);
}

TEST(PlainList, IsWhatSpamhausWritesAsText) {
  EXPECT_EQ(heard_of("; Spamhaus DROP List 2024/01/01\n1.10.16.0/20 ; SBL256894\n"),
            HeardLines{"2:1 1.10.16.0/20 (SBL256894)"});
}

TEST(PlainList, SaysWhatIsWrongWithItsFaults) {
  EXPECT_EQ(
      heard_of("010.0.0.1\n0377.0.0.1\n1.2.3 words\n0x7f.1\n12\n10.0/16\n"),
      (HeardLines{
          "1:1 fault: a leading zero in '010.0.0.1' (--octets decimal reads it as 10.0.0.1)",
          "2:1 fault: a leading zero in '0377.0.0.1' (inet_aton(3) reads it as 255.0.0.1)",
          "3:6 fault: it ends too early in '1.2.3' (inet_aton(3) reads it as 1.2.0.3)",
          "4:2 fault: a character that cannot stand there in '0x7f.1' (inet_aton(3) reads it as 127.0.0.1)",
          "5:3 fault: it ends too early in '12'",
          "6:5 fault: a character that cannot stand there in '10.0/16'",
      }));
  EXPECT_EQ(heard_of("010.0.0.1\n", {.octets = Octets::decimal}), HeardLines{"1:1 10.0.0.1"});
}

TEST(PlainList, ShowsAllOfAnInvalidRange) {
  EXPECT_EQ(heard_of("10.0.0.9 - 10.0.0.1 # back\n"),
            HeardLines{"1:12 fault: the last address lies before the first in '10.0.0.9 - 10.0.0.1'"});
  EXPECT_EQ(heard_of("10.0.0.0/0.0.0.255\n"),
            HeardLines{"1:10 fault: a wildcard mask where a netmask has to stand in '10.0.0.0/0.0.0.255'"});
}

TEST(PlainList, IsNoneIfItIsAPage) {
  const ListSummary page =
      summary_of("<!DOCTYPE html>\n<html>\n\n<p>Not found. Our address is\n192.0.2.1\n</p>\n</html>\n");
  EXPECT_TRUE(page.is_no_list());
  EXPECT_EQ(page.rules, 1U);
  EXPECT_EQ(page.faults, 5U);
  EXPECT_FALSE(summary_of("").is_no_list());
  EXPECT_FALSE(summary_of("# nothing yet\n\n").is_no_list());
}

}  // namespace
}  // namespace netkit::test
