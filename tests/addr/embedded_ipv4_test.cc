// SPDX-License-Identifier: MIT
#include <netkit/addr/embedded_ipv4.h>

#include <gtest/gtest.h>
#include <netkit/addr/special_purpose.h>

#include <string_view>
#include <vector>

namespace netkit {
namespace {

IpAddress ip(std::string_view text) {
  return IpAddress::parse(text).value();
}

struct Row {
  std::string_view text, form, v4;
};

TEST(EmbeddedIpv4, IsFoundWhereEachFormKeepsIt) {
  for (const Row& row : std::vector<Row>{{"::ffff:10.1.2.3", "v4-mapped", "10.1.2.3"},
                                         {"::10.1.2.3", "v4-compatible", "10.1.2.3"},
                                         {"::2", "v4-compatible", "0.0.0.2"},
                                         {"64:ff9b::10.1.2.3", "nat64", "10.1.2.3"},
                                         {"64:ff9b:1:a01:2:300::", "nat64-local", "10.1.2.3"},
                                         {"64:ff9b:1:c000:2:2100::", "nat64-local", "192.0.2.33"},
                                         {"64:ff9b:1::10.1.2.3", "nat64-local", "10.1.2.3"},
                                         {"64:ff9b:1:fffe::10.1.2.3", "nat64-local", "10.1.2.3"},
                                         {"2002:a01:203::1", "6to4", "10.1.2.3"},
                                         {"2001:0:4136:e378:8000:63bf:3fff:fdd2", "teredo", "192.0.2.45"},
                                         {"2001::f5fe:fdfc", "teredo", "10.1.2.3"},
                                         {"fe80::5efe:10.1.2.3", "isatap", "10.1.2.3"},
                                         {"2001:db8::200:5efe:10.1.2.3", "isatap", "10.1.2.3"}}) {
    const auto embedded = embedded_ipv4(ip(row.text));
    ASSERT_TRUE(embedded) << row.text;
    EXPECT_EQ(form_name(embedded->form), row.form) << row.text;
    EXPECT_EQ(embedded->address, ip(row.v4)) << row.text;
  }
}

TEST(EmbeddedIpv4, IsNowhereElse) {
  for (const auto* const text :
       {"10.1.2.3", "::", "::1", "::1:0:0", "::ffff:0:10.1.2.3", "::fffe:10.1.2.3", "64:ff9b:0:0:0:1::",
        "64:ff9b:2::10.1.2.3", "2003:a01:203::", "2001:1::f5fe:fdfc", "fe80::5eff:10.1.2.3",
        "fe80::300:5efe:10.1.2.3", "fe80::1:0:5efe:a01", "ff02::5efe:10.1.2.3", "2606:4700::1111"}) {
    EXPECT_FALSE(embedded_ipv4(ip(text))) << text;
  }
}

TEST(IsGloballyReachable, GoesByTheIpv4AddressOnTheWay) {
  for (const auto* const text : {"8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1",
                                 "2001::f7f7:f7f7", "2606:4700::1111", "2606:4700::5efe:8.8.8.8", "192.0.0.9",
                                 "2001:1::1", "2001:20::1", "192.88.98.1"}) {
    EXPECT_TRUE(is_globally_reachable(ip(text))) << text;
  }
  for (const auto* const text :
       {"127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::8.8.8.8",
        "64:ff9b::127.0.0.1", "64:ff9b:1::8.8.8.8",
        "64:ff9b:1:808:8:800::", "2002:7f00:1::", "2002:a9fe:a9fe::", "2001::80ff:fffe",
        "2606:4700::5efe:10.0.0.1", "fe80::5efe:8.8.8.8", "fd00::5efe:8.8.8.8"}) {
    EXPECT_FALSE(is_globally_reachable(ip(text))) << text;
  }
}

TEST(IsGloballyReachable, IsNothingThatIanaDoesNotCallSo) {
  for (const auto* const text : {"0.0.0.0",    "10.0.0.1",  "100.64.0.1",  "169.254.169.254", "172.31.0.1",
                                 "192.0.0.8",  "192.0.2.1", "192.88.99.1", "192.168.0.1",     "198.19.0.1",
                                 "224.0.0.1",  "239.1.1.1", "240.0.0.1",   "255.255.255.255", "::",
                                 "::1",        "100::1",    "2001:2::1",   "2001:10::1",      "2001:db8::1",
                                 "3fff::1",    "5f00::1",   "fc00::1",     "fd00::1",         "fe80::1",
                                 "fec0::1",    "ff0e::1",   "ff02::1",     "4000::1",         "100:0:0:1::1",
                                 "2001:1ff::1"}) {
    EXPECT_FALSE(is_globally_reachable(ip(text))) << text;
  }
}

}  // namespace
}  // namespace netkit
