// SPDX-License-Identifier: MIT
#include <netkit/addr/endpoint.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace netkit {
namespace {

using std::string_view_literals::operator""sv;

IpLiteral literal(std::string_view address, std::string zone = {}) {
  return {IpAddress::parse(address).value(), std::move(zone)};
}

TEST(Host, IsAnAddress) {
  EXPECT_EQ(parse_host("127.0.0.1"), Host(literal("127.0.0.1")));
  EXPECT_EQ(parse_host("::1"), Host(literal("::1")));
  EXPECT_EQ(parse_host("::FFFF:1.2.3.4"), Host(literal("::ffff:1.2.3.4")));
}

TEST(Host, MayHaveAZoneIfItIsAnIpv6Address) {
  EXPECT_EQ(parse_host("fe80::1%eth0"), Host(literal("fe80::1", "eth0")));
  EXPECT_EQ(parse_host("fe80::1%2"), Host(literal("fe80::1", "2")));
  EXPECT_EQ(parse_host("fe80::1%br-lan_0.1:2"), Host(literal("fe80::1", "br-lan_0.1:2")));
  for (const auto text : {"fe80::1%"sv, "127.0.0.1%lo"sv, "fe80::1%a b"sv, "fe80::1%a%b"sv, "fe80::1%a\0"sv,
                          "fe80::1%a/b"sv, "localhost%lo"sv, "%lo"sv}) {
    EXPECT_FALSE(parse_host(text)) << text;
  }
}

TEST(Host, MayHaveBracketsIfItIsAnIpv6Address) {
  EXPECT_EQ(parse_host("[::1]"), Host(literal("::1")));
  EXPECT_EQ(parse_host("[fe80::1%eth0]"), Host(literal("fe80::1", "eth0")));
  for (const auto text : {"[127.0.0.1]", "[localhost]", "[]", "[", "]", "[::1", "::1]", "[[::1]]", "[::1] ",
                          "[ ::1]", "[fe80::1]%eth0", "[::1%]"}) {
    EXPECT_FALSE(parse_host(text)) << text;
  }
}

TEST(Host, IsAName) {
  const std::vector<std::string> names{"localhost",
                                       "example.com",
                                       "example.com.",
                                       "a",
                                       "A-b_c",
                                       "_sip._tcp.example",
                                       "1.example",
                                       "0x7f.example",
                                       "127.1.x",
                                       "xn--bcher-kva.example",
                                       "3com",
                                       "0xg",
                                       "a.b-",
                                       "x0x1",
                                       std::string(63, 'a'),
                                       std::string(63, 'a') + '.' + std::string(63, 'b') + '.' +
                                           std::string(63, 'c') + '.' + std::string(61, 'd'),
                                       std::string(63, 'a') + '.' + std::string(63, 'b') + '.' +
                                           std::string(63, 'c') + '.' + std::string(61, 'd') + '.'};
  for (const std::string& name : names) EXPECT_EQ(parse_host(name), Host(name)) << name;
}

TEST(Host, IsNoNameThatInetAtonWouldReadAsAnAddress) {
  for (const auto text :
       {"127.1", "256.1.1.1", "0x7f.1", "0x7f000001", "2130706433", "0177.0.0.1", "1", "0", "127.0x1",
        "1.2.3.4.", "127.1.", "0x", "a.0X1F", "a.1", "1.2.3.4.5", "01.2.3.4", "example.0x"}) {
    EXPECT_FALSE(parse_host(text)) << text;
  }
}

TEST(Host, IsNoOtherText) {
  for (const auto text : {""sv,
                          "."sv,
                          ".."sv,
                          "a..b"sv,
                          ".a"sv,
                          "a.."sv,
                          " a"sv,
                          "a "sv,
                          "a b"sv,
                          "a\n"sv,
                          "a\0"sv,
                          "\0"sv,
                          "a/b"sv,
                          "user@host"sv,
                          "a:80"sv,
                          "http://a"sv,
                          "b\xfc"
                          "cher.example"sv,
                          "\xe3\x80\x82"sv,
                          "a,b"sv,
                          "*"sv,
                          "a%b"sv}) {
    EXPECT_FALSE(parse_host(text)) << testing::PrintToString(text);
  }
  EXPECT_FALSE(parse_host(std::string(64, 'a')));
  std::string long_name;
  while (long_name.size() < 252) long_name += "a.";
  EXPECT_TRUE(parse_host(long_name + 'a'));
  EXPECT_TRUE(parse_host(long_name + "a."));
  EXPECT_FALSE(parse_host(long_name + "aa"));
}

TEST(Host, IsMadeFromTextAsALiteralOrElseAName) {
  EXPECT_EQ(*Host("127.0.0.1").literal(), literal("127.0.0.1"));
  EXPECT_EQ(*Host("[fe80::1%eth0]").literal(), literal("fe80::1", "eth0"));
  for (const char* text : {"localhost", "127.1", "::1::", "[::1", "a b", ""}) {
    EXPECT_EQ(Host(text).literal(), nullptr) << text;
    EXPECT_EQ(*Host(text).name(), text);
  }
}

TEST(Host, IsWrittenCanonically) {
  for (const auto& [typed, text] :
       std::vector<std::pair<std::string_view, std::string_view>>{{"127.0.0.1", "127.0.0.1"},
                                                                  {"[0:0::1]", "::1"},
                                                                  {"FE80::1%Eth0", "fe80::1%Eth0"},
                                                                  {"::ffff:102:304", "::ffff:1.2.3.4"},
                                                                  {"Example.COM.", "Example.COM."}}) {
    EXPECT_EQ(host_text(parse_host(typed).value()), text);
  }
}

TEST(PortOrService, IsAPort) {
  EXPECT_EQ(parse_port_or_service("0"), PortOrService(std::uint16_t{0}));
  EXPECT_EQ(parse_port_or_service("080"), PortOrService(std::uint16_t{80}));
  EXPECT_EQ(parse_port_or_service("65535"), PortOrService(std::uint16_t{65535}));
}

TEST(PortOrService, IsAServiceNameWhetherItExistsOrNot) {
  for (const std::string name :
       {"http", "a", "80abc", "iso-tsap", "3com-tsmux", "x11", "HTTP", "0x50", "8e1", "exactly15-bytes"}) {
    EXPECT_EQ(parse_port_or_service(name), PortOrService(name)) << name;
  }
}

TEST(PortOrService, IsNothingElse) {
  for (const auto text : {""sv,          "-5"sv,
                          "+80"sv,       "80.5"sv,
                          "65536"sv,     "99999999999999999999"sv,
                          " 80"sv,       "80 "sv,
                          "-"sv,         "1-2"sv,
                          "-a"sv,        "a-"sv,
                          "a--b"sv,      "a_b"sv,
                          "whois++"sv,   "sixteen-bytes-xx"sv,
                          "http\0"sv,    "ht tp"sv,
                          "h\xc3\xa9"sv, "http\n"sv}) {
    EXPECT_FALSE(parse_port_or_service(text)) << testing::PrintToString(text);
  }
}

struct Row {
  std::string_view text;
  Host host;
  PortOrService port;
};

TEST(HostPort, HasBoth) {
  const std::uint16_t port = 80;
  for (const Row& row : std::vector<Row>{{"localhost:80", "localhost", port},
                                         {"127.0.0.1:80", literal("127.0.0.1"), port},
                                         {"[::1]:80", literal("::1"), port},
                                         {"[fe80::1%eth0]:80", literal("fe80::1", "eth0"), port},
                                         {"[fe80::1%a:b]:80", literal("fe80::1", "a:b"), port},
                                         {"example.com.:http", "example.com.", "http"},
                                         {"[::1]:http", literal("::1"), "http"}}) {
    const auto endpoint = parse_host_port(row.text);
    ASSERT_TRUE(endpoint) << row.text;
    EXPECT_EQ(endpoint->host, row.host) << row.text;
    EXPECT_EQ(endpoint->port, row.port) << row.text;
  }
}

TEST(HostPort, IsNothingLess) {
  for (const auto text : {"",           ":",         "localhost", "localhost:",      ":80",    "80",
                          "::1",        "::1:80",    "1:2:80",    "[::1]",           "[::1]:", "[::1]80",
                          "[::1:80",    "::1]:80",   "[]:80",     "[1.2.3.4]:80",    "[a]:80", "a:65536",
                          "a:-5",       "a:+80",     "127.1:80",  "a b:80",          "a::80",  "a:80:90",
                          "[::1]::80",  "[::1]x:80", "x[::1]:80", "fe80::1%eth0:80", "a:80 ",  " a:80",
                          "[[::1]]:80", "a.1:80"}) {
    EXPECT_FALSE(parse_host_port(text)) << text;
  }
}

struct Fault {
  std::string text;
  ParseError error;
};

TEST(HostPort, SaysWhereItsFaultIs) {
  using enum ParseProblem;
  const std::string label(64, 'a');
  for (const Fault& fault : std::vector<Fault>{{"", {0, incomplete}},
                                               {"localhost", {9, incomplete}},
                                               {"localhost:", {10, incomplete}},
                                               {":80", {0, incomplete}},
                                               {"a b:80", {1, unexpected}},
                                               {"a..b:80", {2, unexpected}},
                                               {label + ":80", {63, label_too_long}},
                                               {"::1:80", {0, no_brackets}},
                                               {"[::1:80", {4, incomplete}},
                                               {"[::g]:80", {3, unexpected}},
                                               {"[::1%]:80", {5, incomplete}},
                                               {"[::1%a b]:80", {6, unexpected}},
                                               {"[1.2.3.4]:80", {1, unexpected}},
                                               {"256.1.1.1:80", {0, octet_too_large}},
                                               {"127.1:80", {5, incomplete}},
                                               {"127.0.0.1%lo:80", {9, zone}},
                                               {"a:65536", {2, port_too_large}},
                                               {"a:ht tp", {4, unexpected}},
                                               {"a:-http", {2, unexpected}},
                                               {"a:ht--tp", {5, unexpected}},
                                               {"a:http-", {6, unexpected}},
                                               {"a:80-90", {4, unexpected}},
                                               {"a:sixteen-letters-", {17, name_too_long}}}) {
    const auto endpoint = parse_host_port(fault.text);
    ASSERT_FALSE(endpoint) << fault.text;
    EXPECT_EQ(endpoint.error().problem, fault.error.problem) << fault.text;
    EXPECT_EQ(endpoint.error().offset, fault.error.offset) << fault.text;
  }
}

TEST(Host, ThatIsTooLongSaysSo) {
  std::string name;
  while (name.size() <= 253) name += "abcdefghi.";
  EXPECT_EQ(parse_host(name + "a").error(), (ParseError{253, ParseProblem::name_too_long}));
}

}  // namespace
}  // namespace netkit
