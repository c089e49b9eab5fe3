// SPDX-License-Identifier: MIT
#include <netkit/addr/host_name.h>

#include <gtest/gtest.h>
#include <netkit/addr/endpoint.h>

#include <utility>
#include <vector>

namespace netkit::test {
namespace {

TEST(AsciiHostName, IsWhatBrowsersLookUp) {
  const std::vector<std::pair<const char*, const char*>> names{
      {"b\u00fccher.example", "xn--bcher-kva.example"},
      {"B\u00dcCHER.Example", "xn--bcher-kva.example"},
      {"bu\u0308cher.example", "xn--bcher-kva.example"},
      {"fa\u00df.example", "xn--fa-hia.example"},  // nontransitional
      {"\u65e5\u672c\u3002example", "xn--wgv71a.example"},
      {"\uff45xample.example", "example.example"},
      {"Plain_Name.example.", "Plain_Name.example."},
      {"xn--bcher-kva.example", "xn--bcher-kva.example"},
      {"", ""},
  };
  for (const auto& [name, ascii] : names) EXPECT_EQ(ascii_host_name(name), ascii) << name;
}

const std::vector<std::string> invalid_names{
    "\u200d\u00fc.example",   // a joiner where there is nothing to join
    "\u05d0a\u00fc.example",  // both directions in one label
    "-\u00fc.example",        // a hyphen in front
    "xn--\u00fc.example",     // already converted, as it says
    "b\xfc"
    "cher.example",                       // Latin-1
    "\xc3.example",                       // half a character
    std::string("\u00fc\0.example", 11),  // a NUL
};

TEST(AsciiHostName, IsNothingForAnInvalidName) {
  for (const std::string& name : invalid_names) EXPECT_EQ(ascii_host_name(name), std::nullopt) << name;
}

TEST(Host, MayBeAnInternationalName) {
  const std::string name = "b\u00fccher.example";
  const auto host = parse_host(name);
  ASSERT_TRUE(host);
  EXPECT_EQ(*host->name(), name) << "as it was written";
  EXPECT_TRUE(parse_host_port(name + ":80"));
  for (const std::string& invalid : invalid_names) EXPECT_FALSE(parse_host(invalid)) << invalid;
  EXPECT_FALSE(parse_host("\uff11\uff12\uff17.0.0.1")) << "an address in wide digits";
  EXPECT_FALSE(parse_host("\u00fc b.example"));
  EXPECT_FALSE(parse_host("\u00fc..example"));
  EXPECT_EQ(parse_host("ab\u00fc/.example").error(), (ParseError{2, ParseProblem::unexpected}));
}

TEST(HostNameKey, IsTheSameForEqualNames) {
  EXPECT_EQ(host_name_key("Host.Example."), "host.example");
  EXPECT_EQ(host_name_key("B\u00dccher.EXAMPLE."), "xn--bcher-kva.example");
  EXPECT_EQ(host_name_key(""), "");
}

}  // namespace
}  // namespace netkit::test
