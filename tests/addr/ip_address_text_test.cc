// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netkit/addr/ip_address.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "generated_addresses.h"

namespace netkit {
namespace {

std::string system_text(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.is_v4()) {
    return inet_ntop(AF_INET, address.v4_bytes().data(), text.data(), text.size());
  }
  return inet_ntop(AF_INET6, address.v6_bytes().data(), text.data(), text.size());
}

struct Canonical {
  std::string_view typed, text;
};

void expect_canonical(const std::vector<Canonical>& rows) {
  for (const auto& [typed, text] : rows) {
    const auto address = IpAddress::parse(typed);
    ASSERT_TRUE(address) << typed;
    EXPECT_EQ(address->to_string(), text) << typed;
    EXPECT_EQ(address->to_string(), system_text(*address)) << typed;
  }
}

TEST(IpAddressText, IsTheDottedQuad) {
  expect_canonical(
      {{"0.0.0.0", "0.0.0.0"}, {"1.20.255.9", "1.20.255.9"}, {"255.255.255.255", "255.255.255.255"}});
}

TEST(IpAddressText, IsLowerCaseWithoutLeadingZeros) {
  expect_canonical({{"2001:0DB8:000A:00bc:0def:FFFF:1:2", "2001:db8:a:bc:def:ffff:1:2"},
                    {"ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", "abcd:ef01:2345:6789:abcd:ef01:2345:6789"}});
}

TEST(IpAddressText, LeavesOutTheFirstOfTheLongestRunsOfZeros) {
  expect_canonical({{"0:0:0:0:0:0:0:0", "::"},
                    {"0:0:0:0:0:0:0:5", "::5"},
                    {"1:0:0:0:0:0:0:0", "1::"},
                    {"1:0:0:0:0:0:0:2", "1::2"},
                    {"1:0:0:2:0:0:0:3", "1:0:0:2::3"},
                    {"1:0:0:0:2:0:0:3", "1::2:0:0:3"},
                    {"1:0:0:2:3:0:0:4", "1::2:3:0:0:4"},
                    {"0:0:1:2:3:4:0:0", "::1:2:3:4:0:0"},
                    {"0:0:1:2:3:0:0:0", "0:0:1:2:3::"},
                    {"0:0:0:1:0:0:0:0", "0:0:0:1::"}});
}

TEST(IpAddressText, KeepsASingleZeroGroup) {
  expect_canonical({{"1:2:3:0:5:6:7:8", "1:2:3:0:5:6:7:8"},
                    {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
                    {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
                    {"0:2:0:4:0:6:0:8", "0:2:0:4:0:6:0:8"}});
}

TEST(IpAddressText, IsDottedForMappedAddresses) {
  expect_canonical({{"::ffff:7b7b:7b7b", "::ffff:123.123.123.123"},
                    {"::ffff:0:0", "::ffff:0.0.0.0"},
                    {"::FFFF:1.2.3.4", "::ffff:1.2.3.4"},
                    {"::ffff:0:1", "::ffff:0.0.0.1"}});
}

TEST(IpAddressText, IsDottedForCompatibleAddressesWithMoreThanOneGroup) {
  expect_canonical({{"::1:2", "::0.1.0.2"},
                    {"::1:0", "::0.1.0.0"},
                    {"::1.2.3.4", "::1.2.3.4"},
                    {"::0.0.0.1", "::1"},
                    {"::0.0.255.255", "::ffff"},
                    {"::0.0.0.0", "::"}});
}

TEST(IpAddressText, IsHexWhereAnEmbeddedAddressIsNeitherMappedNorCompatible) {
  expect_canonical({{"64:ff9b::1.2.3.4", "64:ff9b::102:304"},
                    {"::ffff:0:1.2.3.4", "::ffff:0:102:304"},
                    {"::1:1.2.3.4", "::1:102:304"},
                    {"::fffe:1.2.3.4", "::fffe:102:304"},
                    {"1::ffff:1.2.3.4", "1::ffff:102:304"},
                    {"2002:c000:204::", "2002:c000:204::"}});
}

TEST(IpAddressText, IsWhatTheSystemWritesAndReadsBack) {
  for (const IpAddress& address : test::generated_addresses(20'000)) {
    const std::string text = address.to_string();
    ASSERT_EQ(text, system_text(address));
    ASSERT_EQ(IpAddress::parse(text), address) << text;
    const auto quad = IpAddress::v4(static_cast<std::uint32_t>(address.low()));
    ASSERT_EQ(quad.to_string(), system_text(quad));
    ASSERT_EQ(IpAddress::parse(quad.to_string()), quad);
  }
}

TEST(IpAddressText, ParsesToWhatTheSystemReads) {
  for (const std::string& text : test::generated_texts(20'000)) {
    if (text.find('\0') != std::string::npos) continue;
    std::array<std::uint8_t, 4> v4{};
    std::array<std::uint8_t, 16> v6{};
    const auto address = IpAddress::parse(text);
    if (inet_pton(AF_INET, text.c_str(), v4.data()) == 1) {
      ASSERT_EQ(address, IpAddress::v4(v4)) << text;
    } else if (inet_pton(AF_INET6, text.c_str(), v6.data()) == 1) {
      ASSERT_EQ(address, IpAddress::v6(v6)) << text;
    } else {
      ASSERT_FALSE(address) << text;
    }
  }
}

}  // namespace
}  // namespace netkit
