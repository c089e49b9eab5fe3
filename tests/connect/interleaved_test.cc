// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/connect/race.h>

#include <string>
#include <vector>

#include "support/io_fixtures.h"

namespace netkit::test {
namespace {

using Texts = std::vector<std::string>;

Texts in_order(const Texts& answers) {
  std::vector<SocketAddress> addresses;
  for (const std::string& text : answers) addresses.push_back(address(text, 80));
  Texts order;
  for (const SocketAddress& one : interleaved(addresses)) order.push_back(one.address.to_string());
  return order;
}

TEST(Interleaved, LetsTheFamilyOfTheFirstAnswerLead) {
  EXPECT_EQ(in_order({"127.0.0.1", "127.0.0.2", "::1"}), (Texts{"127.0.0.1", "::1", "127.0.0.2"}));
  EXPECT_EQ(in_order({"::1", "127.0.0.1", "127.0.0.2"}), (Texts{"::1", "127.0.0.1", "127.0.0.2"}));
}

TEST(Interleaved, LetsTheFamiliesTakeTurns) {
  EXPECT_EQ(in_order({"::1", "::2", "::3", "127.0.0.1", "127.0.0.2", "127.0.0.3"}),
            (Texts{"::1", "127.0.0.1", "::2", "127.0.0.2", "::3", "127.0.0.3"}));
  EXPECT_EQ(in_order({"127.0.0.1", "::1", "::2", "::3"}), (Texts{"127.0.0.1", "::1", "::2", "::3"}));
}

TEST(Interleaved, KeepsTheOrderOfEachFamily) {
  EXPECT_EQ(in_order({"127.0.0.3", "::9", "127.0.0.1", "::1", "127.0.0.2"}),
            (Texts{"127.0.0.3", "::9", "127.0.0.1", "::1", "127.0.0.2"}));
}

TEST(Interleaved, LeavesOutDuplicates) {
  EXPECT_EQ(in_order({"127.0.0.1", "127.0.0.1", "::1", "127.0.0.1", "::1"}), (Texts{"127.0.0.1", "::1"}));
}

TEST(Interleaved, LeavesOneFamilyAsItIs) {
  EXPECT_EQ(in_order({"127.0.0.2", "127.0.0.1"}), (Texts{"127.0.0.2", "127.0.0.1"}));
  EXPECT_EQ(in_order({"::1"}), Texts{"::1"});
}

TEST(Interleaved, IsNothingOfNothing) {
  EXPECT_EQ(in_order({}), Texts{});
}

TEST(Interleaved, TakesDifferentZonesForDifferentAddresses) {
  SocketAddress one = address("fe80::1", 80), other = one;
  one.scope_id = 1;
  other.scope_id = 2;
  EXPECT_EQ(interleaved({one, other, one}).size(), 2U);
}

}  // namespace
}  // namespace netkit::test
