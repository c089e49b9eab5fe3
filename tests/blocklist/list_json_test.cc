// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "heard.h"

namespace netkit::test {
namespace {

const std::string drop = R"({"cidr":"1.10.16.0/20","sblid":"SBL256894","rir":"apnic"}
{"cidr":"2001:db8::/32","sblid":"SBL1","rir":"ripencc"}
{"type":"metadata","timestamp":1704063600,"size":2,"records":2,"copyright":"ours"}
)";

TEST(JsonList, OfSpamhausHasTheSblIdsAsLabels) {
  EXPECT_EQ(heard_of(drop), (HeardLines{"1:10 1.10.16.0/20 (SBL256894)", "2:10 2001:db8::/32 (SBL1)"}));
  EXPECT_EQ(summary_of(drop).format, ListFormat::json);
}

TEST(JsonList, OfSpamhausIsHeldAgainstItsMetadata) {
  EXPECT_EQ(heard_of(drop.substr(drop.find('\n') + 1)),
            (HeardLines{"1:10 2001:db8::/32 (SBL1)", "2:1 fault: 1 records, but the metadata says '2'"}));
  EXPECT_EQ(heard_of(drop + drop).size(), 4U);
}

TEST(JsonList, SaysWhereALineIsWrong) {
  EXPECT_EQ(
      heard_of("{\"cidr\":\"10.0.0.256/8\"}\n{\"cidr\":1}\n{\"cidr\" 1}\n[\n7\n{\"cidr\":\"\\u0031.1.1.1\"}\n"
               "{\"cidr\":\"\\u0031.1.1.256\"}\n{\"cidr\":\"1.1.1.2\"\n{} {}\n"),
      (HeardLines{
          "1:17 fault: an octet over 255 in '10.0.0.256/8'",
          "2:1 fault: an object without an address",
          "3:9 fault: no JSON in '1}'",
          "4:2 fault: the JSON text ends too early",
          "5:1 fault: a value outside of an array or object: '7'",
          "6:10 1.1.1.1",
          "7:10 fault: an octet over 255 in '1.1.1.256'",
          "8:18 fault: the JSON text ends too early",
          "9:1 fault: an object without an address",
          "9:4 fault: no JSON in '{}'",
      }));
}

TEST(JsonList, ReadsNumbersThatNoProgramCanHold) {
  EXPECT_EQ(heard_of(R"({"cidr":"10.9.0.0/16","x":1e999,"y":-1e-999,"z":123456789012345678901234567890})"),
            HeardLines{"1:10 10.9.0.0/16"});
}

TEST(JsonList, OfNetHasTheRulesWithTheirPlacesTheOldestFirst) {
  const std::string rules =
      "\xef\xbb\xbf\r\n"
      "[\"Subnet: IPv4 10.0.0.0/8\",\n"
      "  \"Range: IPv6 ::1-::9\", \"Address: IPv6 ::ffff:1.2.3.4\",\n"
      "  \"Address: IPv4 1.2.3\",\n"
      "  7, null,\n"
      "  \"Address: IPv4 1.2.3.\\u0034\"\n"
      "]\n";
  EXPECT_EQ(heard_of(rules), (HeardLines{
                                 "4:23 fault: it ends too early in 'Address: IPv4 1.2.3'",
                                 "5:3 fault: an element that is no text",
                                 "5:6 fault: an element that is no text",
                                 "6:4 1.2.3.4",
                                 "3:27 ::ffff:1.2.3.4",
                                 "3:4 ::1-::9",
                                 "2:3 10.0.0.0/8",
                             }));
  EXPECT_EQ(summary_of(rules).format, ListFormat::net_json);
  expect_cut_anywhere(rules);
  EXPECT_EQ(heard_of(R"(["Range: IPv4 10.0.0.\u0031-10.0.0.x"])"),
            HeardLines{"1:3 fault: a character that cannot stand there in 'Range: IPv4 10.0.0.1-10.0.0.x'"});
}

TEST(JsonList, MayBeAnArrayOfRules) {
  EXPECT_EQ(
      heard_of(R"(["1.2.3.4", "10.0.0.0/8", "::1 - ::9", "example.com", ["192.0.2.1"]])"),
      (HeardLines{"1:3 1.2.3.4", "1:14 10.0.0.0/8", "1:28 ::1-::9",
                  "1:41 fault: a character that cannot stand there in 'example.com'", "1:57 192.0.2.1"}));
}

struct Sample {
  std::string text;
  HeardLines rules;
};

TEST(JsonList, MayBeThatOfACloudOrAFeed) {
  const std::vector<Sample> samples = {
      // Amazon
      {R"({"syncToken":"1700000000","createDate":"2023-11-14-22-13-20","prefixes":[{"ip_prefix":"3.4.12.4/32",
          "region":"eu-west-1","service":"AMAZON"}],"ipv6_prefixes":[{"ipv6_prefix":"2600:1f01::/36"}]})",
       {"3.4.12.4/32", "2600:1f01::/36"}},
      // Google
      {R"({"creationTime":"2024-01-01T00:00:00.1","prefixes":[{"ipv4Prefix":"8.8.4.0/24"},{"ipv6Prefix":"2001:4860::/32"}]})",
       {"8.8.4.0/24", "2001:4860::/32"}},
      // Microsoft
      {R"({"changeNumber":1,"cloud":"Public","values":[{"name":"A","properties":{"changeNumber":2,"addressPrefixes":
          ["20.150.0.0/15","2603:1000::/40"],"networkFeatures":["API","NSG"]}}]})",
       {"20.150.0.0/15", "2603:1000::/40"}},
      // GitHub
      {R"({"verifiable_password_authentication":false,"ssh_keys":["ssh-ed25519 AAAA/BBB+c="],"hooks":["192.30.252.0/22",
          "2a0a:a440::/29"],"domains":{"website":["*.github.com"]}})",
       {"192.30.252.0/22", "2a0a:a440::/29"}},
      // Cloudflare
      {R"({"result":{"ipv4_cidrs":["173.245.48.0/20"],"ipv6_cidrs":["2400:cb00::/32"],"etag":"38f7"},"success":true,
          "errors":[],"messages":[]})",
       {"173.245.48.0/20", "2400:cb00::/32"}},
      // Oracle
      {R"({"regions":[{"region":"us","cidrs":[{"cidr":"129.146.0.0/21","tags":["OCI"]}]}]})",
       {"129.146.0.0/21"}},
      // Feodo Tracker
      {R"([{"ip_address":"51.178.161.32","port":4643,"status":"online","hostname":null,"as_number":16276,
          "first_seen":"2021-01-17 07:44:46"}])",
       {"51.178.161.32"}},
      // AbuseIPDB
      {R"({"meta":{"generatedAt":"2020-09-24T19:54:11+00:00"},"data":[{"ipAddress":"5.188.10.179",
          "abuseConfidenceScore":100,"lastReportedAt":"2020-09-24T19:17:02+00:00"}]})",
       {"5.188.10.179"}},
      // nft -j list ruleset
      {R"({"nftables":[{"metainfo":{"version":"1.0.6","json_schema_version":1}},{"table":{"family":"inet","name":"t"}},
          {"set":{"family":"inet","name":"s","type":"ipv4_addr","elem":["1.2.3.4",{"prefix":{"addr":"10.0.0.0","len":8}},
          {"range":["192.0.2.1","192.0.2.9"]},{"elem":{"val":"192.0.2.77","timeout":60}}]}}]})",
       {"1.2.3.4", "10.0.0.0/8", "192.0.2.1-192.0.2.9", "192.0.2.77"}},
      // the ends of ranges, and masks
      {R"([{"start":"10.0.0.0","end":"10.0.0.9"},{"network":"10.1.0.0","netmask":"255.255.0.0"},{"ip":"10.2.0.0","prefix":16}])",
       {"10.0.0.0-10.0.0.9", "10.1.0.0/16", "10.2.0.0/16"}},
  };
  for (const Sample& sample : samples) {
    EXPECT_EQ(rules_of(sample.text), sample.rules) << sample.text;
    expect_cut_anywhere(sample.text);
  }
}

TEST(JsonList, NamesAddressesThatMayBeSomethingElse) {
  EXPECT_EQ(heard_of(R"({"cidr":"10.0.0.0/8","gateway":"192.0.2.1","version":"1.2.3"})"),
            (HeardLines{
                "1:10 10.0.0.0/8",
                "1:33 fault: an address in the field 'gateway', which may be something else: '192.0.2.1'"}));
  EXPECT_EQ(
      heard_of(R"({"nftables":[{"rule":{"expr":[{"match":{"right":"1.2.3.4"}}]}}]})"),
      HeardLines{"1:50 fault: an address in the field 'right', which may be something else: '1.2.3.4'"});
}

TEST(JsonList, IsCutOffByASyntaxErrorInItsOnlyValue) {
  EXPECT_EQ(heard_of("[\n \"Address: IPv4 1.2.3.4\",\n  x]"),
            (HeardLines{"3:3 fault: no JSON in 'x]'", "2:3 1.2.3.4"}));
  EXPECT_TRUE(summary_of("[\n \"Address: IPv4 1.2.3.4\",\n  x]").is_cut_off);
  for (const std::string text :
       {"[", "[\"Address: IPv4 1.2.3.4\"", "{\"a\":\"", "{\"a\":\"\\", "{\"a\":tru"}) {
    EXPECT_EQ(summary_of(text).faults, 1U) << text;
    EXPECT_TRUE(summary_of(text).is_cut_off) << text;
  }
  EXPECT_EQ(summary_of("[] []").faults, 1U);
  EXPECT_EQ(summary_of("[Adblock Plus 2.0]\n").faults, 1U);
  EXPECT_FALSE(summary_of(drop + "{\"cidr\":").is_cut_off) << "the lines before it are whole";
}

TEST(JsonList, MayBeLongWithoutALineEnd) {
  std::string text = "[";
  for (int i = 0; i < 20'000; ++i) text += "\"10.0.0.1\",";
  EXPECT_EQ(summary_of(text + "\"::1\"]").rules, 20'001U);
}

TEST(JsonList, IsSafeWithDeepNesting) {
  EXPECT_EQ(summary_of(std::string(100'000, '[')).faults, 1U);
  EXPECT_EQ(summary_of("{\"cidr\":" + std::string(10'000, '[') + "\n").faults, 1U);
}

TEST(JsonList, WithoutARuleIsNotBlank) {
  EXPECT_FALSE(summary_of("[]").is_blank());
  EXPECT_FALSE(summary_of("{}\n").is_blank());
  EXPECT_TRUE(summary_of(" \n\n").is_blank());
}

}  // namespace
}  // namespace netkit::test
