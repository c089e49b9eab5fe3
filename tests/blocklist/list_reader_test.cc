// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "heard.h"

namespace netkit::test {
namespace {

using namespace std::string_literals;

TEST(ListReader, DetectsFormats) {
  EXPECT_EQ(summary_of("").format, ListFormat::plain);
  EXPECT_EQ(summary_of("# x\n\n10.0.0.1\n").format, ListFormat::plain);
  EXPECT_EQ(summary_of("# x\n{\"cidr\":\"10.0.0.0/8\"}\n").format, ListFormat::json);
  EXPECT_EQ(summary_of("create a hash:net family inet\n").format, ListFormat::ipset);
  EXPECT_EQ(summary_of("add a 10.0.0.1\n").format, ListFormat::ipset);
  EXPECT_EQ(summary_of(" \r\n\n [ ]").format, ListFormat::json);
  EXPECT_EQ(summary_of("# x\nStart\tEnd\tNetmask\n").format, ListFormat::dshield);
  EXPECT_EQ(summary_of("10.0.0.0\t10.0.0.255\t24\t9\tName\n").format, ListFormat::dshield);
  EXPECT_EQ(summary_of("10.0.0.0 10.0.0.255 24 9 Name\n").format, ListFormat::dshield);
  EXPECT_EQ(summary_of("10.0.0.0\tnot\t24\n").format, ListFormat::plain);
  EXPECT_EQ(summary_of("10.0.0.1 10.0.0.9 24\n").format, ListFormat::plain);
  EXPECT_EQ(summary_of("create\n").format, ListFormat::plain);
  EXPECT_EQ(summary_of("create table hash:net\n").format, ListFormat::ipset);
  EXPECT_EQ(summary_of("add set 10.0.0.1\n").format, ListFormat::ipset);
  EXPECT_EQ(summary_of("add table inet t\n").format, ListFormat::nft);
  EXPECT_EQ(summary_of("#!/usr/sbin/nft -f\nflush ruleset\n").format, ListFormat::nft);
  EXPECT_EQ(summary_of("*filter\n").format, ListFormat::iptables);
  EXPECT_EQ(summary_of("label:1.2.3.4-1.2.3.9\n").format, ListFormat::p2p);
  EXPECT_EQ(summary_of("::ffff:1.2.3.4-::ffff:1.2.3.9\n").format, ListFormat::plain);
  EXPECT_EQ(summary_of("dead::1\n").format, ListFormat::plain);
  EXPECT_EQ(summary_of("ALL: ALL\n").format, ListFormat::hosts_deny);
  EXPECT_EQ(summary_of("http://example.com/\n").format, ListFormat::plain);
}

TEST(ListReader, NamesFormats) {
  EXPECT_EQ(format_name(ListFormat::plain), "plain");
  EXPECT_EQ(format_name(ListFormat::json), "JSON");
  EXPECT_EQ(format_name(ListFormat::ipset), "ipset");
  EXPECT_EQ(format_name(ListFormat::net_json), "net.BlockList");
  EXPECT_EQ(format_name(ListFormat::dshield), "DShield");
  EXPECT_EQ(format_name(ListFormat::csv), "CSV");
  EXPECT_EQ(format_name(ListFormat::nft), "nft");
  EXPECT_EQ(format_name(ListFormat::iptables), "iptables");
  EXPECT_EQ(format_name(ListFormat::deny), "deny directives");
  EXPECT_EQ(format_name(ListFormat::hosts_deny), "hosts.deny");
  EXPECT_EQ(format_name(ListFormat::p2p), "PeerGuardian");
  EXPECT_EQ(format_name(ListFormat::ipfilter), "ipfilter.dat");
}

TEST(ListReader, NeedsNoLastNewline) {
  EXPECT_EQ(heard_of("10.0.0.1\n10.0.0.2"), (HeardLines{"1:1 10.0.0.1", "2:1 10.0.0.2"}));
  EXPECT_EQ(heard_of("10.0.0.1\r"), HeardLines{"1:1 10.0.0.1"});
}

TEST(ListReader, CountsColumnsBehindAByteOrderMark) {
  EXPECT_EQ(heard_of("\xef\xbb\xbf 10.0.0.1"), HeardLines{"1:2 10.0.0.1"});
  EXPECT_EQ(heard_of("\n\n\t 10.0.0.1"), HeardLines{"3:3 10.0.0.1"});
  EXPECT_EQ(heard_of("10.0.0.1\n\xef\xbb\xbf"
                     "10.0.0.2"),
            (HeardLines{"1:1 10.0.0.1",
                        R"(2:1 fault: a character that cannot stand there in '\xef\xbb\xbf10.0.0.2')"}));
}

TEST(ListReader, NamesANulWhereverItStands) {
  EXPECT_EQ(heard_of("10.0.0.1\n10.0.0.2 #\0\n\0\n10.0.0.3\n"s),
            (HeardLines{"1:1 10.0.0.1", R"(2:11 fault: a NUL byte in '10.0.0.2 #\x00')",
                        R"(3:1 fault: a NUL byte in '\x00')", "4:1 10.0.0.3"}));
}

TEST(ListReader, ShowsFaultsFitForATerminal) {
  EXPECT_EQ(heard_of("\x1b[31m\xff\n"),
            HeardLines{R"(1:1 fault: a character that cannot stand there in '\x1b[31m\xff')"});
  EXPECT_EQ(
      heard_of(std::string(100, 'x') + "\n"),
      HeardLines{"1:1 fault: a character that cannot stand there in '" + std::string(60, 'x') + "...'"});
}

TEST(ListReader, PassesOverALineThatIsTooLong) {
  const std::string longest = "10.0.0.1 " + std::string(65536 - 9, 'x');
  EXPECT_EQ(summary_of(longest + "\n").rules, 1U);
  const std::string longer = "10.0.0.1\n" + longest + "x\n10.0.0.2\n";
  const HeardLines expected = {"1:1 10.0.0.1", "2:1 fault: a line over 65536 bytes", "3:1 10.0.0.2"};
  EXPECT_EQ(heard_of(longer), expected);
  for (const std::size_t cut : {std::size_t{20}, longer.size() - 11, longer.size() - 10}) {
    Heard heard;
    ListReader reader(heard);
    reader.read(std::string_view(longer).substr(0, cut));
    reader.read(std::string_view(longer).substr(cut));
    reader.finish();
    EXPECT_EQ(heard.lines, expected) << cut;
  }
}

TEST(ListReader, KeepsABoundedPartOfAnEndlessLine) {
  Heard heard;
  ListReader reader(heard);
  const std::string piece(1 << 20, 'x');
  for (int i = 0; i < 64; ++i) reader.read(piece);
  EXPECT_EQ(reader.finish().faults, 1U);
}

}  // namespace
}  // namespace netkit::test
