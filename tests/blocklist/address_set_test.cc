// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/blocklist/address_set.h>

namespace netkit::test {
namespace {

AddressSet set_of(std::initializer_list<const char*> rules) {
  AddressSet::Builder builder;
  for (const char* const rule : rules) builder.add(*parse_rule(rule));
  return builder.build();
}

std::string blocks_of(const AddressSet& set) {
  std::string text;
  set.each_cidr([&](const Cidr& block) { text += block.to_string() + ' '; });
  return text;
}

TEST(AddressSet, MergesWhatOverlapsOrTouches) {
  EXPECT_EQ(blocks_of(set_of({"10.0.0.128/25", "10.0.0.0-10.0.0.127"})), "10.0.0.0/24 ");
  EXPECT_EQ(blocks_of(set_of({"10.0.0.1-10.0.0.6"})), "10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32 ");
}

TEST(AddressSet, TakesAMappedRuleForAnIpv4One) {
  EXPECT_EQ(blocks_of(set_of({"::ffff:10.0.0.0/104"})), "10.0.0.0/8 ");
}

TEST(AddressSet, HasAllOfIpv4InABlockAroundTheMappedAddresses) {
  EXPECT_EQ(blocks_of(set_of({"::/0"})), "0.0.0.0/0 ::/0 ");
  EXPECT_EQ(blocks_of(set_of({"::/81"})), "::/81 ");
}

}  // namespace
}  // namespace netkit::test
