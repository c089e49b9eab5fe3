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
                                      "15:1 fe80::1",
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
          "1:1 fault: a leading zero in '010.0.0.1'",
          "2:1 fault: a leading zero in '0377.0.0.1' (inet_aton(3) reads it as 255.0.0.1)",
          "3:6 fault: it ends too early in '1.2.3' (inet_aton(3) reads it as 1.2.0.3)",
          "4:2 fault: a character that cannot stand there in '0x7f.1' (inet_aton(3) reads it as 127.0.0.1)",
          "5:3 fault: it ends too early in '12'",
          "6:5 fault: a character that cannot stand there in '10.0/16'",
      }));
  EXPECT_EQ(heard_of("010.0.0.1\n", {.octets = Octets::decimal}), HeardLines{"1:1 10.0.0.1"});
}

TEST(PlainList, SaysWhatDecimalOctetsWouldBe) {
  struct Sink final : ListSink {
    void on_rule(const Rule&, const ListPlace&, std::string_view) override {}
    void on_fault(const ListFault& fault) override { decimal.push_back(fault.decimal); }
    std::vector<std::optional<Rule>> decimal;
  } sink;
  read_list_text("010.0.0.1-010.0.0.9\n010.0.0.256\n", sink);
  EXPECT_EQ(sink.decimal,
            (std::vector{std::optional(*parse_rule("10.0.0.1-10.0.0.9")), std::optional<Rule>()}));
}

TEST(PlainList, HasMasksAndLengthsInColumns) {
  EXPECT_EQ(heard_of("10.0.0.0 255.255.255.0\n10.0.0.0\t255.0.0.0 # ours\n10.0.0.0 /24\n10.0.0.0 / 24\n"
                     "0.0.0.0 0.0.0.0\n10.0.0.5 255.255.255.255 host\n128.0.0.0 128.0.0.0\n2001:db8:: /32\n"),
            (HeardLines{"1:1 10.0.0.0/24", "2:1 10.0.0.0/8 (ours)", "3:1 10.0.0.0/24", "4:1 10.0.0.0/24",
                        "5:1 0.0.0.0/0", "6:1 10.0.0.5/32 (host)", "7:1 128.0.0.0/1", "8:1 2001:db8::/32"}));
  EXPECT_EQ(heard_of("10.0.0.0 0.0.0.255\n10.0.0.0 255.0.255.0\n10.0.0.0 /33\n"),
            (HeardLines{
                "1:10 fault: a wildcard mask where a netmask has to stand in '10.0.0.0 0.0.0.255'",
                "2:10 fault: a mask whose ones do not all stand in front in '10.0.0.0 255.0.255.0'",
                "3:11 fault: a prefix longer than the address in '10.0.0.0 /33'",
            }));
}

TEST(PlainList, HasRangesWithBlanksAndDashesOfAllKinds) {
  for (const std::string text :
       {"10.0.0.1-10.0.0.9", "10.0.0.1 - 10.0.0.9", "10.0.0.1\t-\t10.0.0.9", "10.0.0.1 -10.0.0.9",
        "10.0.0.1- 10.0.0.9", "10.0.0.1\u201310.0.0.9", "10.0.0.1 \u2013 10.0.0.9",
        "10.0.0.1 \u2014 10.0.0.9", "10.0.0.1\u221210.0.0.9", "10.0.0.1\u00a0-\u00a010.0.0.9",
        "10.0.0.1/32 - 10.0.0.9/32", "\u00a010.0.0.1 \u2010 10.0.0.9", "10.0.0.1-10.0.0.9\u00a0"}) {
    EXPECT_EQ(rules_of(text), HeardLines{"10.0.0.1-10.0.0.9"}) << text;
  }
  EXPECT_EQ(rules_of("10.0.0.0/24 - 10.0.2.0/24\n10.0.0.0/24-10.0.2.9\n2001:db8::/64 - 2001:db8:0:9::/64\n"),
            (HeardLines{"10.0.0.0-10.0.2.255", "10.0.0.0-10.0.2.9",
                        "2001:db8::-2001:db8:0:9:ffff:ffff:ffff:ffff"}));
  EXPECT_EQ(rules_of("fe80::1%br-lan-fe80::9%br-lan\nfe80::%eth0/64\n"),
            (HeardLines{"fe80::1-fe80::9", "fe80::/64"}));
  EXPECT_EQ(summary_of("10.0.0.1 - 10.0.0.300\n10.0.0.1 \u2013 ::1\nfe80::1%\n1.2.3.4%lo\n").faults, 4U);
}

TEST(PlainList, MayHaveSeveralRulesInALine) {
  EXPECT_EQ(
      heard_of(
          "10.0.0.0/8 192.0.2.1\n10.0.0.1,10.0.0.2, ::1 # three\n10.0.0.1 10.0.0.2-10.0.0.4 some words\n"),
      (HeardLines{"1:1 10.0.0.0/8", "1:12 192.0.2.1", "2:1 10.0.0.1 (three)", "2:10 10.0.0.2 (three)",
                  "2:20 ::1 (three)", "3:1 10.0.0.1 (some words)", "3:10 10.0.0.2-10.0.0.4 (some words)"}));
  EXPECT_EQ(heard_of("10.0.0.1 10.0.0.256 x\n"),
            (HeardLines{"1:1 10.0.0.1", "1:17 fault: an octet over 255 in '10.0.0.256'"}));
  const ListSummary summary = summary_of("# c\n10.0.0.1 10.0.0.2\n\n10.0.0.3\n; c\nx\n");
  EXPECT_EQ(summary.rules, 3U);
  EXPECT_EQ(summary.lines_with_rules, 2U);
  EXPECT_EQ(summary.comments, 2U);
  EXPECT_EQ(summary.faults, 1U);
  EXPECT_EQ(summary_of("10.0.0.1 corp 10.0.0.2\n").lines_with_rules, 0U) << "the line is bad";
}

TEST(PlainList, HasTheEndsOfWholeNetworksInColumns) {
  EXPECT_EQ(
      rules_of("10.0.0.0 10.0.0.255\n10.0.0.0\t10.0.2.255\tDE\n10.0.0.5 10.0.0.9\n10.0.0.255 10.0.0.0\n"),
      (HeardLines{"10.0.0.0/24", "10.0.0.0-10.0.2.255 (DE)", "10.0.0.5", "10.0.0.9", "10.0.0.255",
                  "10.0.0.0"}));
}

TEST(PlainList, KeepsALabelThatHoldsNothingLikeARule) {
  for (const std::string label :
       {"corp", "2024-01-01 12:00:00 seen 5 times v1.2", "example.com 5.6.7", "v1.2.3.4", "00:1b:44:11:3a:b7",
        "4.3.2.1.in-addr.arpa", "24/7 abuse", "host-1.2.3.4.example.com", "http://1.2.3.4/x", "std::string",
        "01/02/2024", "AS64496 (10 hosts)", "- two hosts", "1.2.3.4.5", "a.b.c.d"}) {
    EXPECT_EQ(heard_of("10.0.0.0/8 " + label), HeardLines{"1:1 10.0.0.0/8 (" + label + ")"});
  }
}

TEST(PlainList, NamesALabelThatHoldsSomethingLikeARule) {
  for (const std::string label :
       {"corp 192.0.2.1", "to 10.0.0.9", "(192.0.2.1)", "x 1.2.3.256", "x 010.0.0.1", "; 192.0.2.1",
        ";192.0.2.1", "x;192.0.2.1;y", "x /24", "x 10.0/16", "and 2001:db8::1", "x [::1]:80",
        "x 192.0.2.1:80", "x|192.0.2.1|y", "x \"192.0.2.1\"", "x 1:2:3:4:5:6:7:8", "x 192.168.*"}) {
    const HeardLines heard = heard_of("10.0.0.0/8 " + label);
    ASSERT_EQ(heard.size(), 2U) << label;
    EXPECT_TRUE(heard[1].contains("fault: text after a rule that looks like another rule")) << heard[1];
  }
  EXPECT_EQ(heard_of("10.0.0.0/8 # was 192.0.2.1\n10.0.0.0/8 x // 192.0.2.1\n").size(), 2U)
      << "comments are free";
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
