// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "heard.h"

namespace netkit::test {
namespace {

const std::string block =
    "#\n"
    "#   DShield.org Recommended Block List\n"
    "Start\tEnd\tNetmask\tAttacks\tName\tCountry\temail\n"
    "192.0.2.0\t192.0.2.255\t24\t3087\tEXAMPLE-1 Example\tXX\tabuse@example.com\n"
    "198.51.100.0\t198.51.101.255\t23\t12\n"
    "203.0.113.0\t203.0.113.255\t25\t1\tHALF\n"
    "203.0.113.0\t203.0.113.256\t24\t1\tOVER\n"
    " 203.0.113.0\t203.0.113.255\t 33\t1\tLONG\n"
    "\n"
    "some words\n";

TEST(DshieldList, HasBlocksWithTheNamesOfTheirOwners) {
  EXPECT_EQ(heard_of(block),
            (HeardLines{
                "4:1 192.0.2.0/24 (EXAMPLE-1 Example)",
                "5:1 198.51.100.0/23",
                "6:27 fault: a prefix length that does not go with '203.0.113.0-203.0.113.255'",
                "7:23 fault: an octet over 255 in '203.0.113.0-203.0.113.256'",
                "8:29 fault: a prefix longer than the address in '203.0.113.0/33'",
                "10:1 fault: a character that cannot stand there in 'some-words'",
            }));
}

TEST(DshieldList, MayHaveBlanksForTabs) {
  EXPECT_EQ(heard_of("Start End Netmask Attacks Name\n192.0.2.0 192.0.2.255 24 3087 EXAMPLE\n"),
            HeardLines{"2:1 192.0.2.0/24 (EXAMPLE)"});
  EXPECT_EQ(heard_of("192.0.2.0  192.0.2.255  24  3087\n192.0.3.0 192.0.3.255 25 1\n"),
            (HeardLines{"1:1 192.0.2.0/24",
                        "2:23 fault: a prefix length that does not go with '192.0.3.0-192.0.3.255'"}));
}

TEST(DshieldList, MayBeCutAnywhere) {
  expect_cut_anywhere(block);
}

TEST(DshieldList, MayHavePaddedOctets) {
  const std::string padded = "192.000.002.000\t192.000.002.255\t24\t1\tNAME\n";
  EXPECT_EQ(heard_of(padded, {.octets = Octets::decimal}), HeardLines{"1:1 192.0.2.0/24 (NAME)"});
  EXPECT_EQ(summary_of(padded).faults, 1U);
}

}  // namespace
}  // namespace netkit::test
