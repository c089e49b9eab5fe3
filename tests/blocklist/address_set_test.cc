// SPDX-License-Identifier: MIT
#include <netkit/blocklist/address_set.h>

#include <gtest/gtest.h>

#include "generated_rules.h"
#include "matrix.h"

namespace netkit::test {
namespace {

AddressSet set_of(std::initializer_list<const char*> rules) {
  AddressSet::Builder builder;
  for (const char* const rule : rules) builder.add(*parse_rule(rule));
  return builder.build();
}

AddressSet set_of_blocks(const std::vector<Cidr>& blocks) {
  AddressSet::Builder builder;
  for (const Cidr& block : blocks) builder.add(block);
  return builder.build();
}

std::string blocks_of(const AddressSet& set) {
  std::string text;
  set.each_cidr([&](const Cidr& block) { text += block.to_string() + ' '; });
  return text;
}

constexpr int rounds = 500;

TEST(AddressSet, MergesWhatOverlapsOrTouches) {
  EXPECT_EQ(blocks_of(set_of({"10.0.0.128/25", "10.0.0.0-10.0.0.127"})), "10.0.0.0/24 ");
  EXPECT_EQ(blocks_of(set_of({"10.0.0.1-10.0.0.6"})), "10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32 ");
}

TEST(AddressSet, TakesAMappedRuleForAnIpv4One) {
  EXPECT_EQ(blocks_of(set_of({"::ffff:10.0.0.0/104"})), "10.0.0.0/8 ");
}

TEST(AddressSet, HasAllOfIpv4InABlockAroundTheMappedAddresses) {
  EXPECT_EQ(blocks_of(set_of({"::/0"})), "0.0.0.0/0 ::/0 ");
  EXPECT_EQ(blocks_of(set_of({"::/80"})), "0.0.0.0/0 ::/80 ");
  EXPECT_EQ(blocks_of(set_of({"::ffff:0:0/95"})), "0.0.0.0/0 ::fffe:0:0/95 ");
  EXPECT_EQ(blocks_of(set_of({"::ffff:0:0/96"})), "0.0.0.0/0 ");
  EXPECT_EQ(blocks_of(set_of({"::/81"})), "::/81 ");
}

TEST(AddressSet, HasNoIpv4InARangeThatGoesBeyondTheMappedAddresses) {
  const AddressSet set = set_of({"::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"});
  EXPECT_EQ(set.count(Family::ipv4), 0U);
  EXPECT_TRUE(set.count(Family::ipv6) == ~Uint128{0} - 0xffff'ffff);
}

TEST(AddressSet, HasWhatOneOfItsRulesMatches) {
  GeneratedRules generated(1);
  for (int i = 0; i < rounds; ++i) {
    const auto rules = generated.rules(generated.below(8));
    const AddressSet set = AddressSet::of(rules);
    for (const IpAddress& address : generated.addresses_around(rules, 50)) {
      ASSERT_EQ(set.contains(address), any_matches(rules, address.unmapped())) << address.to_string();
    }
  }
}

TEST(AddressSet, KeepsTheLawsOfSets) {
  GeneratedRules generated(2);
  for (int i = 0; i < rounds; ++i) {
    const AddressSet a = AddressSet::of(generated.rules(generated.below(8)));
    const AddressSet b = AddressSet::of(generated.rules(generated.below(8)));
    EXPECT_TRUE((a | b).complement() == (a.complement() & b.complement()));
    EXPECT_TRUE((a & b).complement() == (a.complement() | b.complement()));
    EXPECT_TRUE((a | (a & b)) == a);
    EXPECT_TRUE((a & (a | b)) == a);
    EXPECT_TRUE((a - b) == (a & b.complement()));
    EXPECT_TRUE((a | b) == (b | a));
    EXPECT_TRUE((a & b) == (b & a));
    EXPECT_TRUE((a | a) == a);
    EXPECT_TRUE((a & a) == a);
    EXPECT_TRUE((a - a).empty());
    EXPECT_TRUE(((a - b) | (a & b)) == a);
    EXPECT_TRUE(a.complement().complement() == a);
  }
}

/// Both are halves of one block.
bool are_siblings(const Cidr& one, const Cidr& other) {
  if (one.length() != other.length() || one.length() == 0) return false;
  const auto parent = Cidr::of(one.address(), one.length() - 1);
  return one != other && parent->contains(other);
}

TEST(AddressSet, IsMadeOfTheFewestBlocks) {
  GeneratedRules generated(3);
  for (int i = 0; i < rounds; ++i) {
    const AddressSet set = AddressSet::of(generated.rules(generated.below(8)));
    const auto blocks = set.cidrs();
    ASSERT_TRUE(set_of_blocks(blocks) == set);
    for (std::size_t at = 1; at < blocks.size(); ++at) {
      EXPECT_EQ(blocks[at], blocks[at].masked());
      EXPECT_LT(blocks[at - 1].last(), blocks[at].first());
      EXPECT_FALSE(are_siblings(blocks[at - 1], blocks[at])) << blocks[at].to_string();
    }
  }
}

TEST(AddressSet, IsItsRanges) {
  GeneratedRules generated(4);
  for (int i = 0; i < rounds; ++i) {
    const AddressSet set = AddressSet::of(generated.rules(generated.below(8)));
    AddressSet::Builder builder;
    Uint128 v6 = 0;
    for (const IpRange& range : set.ranges()) {
      builder.add(range);
      if (range.first().is_v6()) {
        v6 += (Uint128{range.last().high()} << 64 | range.last().low()) -
              (Uint128{range.first().high()} << 64 | range.first().low()) + 1;
      }
    }
    ASSERT_TRUE(builder.build() == set);
    EXPECT_TRUE(set.count(Family::ipv6) == v6);
  }
}

TEST(AddressSet, CountsUpToAllAddresses) {
  const AddressSet everything = AddressSet().complement();
  EXPECT_EQ(to_decimal(everything.count(Family::ipv4)), "4294967296");
  EXPECT_EQ(to_decimal(everything.count(Family::ipv6)), "340282366920938463463374607427473244160");
  EXPECT_EQ(to_decimal(set_of({"10.0.0.0/8", "10.1.0.0/16"}).count(Family::ipv4)), "16777216");
  EXPECT_TRUE(everything == set_of({"::/0"}));
  EXPECT_TRUE(everything.complement().empty());
}

TEST(AddressSet, LeavesItsBuilderEmpty) {
  AddressSet::Builder builder;
  builder.add(IpAddress::v4(1));
  EXPECT_FALSE(builder.build().empty());
  EXPECT_TRUE(builder.build().empty());
}

}  // namespace
}  // namespace netkit::test
