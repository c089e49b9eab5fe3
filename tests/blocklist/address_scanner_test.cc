// SPDX-License-Identifier: MIT
#include <netkit/blocklist/address_scanner.h>

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "naive_scanner.h"

namespace netkit {
namespace {

using Texts = std::vector<std::string>;

std::vector<FoundAddress> scan(std::string_view text) {
  std::vector<FoundAddress> all;
  AddressScanner scanner(text);
  while (const auto found = scanner.next()) all.push_back(*found);
  return all;
}

/// The texts of what is found.
Texts found_in(std::string_view text) {
  Texts texts;
  for (const FoundAddress& one : scan(text)) {
    texts.emplace_back(text.substr(one.offset, one.size));
    EXPECT_EQ(one.address, IpAddress::parse(texts.back())) << text;
  }
  return texts;
}

void expect_as_naive(std::string_view text) {
  const std::vector<char> exact(text.begin(), text.end());  // a sanitizer sees a read beyond it
  const auto found = scan({exact.data(), exact.size()});
  const test::NaiveScanner naive(text);
  ASSERT_EQ(found.size(), naive.found().size()) << testing::PrintToString(text);
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(found[i].address, naive.found()[i].address) << testing::PrintToString(text);
    ASSERT_EQ(found[i].offset, naive.found()[i].offset) << testing::PrintToString(text);
    ASSERT_EQ(found[i].size, naive.found()[i].size) << testing::PrintToString(text);
  }
}

TEST(AddressScanner, FindsFourOctetsThatStandAlone) {
  const Texts one = {"1.2.3.4"};
  for (const char* const text :
       {"1.2.3.4", " 1.2.3.4 ", "client=1.2.3.4", "\"1.2.3.4\"", "1.2.3.4:8080", "1.2.3.4/24",
        "http://1.2.3.4/x", "user@1.2.3.4", "1.2.3.4-foo", "foo-1.2.3.4", "(1.2.3.4)", "[1.2.3.4]:80",
        "1.2.3.4%20", "1.2.3.4\r\n", "\t1.2.3.4|",
        "\xe2\x80\x9c"
        "1.2.3.4\xe2\x80\x9d",
        "1.2.3.4\\n", "addr:1.2.3.4", "aa:bb:cc:1.2.3.4"}) {
    EXPECT_EQ(found_in(text), one) << text;
  }
}

TEST(AddressScanner, FindsAnAddressAtTheEndOfASentence) {
  EXPECT_EQ(found_in("::.a 1.2.3.4..a"), (Texts{"::", "1.2.3.4"}));
  EXPECT_EQ(found_in("Lost 1.2.3.4. Lost ::1. Lost fe80::2..."), (Texts{"1.2.3.4", "::1", "fe80::2"}));
  EXPECT_EQ(found_in("from 1.2.3.4, from ::1, from 1::; done"), (Texts{"1.2.3.4", "::1", "1::"}));
  EXPECT_EQ(found_in("from 2001:db8::1: connection closed"), (Texts{"2001:db8::1"}));
}

TEST(AddressScanner, FindsBothEndsOfARange) {
  EXPECT_EQ(found_in("10.0.0.1-10.0.0.9"), (Texts{"10.0.0.1", "10.0.0.9"}));
  EXPECT_EQ(found_in("10.0.0.1..10.0.0.9"), (Texts{"10.0.0.1", "10.0.0.9"}));
  EXPECT_EQ(found_in("::1-::9"), (Texts{"::1", "::9"}));
  EXPECT_EQ(found_in("1.2.3.4,5.6.7.8"), (Texts{"1.2.3.4", "5.6.7.8"}));
  EXPECT_EQ(found_in("1.2.3.4:80:5.6.7.8:81"), (Texts{"1.2.3.4", "5.6.7.8"}));
}

TEST(AddressScanner, FindsEveryFormOfIpv6) {
  for (const char* const text :
       {"::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "A::f",
        "::ffff:1.2.3.4", "::1.2.3.4", "64:ff9b::1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5::1.2.3.4",
        "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", "2001:0db8:0000:0000:0000:0000:0000:0001"}) {
    EXPECT_EQ(found_in(text), Texts{text});
    EXPECT_EQ(found_in("[" + std::string(text) + "]:443"), Texts{text});
    EXPECT_EQ(found_in(std::string(text) + "%eth0"), Texts{text});
    EXPECT_EQ(found_in(std::string(text) + "/64"), Texts{text});
    EXPECT_EQ(found_in(std::string(text) + ":"), Texts{text});
  }
}

TEST(AddressScanner, SeesThroughLabels) {
  EXPECT_EQ(found_in("addr:2001:db8::1"), (Texts{"2001:db8::1"}));
  EXPECT_EQ(found_in("client:::1:closed"), (Texts{"::1"}));
  EXPECT_EQ(found_in("a.log:17:2001:db8::1:GET"), (Texts{"17:2001:db8::1"}));  // who could know?
  EXPECT_EQ(found_in("1.2.3.4:2001:db8::1"), (Texts{"1.2.3.4", "2001:db8::1"}));
  EXPECT_EQ(found_in("1:2:3:4:5:6:7:8:1.2.3.4"), (Texts{"1:2:3:4:5:6:7:8", "1.2.3.4"}));
  EXPECT_EQ(found_in("::ffff:1.2.3.4:80"), (Texts{"::ffff:1.2.3.4"}));
}

TEST(AddressScanner, FindsNothingInWhatOnlyLooksLikeOne) {
  for (const char* const text : {"",
                                 ".",
                                 ":",
                                 "1.2.3",
                                 "1.2.3.",
                                 "v1.2.3.4",
                                 "1.2.3.4a",
                                 "_1.2.3.4",
                                 "1.2.3.4_",
                                 "1.2.3.4.5",
                                 "0.1.2.3.4",
                                 "4.3.2.1.in-addr.arpa",
                                 "www.1.2.3.4",
                                 "01.2.3.4",
                                 "1.2.3.04",
                                 "00.0.0.0",
                                 "1.2.3.256",
                                 "1.2.3.1000",
                                 "1000.2.3.4",
                                 "256.1.1.1",
                                 "1.2..3.4",
                                 "1.2.3..4",
                                 "1.2x3.4.5",
                                 "1,2,3,4",
                                 "127.1",
                                 "0x7f.0.0.1",
                                 "12:34:56",
                                 "2026-11-22T08:00:57.123Z",
                                 "22/Nov/2026:08:00:57",
                                 "aa:bb:cc:dd:ee:ff",
                                 "dead::beefy",
                                 "::gone",
                                 "std::vector",
                                 "std::abc::def",
                                 "1:2:3:4:5:6:7",
                                 "1:2:3:4:5:6:7:8:9",
                                 "1::2::3",
                                 "12345::",
                                 ":1::2",
                                 "2001:db8::1.443",
                                 "::1_",
                                 "::1.2.3.256",
                                 "::1.2.3.4.5",
                                 "1:2:3:4:5:6:7:1.2.3",
                                 "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff"}) {
    EXPECT_EQ(found_in(text), Texts{}) << text;
  }
}

TEST(AddressScanner, TakesAnyByteForASeparator) {
  using namespace std::string_literals;
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    if (is_alphanumeric(c) || c == '_' || c == '.' || c == ':') continue;
    const std::string between = "1.2.3.4"s + c + "::1" + c + c + "5.6.7.8" + c;
    EXPECT_EQ(found_in(between), (Texts{"1.2.3.4", "::1", "5.6.7.8"})) << byte;
  }
}

TEST(AddressScanner, FindsEveryOctetInEveryPlace) {
  for (int value = 0; value < 1100; ++value) {
    for (const char* const zero : {"", "0"}) {
      const std::string octet = zero + std::to_string(value);
      for (const std::string& text :
           {octet + ".2.3.4", "1." + octet + ".3.4", "1.2." + octet + ".4", "1.2.3." + octet}) {
        EXPECT_EQ(found_in(text), IpAddress::parse(text) ? Texts{text} : Texts{});
      }
    }
  }
}

TEST(AddressScanner, FindsTheSameWhereverItStands) {
  for (const std::string middle :
       {"1.2.3.4", "255.255.255.255", "1.2.3.4.5", "::1", "1:2:3:4:5:6:7:8", "aa:bb:cc:dd:ee:ff", "a:::1:b",
        "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", "::ffff:10.0.0.1:80 10.0.0.2", "12345::1.2.3.4"}) {
    for (std::size_t before = 0; before <= 130; ++before) {
      for (const std::size_t behind : {0U, 1U, 2U, 3U, 4U, 5U, 11U, 12U, 16U, 48U, 63U, 64U, 65U}) {
        expect_as_naive(std::string(before, ' ') + middle + std::string(behind, ' '));
      }
      expect_as_naive(std::string(before, '1') + middle);
      expect_as_naive(std::string(before, ':') + middle);
      expect_as_naive(std::string(before, '.') + middle);
      expect_as_naive(std::string(before, 'f') + ":" + middle + ":" + std::string(before, 'f'));
    }
  }
}

TEST(AddressScanner, FindsWhatTheDefinitionFinds) {
  constexpr std::array pieces{"1.2.3.4",
                              "255.0.10.199",
                              "::1",
                              "2001:db8::",
                              "::ffff:9.8.7.6",
                              "1:2:3:4:5:6:7:8",
                              "fe80::1%eth0",
                              "12:34:56",
                              "dead",
                              "a",
                              "x",
                              "abcde",
                              "_",
                              "0",
                              "1.",
                              ".2",
                              "256",
                              ".",
                              ".",
                              ":",
                              ":",
                              "::",
                              " ",
                              " ",
                              "-",
                              "/",
                              "%",
                              "[",
                              "]",
                              "1",
                              "25",
                              "f:",
                              ":e",
                              "\xff"};
  std::mt19937 random(1);
  for (int i = 0; i < 30'000; ++i) {
    std::string text;
    for (auto left = 1 + random() % 24; left > 0; --left) text += pieces[random() % pieces.size()];
    expect_as_naive(text);
    if (HasFatalFailure()) return;
  }
}

TEST(AddressScanner, FindsWhatTheDefinitionFindsInHeapsOfTheirBytes) {
  constexpr std::string_view bytes("0123456789abcdef.:.:.:.: x_\0", 28);
  std::mt19937 random(2);
  for (int i = 0; i < 30'000; ++i) {
    std::string text(1 + random() % 150, '\0');
    // Few kinds of bytes in a text, so that chains become long.
    const std::size_t kinds = 2 + random() % (bytes.size() - 2);
    const std::size_t first = random() % bytes.size();
    for (char& c : text) c = bytes[(first + random() % kinds) % bytes.size()];
    expect_as_naive(text);
    if (HasFatalFailure()) return;
  }
}

TEST(AddressScanner, ContinuesAtTheOffsetOfSkipTo) {
  const std::string text =
      "1.2.3.4 5.6.7.8 and so on, for more than a block of bytes that are looked at: ::1 ::2";
  AddressScanner scanner(text);
  scanner.skip_to(8);
  EXPECT_EQ(scanner.next()->offset, 8U);
  scanner.skip_to(0);
  EXPECT_EQ(scanner.next()->address, IpAddress::v6(0, 1));
  scanner.skip_to(text.size());
  EXPECT_FALSE(scanner.next());
  EXPECT_FALSE(scanner.next());
}

TEST(AddressScanner, IsQuickWithLongChains) {
  for (const std::string unit : {":", "a:", "::1:x", "1.", "1.2.3.4:", "ffff", "1:2:3:", "::1.", "a.b:c::"}) {
    std::string text;
    while (text.size() < 100'000) text += unit;
    expect_as_naive(text);
  }
}

}  // namespace
}  // namespace netkit
