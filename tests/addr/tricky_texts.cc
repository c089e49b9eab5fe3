// SPDX-License-Identifier: MIT
#include "tricky_texts.h"

#include <array>
#include <string_view>

namespace netkit::test {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array known{""sv,
                           "."sv,
                           ":"sv,
                           "::"sv,
                           ":::"sv,
                           "::::"sv,
                           "%"sv,
                           "::%"sv,
                           "::%%"sv,
                           "%::"sv,
                           "..."sv,
                           "1..."sv,
                           "...1"sv,
                           "1.2.3"sv,
                           "1.2.3."sv,
                           "1.2.3.4."sv,
                           ".1.2.3.4"sv,
                           "1.2..3"sv,
                           "1.2.3.4.5"sv,
                           "1.2.3.4/32"sv,
                           "1.2.3.4:80"sv,
                           "127.1"sv,
                           "127.0.1"sv,
                           "2130706433"sv,
                           "0x7f000001"sv,
                           "0x7f.0.0.1"sv,
                           "0177.0.0.1"sv,
                           "017700000001"sv,
                           "127.0.0.1\n"sv,
                           "127.0.0.1\r\n"sv,
                           " 127.0.0.1"sv,
                           "127.0.0.1 "sv,
                           "127.0.0.1\0"sv,
                           "127.0.0.1\0.example"sv,
                           "::1\n"sv,
                           "::1\0"sv,
                           "\0::1"sv,
                           "::\0001"sv,
                           "::1 "sv,
                           "::1\t"sv,
                           "::1\v"sv,
                           "::1\xc2\xa0"sv,
                           "\xef\xbb\xbf::1"sv,
                           "\xef\xbc\x91.2.3.4"sv,
                           "\xd9\xa1.2.3.4"sv,
                           "::\xef\xbc\x91"sv,
                           "1\xe3\x80\x82"
                           "2.3.4"sv,
                           "[::1]"sv,
                           "[::1]:80"sv,
                           "[::1"sv,
                           "::1]"sv,
                           "::1:"sv,
                           ":1"sv,
                           "1:"sv,
                           ":1::"sv,
                           "::1::"sv,
                           "1:::2"sv,
                           "::ffff:1.2.3.4"sv,
                           "::ffff:01.2.3.4"sv,
                           "::ffff:1.2.3.256"sv,
                           "::ffff:1.2.3"sv,
                           "::ffff:1.2.3.4:1"sv,
                           "::ffff:1.2.3.4."sv,
                           "::1.2.3.4:"sv,
                           "1.2.3.4::"sv,
                           "1.2.3.4:1::"sv,
                           "::1.2.3.4::"sv,
                           "::.1.2.3.4"sv,
                           "::1.2.3.4%eth0"sv,
                           "1.2.3.4%eth0"sv,
                           "fe80::1%eth0"sv,
                           "fe80::1%"sv,
                           "fe80::1%eth_0"sv,
                           "fe80::1%eth 0"sv,
                           "fe80::1%25eth0"sv,
                           "fe80::1%eth0%eth1"sv,
                           "fe80::1%eth0/64"sv,
                           "fe80::1%\xc3\xa9"sv,
                           "fe80::1%\0"sv,
                           "fe80::1%-"sv,
                           "fe80::1%."sv,
                           "fe80::1%:"sv,
                           "fe80%eth0"sv,
                           "::g"sv,
                           "::G"sv,
                           "::0x1"sv,
                           "::+1"sv,
                           "::-1"sv,
                           "::00001"sv,
                           "00001::"sv,
                           "::1e5"sv,
                           "1e5::"sv,
                           "::ffffg"sv,
                           "fffff::"sv,
                           "::1,::2"sv,
                           "::1-::2"sv,
                           "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255"sv,
                           "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255%z"sv,
                           "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.2555"sv,
                           "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"sv,
                           "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffff"sv,
                           "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff:"sv,
                           "localhost"sv,
                           "dead.beef"sv,
                           "a.b.c.d"sv,
                           "1.2.3.a"sv,
                           "+1.2.3.4"sv,
                           "1.2.3.-4"sv,
                           "1.2.3.1e1"sv};

void add_octets(std::vector<std::string>& texts) {
  std::vector<std::string> octets;
  for (int value = 0; value < 1000; ++value) octets.push_back(std::to_string(value));
  for (const std::string_view other :
       {"", "00", "01", "000", "001", "010", "099", "0255", "1000", "2550", "a"}) {
    octets.emplace_back(other);
  }
  for (const std::string& octet : octets) {
    for (const std::string& text :
         {octet + ".2.3.4", "1." + octet + ".3.4", "1.2." + octet + ".4", "1.2.3." + octet}) {
      texts.push_back(text);
      texts.push_back("::" + text);
    }
  }
}

void add_groups(std::vector<std::string>& texts) {
  for (const std::string_view group : {"0", "ab", "FFFF", "00000"}) {
    for (std::size_t count = 0; count <= 9; ++count) {
      for (std::size_t gap = 0; gap <= count + 1; ++gap) {
        std::string text = gap == 0 ? "::" : "";
        for (std::size_t i = 0; i < count; ++i) {
          if (i > 0) text += i == gap ? "::" : ":";
          text += group;
        }
        if (count > 0 && gap == count) text += "::";
        for (const std::string_view end :
             {"", ":", ":1.2.3.4", "1.2.3.4", ":1.2.3.04", "%a", "%", ":1.2.3.4%a-.:Z"}) {
          texts.push_back(text + std::string(end));
        }
      }
    }
  }
}

/// Every byte there is, in the middle of an address, at its ends and in a zone.
void add_bytes(std::vector<std::string>& texts) {
  for (int value = 0; value < 256; ++value) {
    const std::string byte(1, static_cast<char>(value));
    for (const std::string_view before :
         {"", "1", "1.2.3.", "1.2.3.4", "::", "1:2:3:4:5:6:7:", "::1%", "::1%a"}) {
      for (const std::string_view behind : {"", "1", ".2.3.4", "::1", "a"}) {
        texts.push_back(std::string(before) + byte + std::string(behind));
      }
    }
  }
}

}  // namespace

std::vector<std::string> tricky_texts() {
  std::vector<std::string> texts(known.begin(), known.end());
  add_octets(texts);
  add_groups(texts);
  add_bytes(texts);
  return texts;
}

}  // namespace netkit::test
