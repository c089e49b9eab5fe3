// SPDX-License-Identifier: MIT
#include <netkit/blocklist/address_lookup.h>

#include <gtest/gtest.h>

#include <functional>

#include "generated_rules.h"

namespace netkit::test {
namespace {

IpAddress v6_of(Uint128 value) {
  return IpAddress::v6(static_cast<std::uint64_t>(value >> 64), static_cast<std::uint64_t>(value));
}

/// Asks at the bounds of every range, beside them and at the addresses given.
void expect_same(const AddressSet& set, const std::vector<IpAddress>& addresses = {}) {
  const AddressLookup lookup(set);
  for (const auto& [first, last] : set.v4()) {
    for (const std::uint32_t value : {first - 1, first, first + 1, last - 1, last, last + 1}) {
      const IpAddress one = IpAddress::v4(value);
      ASSERT_EQ(lookup.contains(one), set.contains(one)) << one.to_string();
      ASSERT_EQ(lookup.contains(IpAddress::v6(one.high(), one.low())), set.contains(one));
    }
  }
  for (const auto& [first, last] : set.v6()) {
    for (const Uint128 value : {first - 1, first, first + 1, last - 1, last, last + 1}) {
      const IpAddress one = v6_of(value);
      ASSERT_EQ(lookup.contains(one), set.contains(one)) << one.to_string();
    }
  }
  for (const IpAddress& one : addresses) {
    ASSERT_EQ(lookup.contains(one), set.contains(one)) << one.to_string();
  }
}

using MakeRule = std::function<Rule(std::mt19937_64&)>;

AddressSet set_of(std::size_t count, const MakeRule& rule) {
  std::mt19937_64 random(count);
  AddressSet::Builder builder;
  for (std::size_t i = 0; i < count; ++i) builder.add(rule(random));
  return builder.build();
}

std::vector<IpAddress> random_addresses() {
  std::mt19937_64 random(9);
  std::vector<IpAddress> addresses;
  for (int i = 0; i < 20'000; ++i) {
    addresses.push_back(IpAddress::v4(static_cast<std::uint32_t>(random())));
    addresses.push_back(IpAddress::v6(random(), random()));
  }
  return addresses;
}

TEST(AddressLookup, AnswersAsItsSetDoes) {
  GeneratedRules generated(1);
  for (int i = 0; i < 50; ++i) {
    const auto rules = generated.rules(generated.below(60));
    expect_same(AddressSet::of(rules), generated.addresses_around(rules, 500));
  }
}

TEST(AddressLookup, AnswersForManyAddressesAndBlocks) {
  const auto addresses = random_addresses();
  for (const std::size_t count : {1U, 10U, 1'000U, 20'000U}) {
    expect_same(
        set_of(count, [](auto& random) { return IpAddress::v4(static_cast<std::uint32_t>(random())); }),
        addresses);
    expect_same(set_of(count,
                       [](auto& random) {
                         return *Cidr::of(IpAddress::v4(static_cast<std::uint32_t>(random())),
                                          static_cast<int>(8 + random() % 25));
                       }),
                addresses);
    expect_same(set_of(count, [](auto& random) { return IpAddress::v6(random(), random()); }), addresses);
    expect_same(set_of(count,
                       [](auto& random) {
                         return *Cidr::of(IpAddress::v6(random(), random()),
                                          static_cast<int>(random() % 129));
                       }),
                addresses);
  }
}

TEST(AddressLookup, AnswersForAddressesThatCrowd) {
  // 20 000 in one /112, among as many everywhere.
  expect_same(set_of(40'000, [](auto& random) {
    return random() % 2 == 0 ? IpAddress::v6(random(), random())
                             : IpAddress::v6(0x2001'0db8'0000'0000, random() % 65536);
  }));
  expect_same(set_of(20'000, [](auto& random) {
    return IpAddress::v4(0x0a00'0000 | static_cast<std::uint32_t>(random() % 65536));
  }));
  // Ever closer together: each cut leaves most of them in one slot.
  expect_same(set_of(5'000, [](auto& random) { return v6_of(Uint128{1} << random() % 128); }));
  expect_same(set_of(5'000, [](auto& random) {
    return v6_of((Uint128{1} << random() % 128) | (Uint128{1} << random() % 128));
  }));
}

TEST(AddressLookup, AnswersForNothingAndForEverything) {
  const auto addresses = random_addresses();
  expect_same(AddressSet(), addresses);
  expect_same(AddressSet().complement(), addresses);
  EXPECT_FALSE(AddressLookup(AddressSet()).contains(IpAddress()));
  EXPECT_TRUE(AddressLookup(AddressSet().complement()).contains(IpAddress::v4(0xffff'ffff)));
  EXPECT_TRUE(AddressLookup(AddressSet().complement()).contains(v6_of(~Uint128{0})));
}

}  // namespace
}  // namespace netkit::test
