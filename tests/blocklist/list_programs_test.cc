// SPDX-License-Identifier: MIT
// Lists in the forms of other programs.
#include <gtest/gtest.h>

#include "heard.h"

namespace netkit::test {
namespace {

TEST(CsvList, HasTheColumnThatItsHeadingNames) {
  EXPECT_EQ(heard_of("first_seen_utc,dst_ip,dst_port,c2_status\n"
                     "\"2021-01-17 07:44:46\",\"51.178.161.32\",\"4643\",\"offline\"\n"
                     "2021-01-17,51.178.161.256,443,online\n"),
            (HeardLines{"2:24 51.178.161.32", "3:23 fault: an octet over 255 in '51.178.161.256'"}));
  EXPECT_EQ(heard_of("start,end,country\n10.0.0.0,10.0.0.9,DE\n10.0.0.9,10.0.0.1,DE\n"),
            (HeardLines{"2:1 10.0.0.0-10.0.0.9",
                        "3:10 fault: the last address lies before the first in '10.0.0.9-10.0.0.1'"}));
  EXPECT_EQ(rules_of("name,network,netmask\na,10.0.0.0,255.0.0.0\nb,11.0.0.0,8\n"),
            (HeardLines{"10.0.0.0/8", "11.0.0.0/8"}));
}

TEST(CsvList, NeedsNoHeading) {
  const std::string feodo =
      "# Feodo Tracker Botnet C2 IP Blocklist (CSV)\r\n"
      "# first_seen_utc,dst_ip,dst_port,c2_status,last_online,malware\r\n"
      "\"2021-01-17 07:44:46\",\"51.178.161.32\",\"4643\",\"offline\",\"2023-12-05\",\"Dridex\"\r\n"
      "\"2021-01-17 07:44:46\",\"none, \"\"yet\"\"\",\"4643\"\r\n"
      "# END 1 entries\r\n";
  EXPECT_EQ(heard_of(feodo), (HeardLines{"3:24 51.178.161.32",
                                         "4:1 fault: no address in '\"2021-01-17 07:44:46\",\"none, "
                                         "\"\"yet\"\"\",\"4643\"'"}));
  EXPECT_EQ(summary_of(feodo).format, ListFormat::csv);
  EXPECT_EQ(summary_of(feodo).comments, 3U);
  expect_cut_anywhere(feodo);
  EXPECT_EQ(rules_of("\"1.0.0.0\",\"1.0.0.255\",\"AU\"\n"), HeardLines{"1.0.0.0/24"});
  EXPECT_EQ(
      heard_of("DE,1.2.3.4,5.6.7.8\n"),
      (HeardLines{"1:4 1.2.3.4", "1:12 fault: a second address, in a row without a heading: '5.6.7.8'"}));
}

TEST(CsvList, ThatBeginsWithItsRulesIsPlain) {
  // RFC 8805
  EXPECT_EQ(heard_of("# geofeed\n192.0.2.0/24,US,US-AL,Alabaster,\n2001:db8::/32,NL,NL-NH,,\n"),
            (HeardLines{"2:1 192.0.2.0/24 (US,US-AL,Alabaster,)", "3:1 2001:db8::/32 (NL,NL-NH,,)"}));
  EXPECT_EQ(
      rules_of("1.0.0.0,1.0.0.255,AU\n1.0.4.0,1.0.7.255\n2001:db8::,2001:db8:0:2:ffff:ffff:ffff:ffff,XX\n"),
      (HeardLines{"1.0.0.0/24 (AU)", "1.0.4.0/22", "2001:db8::-2001:db8:0:2:ffff:ffff:ffff:ffff (XX)"}));
  EXPECT_EQ(rules_of("1.2.3.4, 5.6.7.8,9.9.9.9\n"), (HeardLines{"1.2.3.4", "5.6.7.8", "9.9.9.9"}));
}

TEST(P2pList, HasRangesInDecimalBehindTheirLabels) {
  const std::string list =
      "# PeerGuardian\n"
      "Example: Corp:001.002.004.000-001.002.004.255\n"
      ":1.2.3.4-1.2.3.4\n"
      "Bad:1.2.3.9-1.2.3.4\n"
      "words\n";
  EXPECT_EQ(heard_of(list),
            (HeardLines{"2:15 1.2.4.0-1.2.4.255 (Example: Corp)", "3:2 1.2.3.4-1.2.3.4",
                        "4:13 fault: the last address lies before the first in '1.2.3.9-1.2.3.4'",
                        "5:1 fault: a character that cannot stand there in 'words'"}));
  EXPECT_EQ(summary_of(list).format, ListFormat::p2p);
  expect_cut_anywhere(list);
}

TEST(IpfilterList, LeavesOutWhatEmuleLetsIn) {
  EXPECT_EQ(heard_of("001.002.004.000 - 001.002.004.255 , 000 , Example, Inc.\n"
                     "1.2.5.0 - 1.2.5.255 , 200 , Friend\n"),
            (HeardLines{"1:1 1.2.4.0-1.2.4.255 (Example, Inc.)",
                        "2:1 fault: an exception ('200'), which no rule can be: '1.2.5.0 - 1.2.5.255'"}));
}

TEST(HostsDenyList, HasThePatternsThatAreAddresses) {
  const std::string list =
      "# /etc/hosts.deny\n"
      "ALL: 1.2.3.4\n"
      "sshd, vsftpd : 10.0.0.0/255.0.0.0 192.168. , 172.16.0.0/12\n"
      "ALL: [2001:db8::]/64 [::1]\n"
      "ALL: 11. EXCEPT 11.0.0.1\n"
      "ALL: .example.com\n"
      "sshd: 12.0.0.1 : ALLOW\n"
      "ALL: 2001:db8::1\n"
      "words\n";
  EXPECT_EQ(heard_of(list),
            (HeardLines{"2:6 1.2.3.4", "3:16 10.0.0.0/8", "3:35 192.168.0.0/16", "3:46 172.16.0.0/12",
                        "4:6 2001:db8::/64", "4:22 ::1", "5:6 11.0.0.0/8",
                        "5:10 fault: an exception ('EXCEPT'), which no rule can be: '11.0.0.1'",
                        "6:6 fault: a pattern that is not an address: '.example.com'",
                        "7:7 fault: an exception ('allow'), which no rule can be: '12.0.0.1'",
                        "8:6 fault: an octet over 255 in '2001'", "9:1 fault: no ':' in 'words'"}));
  EXPECT_EQ(summary_of(list).format, ListFormat::hosts_deny);
  expect_cut_anywhere(list);
}

TEST(DenyList, HasTheDirectivesOfWebServers) {
  EXPECT_EQ(
      heard_of("# nginx\ndeny 10.0.0.0/8; # ours\n  deny ::1;\nallow 10.1.0.0/16;\ndeny all;\nlisten 80;\n"),
      (HeardLines{"2:6 10.0.0.0/8", "3:8 ::1",
                  "4:1 fault: an exception ('allow'), which no rule can be: '10.1.0.0/16;'",
                  "5:6 fault: a pattern that is not an address: 'all'",
                  "6:1 fault: a directive other than deny: 'listen 80;'"}));
  EXPECT_EQ(rules_of("Deny from 10.0.0.0/8 192.0.2.1\nRequire not ip 10.1.0.0/255.255.0.0 ::1\n"),
            (HeardLines{"10.0.0.0/8", "192.0.2.1", "10.1.0.0/16", "::1"}));
}

TEST(IptablesList, HasTheSourcesThatAreDropped) {
  const std::string saved =
      "# Generated by iptables-save\n*filter\n:INPUT ACCEPT [0:0]\n:bad - [0:0]\n"
      "-A bad -s 10.0.0.0/8 -j DROP\n"
      "-6 -A bad -s ::1 -m comment --comment \"the loop\" -j REJECT --reject-with icmp6-port-unreachable\n"
      "-A bad -m iprange --src-range 192.0.2.1-192.0.2.9 -j DROP\n"
      "-A bad ! -s 11.0.0.0/8 -j DROP\n"
      "-A bad -s 12.0.0.0/8 -j ACCEPT\n"
      "-A bad -s 13.0.0.0/8 -p tcp -j DROP\n"
      "-A bad -d 14.0.0.0/8 -j DROP\n"
      "-A INPUT -p tcp -j bad\nCOMMIT\n";
  EXPECT_EQ(heard_of(saved),
            (HeardLines{"5:11 10.0.0.0/8", "6:14 ::1 (the loop)", "7:31 192.0.2.1-192.0.2.9",
                        "8:13 fault: a rule with a condition besides the source: '!'",
                        "9:11 fault: a rule that does not drop packets: '-s 12.0.0.0/8 -j ACCEPT'",
                        "10:11 fault: a rule with a condition besides the source: '-p'",
                        "11:11 fault: an address that is not the source of packets: '14.0.0.0/8'"}));
  expect_cut_anywhere(saved);
}

TEST(NftList, HasTheElementsOfItsSets) {
  const std::string ruleset =
      "table inet t { # a table\n"
      "\tset bad {\n\t\ttype ipv4_addr\n\t\tflags interval,timeout\n"
      "\t\telements = { 10.0.0.0/8, 192.0.2.1-192.0.2.9,\n"
      "\t\t\t     192.0.2.77 timeout 1d expires 3h comment \"a, {b}\",\n"
      "\t\t\t     1.2.3.256 }\n\t}\n"
      "\tset pairs {\n\t\telements = { 1.2.3.4 . 80 }\n\t}\n"
      "\tchain in {\n\t\tip saddr @bad drop\n\t\tip saddr 9.9.9.9 drop\n\t}\n}\n";
  EXPECT_EQ(heard_of(ruleset),
            (HeardLines{"5:16 10.0.0.0/8", "5:28 192.0.2.1-192.0.2.9", "6:9 192.0.2.77 (a, {b})",
                        "7:15 fault: an octet over 255 in '1.2.3.256'",
                        "10:16 fault: an element that is more than an address: '1.2.3.4 . 80'",
                        "14:12 fault: an address outside of a set: '9.9.9.9'"}));
  EXPECT_EQ(summary_of(ruleset).format, ListFormat::nft);
  expect_cut_anywhere(ruleset);
  EXPECT_EQ(rules_of("add element inet t s { 10.0.0.1, 10.0.0.2 }; add element inet t s { ::1 }\n"),
            (HeardLines{"10.0.0.1", "10.0.0.2", "::1"}));
  EXPECT_EQ(rules_of("define bad = { 10.0.0.1,\n 10.0.0.5 - 10.0.0.9 }\n"),
            (HeardLines{"10.0.0.1", "10.0.0.5-10.0.0.9"}));
  EXPECT_EQ(rules_of("elements = { 10.0.0.1 }\n"), HeardLines{"10.0.0.1"});
  EXPECT_TRUE(summary_of("elements = { 10.0.0.1,\n").is_cut_off);
}

TEST(IpsetList, MayHaveItsOptionsAnywhere) {
  EXPECT_EQ(rules_of("create bl -exist hash:net\nadd bl -exist 10.0.0.0/8 timeout 3\n-exist add bl 10.1.0.0\n"
                     "add -! bl ::1 -exist\nipset add bl ::2\n-N old nethash\n-A old 10.2.0.0/16\n"),
            (HeardLines{"10.0.0.0/8", "10.1.0.0", "::1", "::2", "10.2.0.0/16"}));
}

}  // namespace
}  // namespace netkit::test
