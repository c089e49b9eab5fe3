// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "heard.h"

namespace netkit::test {
namespace {

const std::string drop = R"({"cidr":"1.10.16.0/20","sblid":"SBL256894","rir":"apnic"}
{"cidr":"2001:db8::/32","sblid":"SBL1","rir":"ripencc"}
{"type":"metadata","timestamp":1704063600,"size":2,"records":2,"copyright":"ours"}
)";

TEST(DropJsonList, HasTheSblIdsAsLabels) {
  EXPECT_EQ(heard_of(drop), (HeardLines{"1:10 1.10.16.0/20 (SBL256894)", "2:10 2001:db8::/32 (SBL1)"}));
}

TEST(DropJsonList, MayBeCutAnywhere) {
  expect_cut_anywhere(drop);
}

TEST(DropJsonList, IsHeldAgainstItsMetadata) {
  EXPECT_EQ(heard_of(drop.substr(drop.find('\n') + 1)),
            (HeardLines{"1:10 2001:db8::/32 (SBL1)", "2:1 fault: 1 records, but the metadata says '2'"}));
  EXPECT_EQ(heard_of(drop + drop).size(), 4U);
}

TEST(DropJsonList, SaysWhereALineIsWrong) {
  EXPECT_EQ(
      heard_of(
          "{\"cidr\":\"10.0.0.256/8\"}\n{\"cidr\":1}\n{\"cidr\" 1}\n[\n7\n{\"cidr\":\"\\u0031.1.1.1\"}\n"),
      (HeardLines{
          "1:17 fault: an octet over 255 in '10.0.0.256/8'",
          R"(2:1 fault: neither a "cidr" nor metadata in '{"cidr":1}')",
          R"(3:9 fault: no JSON in '{"cidr" 1}')",
          "4:2 fault: no JSON in '['",
          "5:1 fault: neither a \"cidr\" nor metadata in '7'",
          "6:15 1.1.1.1",
      }));
}

TEST(DropJsonList, IsSafeWithDeepNesting) {
  EXPECT_EQ(summary_of("{\"cidr\":" + std::string(10'000, '[') + "\n").faults, 1U);
}

}  // namespace
}  // namespace netkit::test
