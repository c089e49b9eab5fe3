// SPDX-License-Identifier: MIT
#include <netkit/addr/special_purpose.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

namespace netkit {
namespace {

using Answer = SpecialPurpose::Answer;

IpAddress ip(std::string_view text) {
  return IpAddress::parse(text).value();
}

std::optional<IpAddress> before(const IpAddress& address) {
  if (address.is_v4()) {
    if (address.v4_value() == 0) return std::nullopt;
    return IpAddress::v4(address.v4_value() - 1);
  }
  if (address.low() != 0) return IpAddress::v6(address.high(), address.low() - 1);
  if (address.high() == 0) return std::nullopt;
  return IpAddress::v6(address.high() - 1, ~std::uint64_t{0});
}

std::optional<IpAddress> behind(const IpAddress& address) {
  if (address.is_v4()) {
    if (address.v4_value() == 0xffff'ffff) return std::nullopt;
    return IpAddress::v4(address.v4_value() + 1);
  }
  if (address.low() != ~std::uint64_t{0}) return IpAddress::v6(address.high(), address.low() + 1);
  if (address.high() == ~std::uint64_t{0}) return std::nullopt;
  return IpAddress::v6(address.high() + 1, 0);
}

/// What the longest of the blocks that have the address says, found the slow way.
const SpecialPurpose* most_specific(const IpAddress& address) {
  const SpecialPurpose* best = nullptr;
  for (const SpecialPurpose& row : special_purposes()) {
    if (row.block.contains(address) && (best == nullptr || row.block.length() > best->block.length())) {
      best = &row;
    }
  }
  return best;
}

void expect_most_specific(const IpAddress& address) {
  SCOPED_TRACE(address.to_string());
  const SpecialPurpose* const expected = most_specific(address);
  const auto found = special_purpose(address);
  ASSERT_EQ(found.has_value(), expected != nullptr);
  if (expected == nullptr) return;
  EXPECT_TRUE(found->block.contains(address));
  EXPECT_EQ(classify(address), found->address_class);
  // Multicast with flags has the row of its scope; that has a test of its own.
  if (address.is_v6() && address.is_multicast()) return;
  EXPECT_EQ(found->block, expected->block);
  EXPECT_EQ(found->name, expected->name);
}

TEST(SpecialPurpose, HoldsFromTheFirstToTheLastAddressOfEachBlock) {
  for (const SpecialPurpose& row : special_purposes()) {
    SCOPED_TRACE(row.block.to_string());
    expect_most_specific(row.block.first());
    expect_most_specific(row.block.last());
    for (const auto& outside : {before(row.block.first()), behind(row.block.last())}) {
      if (!outside) continue;
      EXPECT_FALSE(row.block.contains(*outside));
      expect_most_specific(*outside);
    }
  }
}

TEST(SpecialPurpose, HasRowsThatAreWellFormed) {
  std::set<Cidr> blocks;
  bool seen_v6 = false;
  for (const SpecialPurpose& row : special_purposes()) {
    SCOPED_TRACE(row.block.to_string());
    EXPECT_EQ(row.block, row.block.masked());
    EXPECT_TRUE(blocks.insert(row.block).second);
    EXPECT_TRUE(row.rfc.starts_with("RFC "));
    EXPECT_FALSE(row.name.empty());
    EXPECT_NE(row.address_class, AddressClass::global);
    EXPECT_TRUE(row.allocated.empty() || (row.allocated.size() == 7 && row.allocated[4] == '-'));
    seen_v6 = seen_v6 || row.block.address().is_v6();
    EXPECT_EQ(row.block.address().is_v6(), seen_v6);
    // What routers do not pass on cannot be reached from everywhere.
    EXPECT_FALSE(row.global == Answer::yes && row.forwardable != Answer::yes);
  }
}

struct Row {
  std::string_view text, address_class;
};

TEST(SpecialPurpose, GivesTheClassInAWord) {
  for (const Row& row : std::vector<Row>{{"8.8.8.8", "global"},
                                         {"0.0.0.0", "unspecified"},
                                         {"0.0.0.1", "this-network"},
                                         {"10.1.2.3", "private"},
                                         {"172.16.0.1", "private"},
                                         {"172.32.0.1", "global"},
                                         {"192.168.1.1", "private"},
                                         {"100.64.0.1", "shared"},
                                         {"127.0.0.1", "loopback"},
                                         {"169.254.0.1", "link-local"},
                                         {"192.0.0.1", "protocol"},
                                         {"192.0.0.8", "dummy"},
                                         {"192.0.0.9", "anycast"},
                                         {"192.0.0.11", "protocol"},
                                         {"192.0.0.170", "protocol"},
                                         {"192.0.2.1", "documentation"},
                                         {"192.88.99.1", "deprecated"},
                                         {"192.88.99.2", "anycast"},
                                         {"198.18.0.1", "benchmarking"},
                                         {"224.0.0.1", "multicast"},
                                         {"233.252.0.1", "documentation"},
                                         {"233.252.1.1", "multicast"},
                                         {"240.0.0.1", "reserved"},
                                         {"255.255.255.255", "broadcast"},
                                         {"::", "unspecified"},
                                         {"::1", "loopback"},
                                         {"::2", "v4-compatible"},
                                         {"::1.2.3.4", "v4-compatible"},
                                         {"::ffff:1.2.3.4", "v4-mapped"},
                                         {"64:ff9b::1.2.3.4", "nat64"},
                                         {"64:ff9b:1::1", "nat64"},
                                         {"100::1", "discard"},
                                         {"100:0:0:1::1", "dummy"},
                                         {"2001::1", "teredo"},
                                         {"2001:1::1", "anycast"},
                                         {"2001:1::4", "protocol"},
                                         {"2001:2::1", "benchmarking"},
                                         {"2001:10::1", "deprecated"},
                                         {"2001:20::1", "identifier"},
                                         {"2001:30::1", "identifier"},
                                         {"2001:200::1", "global"},
                                         {"2001:db8::1", "documentation"},
                                         {"2002::1", "6to4"},
                                         {"2606:4700::1", "global"},
                                         {"3fff:fff::1", "documentation"},
                                         {"3fff:1000::1", "global"},
                                         {"5f00::1", "segment-routing"},
                                         {"fc00::1", "unique-local"},
                                         {"fdff::1", "unique-local"},
                                         {"fe00::1", "reserved"},
                                         {"fe80::1", "link-local"},
                                         {"fec0::1", "site-local"},
                                         {"ff02::1", "multicast"},
                                         {"1234::1", "reserved"},
                                         {"4000::1", "reserved"},
                                         {"::1:0:0:0", "reserved"},
                                         {"e000::1", "reserved"}}) {
    EXPECT_EQ(class_name(classify(ip(row.text))), row.address_class) << row.text;
  }
}

TEST(SpecialPurpose, AnswersAsTheRegistryDoes) {
  const auto shared = special_purpose(ip("100.64.0.1"));
  EXPECT_EQ(shared->name, "Shared Address Space");
  EXPECT_EQ(shared->rfc, "RFC 6598");
  EXPECT_EQ(shared->allocated, "2012-04");
  EXPECT_EQ(shared->source, Answer::yes);
  EXPECT_EQ(shared->destination, Answer::yes);
  EXPECT_EQ(shared->forwardable, Answer::yes);
  EXPECT_EQ(shared->global, Answer::no);
  EXPECT_EQ(shared->reserved, Answer::no);
  EXPECT_EQ(special_purpose(ip("2002::1"))->global, Answer::not_applicable);
  EXPECT_EQ(special_purpose(ip("127.0.0.1"))->reserved, Answer::yes);
  EXPECT_FALSE(special_purpose(ip("8.8.8.8")));
}

TEST(SpecialPurpose, KnowsTheScopeOfMulticastWhateverItsFlags) {
  for (const auto& [text, name] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"ff01::1", "Multicast: Interface-Local Scope"},
           {"ff02::1", "Multicast: Link-Local Scope"},
           {"ff12::1", "Multicast: Link-Local Scope"},
           {"ff35:40::1", "Multicast: Site-Local Scope"},
           {"ff7e::1", "Multicast: Global Scope"},
           {"fff8::1", "Multicast: Organization-Local Scope"},
           {"ff00::1", "Multicast"},
           {"ff16::1", "Multicast"},
           {"ff0f::1", "Multicast"}}) {
    const auto row = special_purpose(ip(text));
    ASSERT_TRUE(row) << text;
    EXPECT_EQ(row->name, name) << text;
    EXPECT_TRUE(row->block.contains(ip(text))) << text;
  }
  EXPECT_EQ(special_purpose(ip("ff12::1"))->block.to_string(), "ff12::/16");
}

TEST(SpecialPurpose, HasAWordOfItsOwnForEveryClass) {
  std::set<std::string_view> names;
  for (int value = 0; value <= static_cast<int>(AddressClass::reserved); ++value) {
    const auto name = class_name(static_cast<AddressClass>(value));
    EXPECT_FALSE(name.empty());
    EXPECT_TRUE(names.insert(name).second) << name;
  }
}

}  // namespace
}  // namespace netkit
