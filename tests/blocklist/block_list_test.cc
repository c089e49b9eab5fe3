// SPDX-License-Identifier: MIT
#include <netkit/blocklist/block_list.h>

#include <gtest/gtest.h>
#include <netkit/base/net_errc.h>

#include <algorithm>
#include <array>
#include <utility>

#include "generated_rules.h"
#include "matrix.h"

namespace netkit::test {
namespace {

using Texts = std::vector<std::string>;

IpAddress address(const char* text) {
  return *IpAddress::parse(text);
}

BlockList list_of(std::initializer_list<const char*> rules) {
  BlockList list;
  for (const char* const rule : rules) list.add(*parse_rule(rule));
  return list;
}

TEST(BlockList, MatchesAsTheMatrixSays) {
  GeneratedRules generated(1);
  for (int i = 0; i < 500; ++i) {
    const auto rules = generated.rules(generated.below(8));
    const BlockList list(rules);
    for (const IpAddress& one : generated.addresses_around(rules, 50)) {
      ASSERT_EQ(list.check(one), any_matches(rules, one)) << one.to_string();
    }
  }
}

TEST(BlockList, MatchesNoIpv4WithAnIpv6RangeThatHasAnUnmappedBound) {
  const BlockList list = list_of({"::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"});
  EXPECT_FALSE(list.check(address("10.0.0.1")));
  EXPECT_TRUE(list.check(address("::ffff:10.0.0.1")));
  EXPECT_TRUE(list.check(address("::1")));
}

TEST(BlockList, MatchesIpv4WithABlockAroundTheMappedAddresses) {
  EXPECT_TRUE(list_of({"::/80"}).check("10.0.0.1"));
  EXPECT_FALSE(list_of({"::/81"}).check("10.0.0.1"));
  EXPECT_FALSE(list_of({"0.0.0.0/0"}).check("::1", Family::ipv6));
}

TEST(BlockList, TakesTextsOfTheStatedFamilyOnly) {
  const BlockList list = list_of({"0.0.0.0/0", "::/0"});
  EXPECT_TRUE(list.check("10.0.0.1"));
  EXPECT_FALSE(list.check("10.0.0.1", Family::ipv6));
  EXPECT_FALSE(list.check("::1"));
  EXPECT_TRUE(list.check("::1", Family::ipv6));
  for (const char* const text : {"", "x", "10.0.0", "010.0.0.1", " 10.0.0.1", "10.0.0.1/8", "10.0.0.1%lo"}) {
    EXPECT_FALSE(list.check(text)) << text;
    EXPECT_FALSE(list.check(text, Family::ipv6)) << text;
  }
}

TEST(BlockList, TakesNoNoticeOfAZone) {
  const BlockList list = list_of({"fe80::1"});
  EXPECT_TRUE(list.check("fe80::1%eth0", Family::ipv6));
  EXPECT_TRUE(list.check("fe80::1%", Family::ipv6));
  EXPECT_FALSE(list.check("fe80::2%eth0", Family::ipv6));
}

TEST(BlockList, ChecksWhatItsRulesAreNow) {
  BlockList list;
  EXPECT_FALSE(list.check("10.0.0.1"));
  list.add_address(address("10.0.0.1"));
  EXPECT_TRUE(list.check("10.0.0.1"));
  EXPECT_TRUE(list.remove_address(address("10.0.0.1")));
  EXPECT_FALSE(list.check("10.0.0.1"));
  EXPECT_FALSE(list.remove_address(address("10.0.0.1")));
}

TEST(BlockList, RemovesAllRulesThatAreEqual) {
  BlockList list = list_of({"10.0.0.1", "10.0.0.1/32", "10.0.0.1", "10.0.0.1-10.0.0.9", "10.0.0.0/8"});
  EXPECT_TRUE(list.remove_address(address("10.0.0.1")));
  EXPECT_EQ(list.size(), 3U);
  EXPECT_TRUE(list.remove_range(address("10.0.0.1"), address("10.0.0.9")));
  EXPECT_FALSE(list.remove_range(address("10.0.0.9"), address("10.0.0.1")));
  EXPECT_FALSE(list.remove_subnet(address("10.0.0.1"), 8)) << "other host bits";
  EXPECT_TRUE(list.remove_subnet(address("10.0.0.0"), 8));
  EXPECT_EQ(list.rules(), Texts{"Subnet: IPv4 10.0.0.1/32"});
  list.clear();
  EXPECT_TRUE(list.empty());
  EXPECT_FALSE(list.check("10.0.0.1"));
}

TEST(BlockList, IsACopyOfItsOwn) {
  BlockList list = list_of({"10.0.0.1"});
  EXPECT_TRUE(list.check("10.0.0.1"));
  BlockList copy = list;
  copy.add_address(address("10.0.0.2"));
  EXPECT_TRUE(copy.check("10.0.0.1") && copy.check("10.0.0.2"));
  EXPECT_FALSE(list.check("10.0.0.2"));
  list = copy;
  EXPECT_TRUE(list.check("10.0.0.2"));
  list = BlockList();
  EXPECT_FALSE(list.check("10.0.0.1"));
  list = std::move(copy);
  EXPECT_TRUE(list.check("10.0.0.2"));
  const BlockList moved(std::move(list));
  EXPECT_TRUE(moved.check("10.0.0.1"));
}

TEST(BlockList, WritesItsRulesAsNetDoes) {
  BlockList list;
  list.add_address(address("::ffff:1.2.3.4"));
  ASSERT_TRUE(list.add_range(address("10.0.0.1"), address("10.0.0.9")));
  ASSERT_TRUE(list.add_subnet(address("10.1.2.3"), 8));
  EXPECT_EQ(list.rules(), (Texts{"Subnet: IPv4 10.1.2.3/8", "Range: IPv4 10.0.0.1-10.0.0.9",
                                 "Address: IPv6 ::ffff:1.2.3.4"}));
}

std::string error_of(const Result<void>& result) {
  return result ? "none" : result.error().name + ": " + result.error().message;
}

TEST(BlockList, RefusesWithTheTextsOfNet) {
  BlockList list;
  EXPECT_EQ(error_of(list.add_range(address("10.0.0.9"), address("10.0.0.1"))),
            "ERR_INVALID_ARG_VALUE: The argument 'start' must come before end. Received SocketAddress { "
            "address: '10.0.0.9', port: 0, family: 'ipv4', flowlabel: 0 }");
  EXPECT_EQ(error_of(list.add_range(address("10.0.0.9"), address("::1"))),
            "ERR_INVALID_ARG_VALUE: The argument 'end' must be of the family of start. Received "
            "SocketAddress { address: '::1', port: 0, family: 'ipv6', flowlabel: 0 }");
  EXPECT_EQ(
      error_of(list.add_subnet(address("10.0.0.0"), 33)),
      "ERR_OUT_OF_RANGE: The value of \"prefix\" is out of range. It must be >= 0 && <= 32. Received 33");
  EXPECT_EQ(
      error_of(list.add_subnet(address("::"), -1)),
      "ERR_OUT_OF_RANGE: The value of \"prefix\" is out of range. It must be >= 0 && <= 128. Received -1");
  EXPECT_EQ(error_of(list.add_cidr("10.0.0.0/33")),
            "ERR_INVALID_ARG_VALUE: The argument 'cidr' is invalid. Received '10.0.0.0/33'");
  EXPECT_TRUE(list.empty());
}

TEST(BlockList, ReadsTheJsonThatItWrites) {
  GeneratedRules generated(2);
  const BlockList list(generated.rules(300));
  BlockList read;
  EXPECT_EQ(read.add_json(list.to_json()), 0U);
  EXPECT_EQ(read.rules(), list.rules());
  EXPECT_TRUE(std::ranges::equal(read.in_order(), list.in_order()));
  EXPECT_EQ(BlockList().to_json(), "[]");
}

TEST(BlockList, AddsJsonToWhatItHas) {
  BlockList list = list_of({"10.0.0.1"});
  EXPECT_EQ(list.add_json(R"(["Address: IPv4 10.0.0.3", "Subnet: IPv6 ::ffff:10.0.0.0/120"])"), 0U);
  EXPECT_EQ(list.rules(),
            (Texts{"Address: IPv4 10.0.0.3", "Subnet: IPv6 ::ffff:10.0.0.0/120", "Address: IPv4 10.0.0.1"}));
}

TEST(BlockList, PassesOverWhatInJsonIsNoRule) {
  BlockList list;
  EXPECT_EQ(list.add_json(R"(["", "Address: IPv4 ::1", "x Address: IPv4 10.0.0.1", "Address: IPv4 10.0.0.1",
                              "Subnet: IPv4 10.0.0.0/33", "Range: IPv4 10.0.0.2-10.0.0.1"])"),
            5U);
  EXPECT_EQ(list.rules(), Texts{"Address: IPv4 10.0.0.1"});
}

TEST(BlockList, RefusesJsonThatIsNoArrayOfStrings) {
  BlockList list;
  for (const char* const text :
       {"", "{}", "1", "\"Address: IPv4 10.0.0.1\"", "[1]", "[", R"(["Address: IPv4 10.0.0.1", null])"}) {
    const auto added = list.add_json(text);
    ASSERT_FALSE(added) << text;
    EXPECT_EQ(added.error().code, NetErrc::invalid_arg_type);
    EXPECT_EQ(added.error().name, "ERR_INVALID_ARG_TYPE");
  }
  EXPECT_TRUE(list.empty());
}

TEST(BlockList, HasThePrivateRangesAtHand) {
  BlockList list;
  for (const Cidr& block : BlockList::private_ranges()) list.add(block);
  EXPECT_EQ(list.size(), 8U);
  for (const char* const text : {"10.1.1.1", "172.31.1.1", "192.168.1.1", "127.0.0.1", "169.254.169.254"})
    EXPECT_TRUE(list.check(text)) << text;
  for (const char* const text : {"::1", "fe80::1", "febf::1", "fd00::1", "::ffff:10.1.1.1"})
    EXPECT_TRUE(list.check(text, Family::ipv6)) << text;
  EXPECT_FALSE(list.check("172.32.0.1") || list.check("8.8.8.8"));
  EXPECT_FALSE(list.check("::2", Family::ipv6) || list.check("fec0::1", Family::ipv6));
}

TEST(BlockList, AddsManyAddressesAtOnce) {
  BlockList list;
  list.add_addresses(std::array{*IpAddress::parse("192.0.2.1"), *IpAddress::parse("2001:db8::1")});
  EXPECT_TRUE(list.check("192.0.2.1"));
  EXPECT_TRUE(list.check("2001:db8::1", Family::ipv6));
  EXPECT_EQ(list.size(), 2U);
}

TEST(BlockList, AddsAllBlocksOrNone) {
  BlockList list;
  EXPECT_TRUE(list.add_cidrs(std::array<std::string_view, 2>{"10.0.0.0/8", "2001:db8::/32"}));
  EXPECT_EQ(list.size(), 2U);
  const auto refused = list.add_cidrs(std::array<std::string_view, 3>{"192.0.2.0/24", "192.0.2.0/33", "x"});
  EXPECT_EQ(refused.error().name, "ERR_INVALID_ARG_VALUE");
  EXPECT_NE(refused.error().message.find("192.0.2.0/33"), std::string::npos);
  EXPECT_EQ(list.size(), 2U);
  EXPECT_FALSE(list.check("192.0.2.1"));
}

TEST(BlockList, RemovesABlockByItsText) {
  BlockList list;
  ASSERT_TRUE(list.add_cidr("10.0.0.0/8"));
  EXPECT_FALSE(list.remove_cidr("10.0.0.0/9"));
  EXPECT_FALSE(list.remove_cidr("nonsense"));
  EXPECT_TRUE(list.remove_cidr("10.0.0.0/8"));
  EXPECT_FALSE(list.check("10.0.0.1"));
}

}  // namespace
}  // namespace netkit::test
