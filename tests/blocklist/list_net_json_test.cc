// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "heard.h"

namespace netkit::test {
namespace {

const std::string rules =
    "\xef\xbb\xbf\r\n"
    "[\"Subnet: IPv4 10.0.0.0/8\",\n"
    "  \"Range: IPv6 ::1-::9\", \"Address: IPv6 ::ffff:1.2.3.4\",\n"
    "  \"Address: IPv4 1.2.3\",\n"
    "  7, {\"a\": [\"Address: IPv4 9.9.9.9\"]}, null,\n"
    "  \"Address: IPv4 1.2.3.\\u0034\"\n"
    "]\n";

TEST(NetJsonList, HasTheRulesWithTheirPlacesTheOldestFirst) {
  EXPECT_EQ(heard_of(rules), (HeardLines{
                                 "4:23 fault: it ends too early in 'Address: IPv4 1.2.3'",
                                 "5:3 fault: an element that is no text",
                                 "5:6 fault: an element that is no text",
                                 "5:40 fault: an element that is no text",
                                 "6:30 1.2.3.4",
                                 "3:27 ::ffff:1.2.3.4",
                                 "3:4 ::1-::9",
                                 "2:3 10.0.0.0/8",
                             }));
}

TEST(NetJsonList, MayBeCutAnywhere) {
  expect_cut_anywhere(rules);
}

TEST(NetJsonList, IsReadUpToTheFirstSyntaxError) {
  EXPECT_EQ(heard_of("[\n \"Address: IPv4 1.2.3.4\",\n  x]"),
            (HeardLines{"3:3 fault: no JSON in 'x]'", "2:3 1.2.3.4"}));
  EXPECT_EQ(summary_of("[").faults, 1U);
  EXPECT_EQ(summary_of("[\"Address: IPv4 1.2.3.4\"").faults, 1U);
  EXPECT_EQ(summary_of("[] []").faults, 1U);
  EXPECT_EQ(summary_of("[Adblock Plus 2.0]\n").faults, 1U);
}

TEST(NetJsonList, IsSafeWithDeepNesting) {
  EXPECT_EQ(summary_of(std::string(100'000, '[')).faults, 2U);
}

}  // namespace
}  // namespace netkit::test
