// SPDX-License-Identifier: MIT
#include <netkit/blocklist/listed_rules.h>

#include <gtest/gtest.h>

#include "generated_rules.h"
#include "matrix.h"

namespace netkit::test {
namespace {

Uint128 size_of(const Rule& rule) {
  const IpRange range = addresses_of(rule);
  const auto value = [](const IpAddress& one) { return Uint128{one.high()} << 64 | one.low(); };
  return value(range.last()) - value(range.first());
}

std::optional<std::size_t> found_one_by_one(const std::vector<Rule>& rules, const IpAddress& address) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (matches(rules[i], address) && (!best || size_of(rules[i]) < size_of(rules[*best]))) best = i;
  }
  return best;
}

ListedRules listed(const std::vector<Rule>& rules) {
  ListedRules all;
  all.begin("rules");
  for (const Rule& rule : rules) all.add(rule);
  return all;
}

TEST(ListedRules, FindTheFirstOfTheSmallestThatMatch) {
  GeneratedRules generated(1);
  for (int i = 0; i < 300; ++i) {
    const auto rules = generated.rules(generated.below(30));
    const ListedRules all = listed(rules);
    for (const IpAddress& address : generated.addresses_around(rules, 30)) {
      ASSERT_EQ(all.find(address), found_one_by_one(rules, address)) << address.to_string();
      ASSERT_EQ(all.find(address).has_value(), all.list().check(address)) << address.to_string();
    }
  }
}

TEST(ListedRules, FindTheSmallerOfTwoThatHaveAllOfIpv4) {
  const auto find = [](std::initializer_list<const char*> texts) {
    std::vector<Rule> rules;
    for (const char* const text : texts) rules.push_back(*parse_rule(text));
    return listed(rules).find(IpAddress::v4(1));
  };
  EXPECT_EQ(find({"::/0", "::/80", "::ffff:0:0/96", "0.0.0.0/0"}), 2U);
  EXPECT_EQ(find({"::/0", "::/80"}), 1U);
}

TEST(ListedRules, FindWhatWasAddedSince) {
  ListedRules rules = listed({IpAddress::v4(1)});
  EXPECT_FALSE(rules.find(IpAddress::v4(2)));
  rules.add(IpAddress::v4(2));
  EXPECT_EQ(rules.find(IpAddress::v4(2)), 1U);
}

TEST(ListedRules, KnowWhereEachWasWritten) {
  ListedRules rules;
  rules.begin("bad.txt");
  rules.add(IpAddress::v4(1), 3, "first");
  rules.add(IpAddress::v4(2), 5);
  rules.begin("--deny");
  rules.add(IpAddress::v4(3), 0, "third");
  EXPECT_EQ(rules.source(0), "bad.txt:3");
  EXPECT_EQ(rules.source(1), "bad.txt:5");
  EXPECT_EQ(rules.source(2), "--deny");
  EXPECT_EQ(rules.label(0), "first");
  EXPECT_EQ(rules.label(1), "");
  EXPECT_EQ(rules.label(2), "third");
}

}  // namespace
}  // namespace netkit::test
