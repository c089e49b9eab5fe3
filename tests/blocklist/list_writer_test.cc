// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/list_writer.h>

#include <gtest/gtest.h>

#include <random>

#include "heard.h"

namespace netkit::test {
namespace {

AddressSet set_of(const std::vector<std::string>& rules) {
  AddressSet::Builder builder;
  for (const std::string& rule : rules) builder.add(*parse_rule(rule));
  return builder.build();
}

std::string written(const AddressSet& set, ExportFormat format, const ExportOptions& options = {}) {
  std::string text;
  write_list(set, format, [&text](std::string_view piece) { text += piece; }, options);
  return text;
}

AddressSet read_back(const std::string& text) {
  struct Sink final : ListSink {
    void on_rule(const Rule& rule, const ListPlace&, std::string_view) override { builder.add(rule); }
    void on_fault(const ListFault& fault) override { ADD_FAILURE() << fault.what; }
    AddressSet::Builder builder;
  } sink;
  read_list_text(text, sink);
  return sink.builder.build();
}

const AddressSet& few() {
  static const AddressSet set =
      set_of({"10.0.0.0/8", "192.0.2.1", "192.0.2.4-192.0.2.6", "2001:db8::/32", "::1"});
  return set;
}

TEST(ListWriter, WritesBlocksOrRanges) {
  EXPECT_EQ(written(few(), ExportFormat::plain),
            "10.0.0.0/8\n192.0.2.1\n192.0.2.4/31\n192.0.2.6\n::1\n2001:db8::/32\n");
  EXPECT_EQ(written(few(), ExportFormat::ranges),
            "10.0.0.0-10.255.255.255\n192.0.2.1\n192.0.2.4-192.0.2.6\n::1\n"
            "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff\n");
}

TEST(ListWriter, WritesTheRulesOfNet) {
  EXPECT_EQ(written(set_of({"10.0.0.0/8", "::1"}), ExportFormat::json),
            "[\n  \"Subnet: IPv4 10.0.0.0/8\",\n  \"Address: IPv6 ::1\"\n]\n");
  EXPECT_EQ(written({}, ExportFormat::json), "[]\n");
}

TEST(ListWriter, WritesForNginxAndTcpWrappers) {
  EXPECT_EQ(written(set_of({"10.0.0.0/8", "::1"}), ExportFormat::nginx), "deny 10.0.0.0/8;\ndeny ::1;\n");
  EXPECT_EQ(written(few(), ExportFormat::hosts_deny),
            "ALL: 10.0.0.0/255.0.0.0\nALL: 192.0.2.1\nALL: 192.0.2.4/255.255.255.254\nALL: 192.0.2.6\n"
            "ALL: [::1]/128\nALL: [2001:db8::]/32\n");
  EXPECT_EQ(written(set_of({"0.0.0.0/0"}), ExportFormat::hosts_deny), "ALL: 0.0.0.0/0.0.0.0\n");
}

TEST(ListWriter, WritesForBothProgramsOfIptables) {
  EXPECT_EQ(written(set_of({"10.0.0.0/8", "::1"}), ExportFormat::iptables, {.name = "bad"}),
            "*filter\n:bad - [0:0]\n-4 -A bad -s 10.0.0.0/8 -j DROP\n-6 -A bad -s ::1 -j DROP\nCOMMIT\n");
}

TEST(ListWriter, WritesForNftInOneTransaction) {
  EXPECT_EQ(written(set_of({"10.0.0.0/8", "192.0.2.1"}), ExportFormat::nft),
            "# Rules that use the sets, for example:\n"
            "#   nft add chain inet netkit input '{ type filter hook input priority -10; }'\n"
            "#   nft add rule inet netkit input ip saddr @blocked_v4 drop\n"
            "#   nft add rule inet netkit input ip6 saddr @blocked_v6 drop\n"
            "add table inet netkit\n"
            "add set inet netkit blocked_v4 { type ipv4_addr; flags interval; }\n"
            "flush set inet netkit blocked_v4\n"
            "add element inet netkit blocked_v4 { 10.0.0.0-10.255.255.255,\n  192.0.2.1 }\n"
            "add set inet netkit blocked_v6 { type ipv6_addr; flags interval; }\n"
            "flush set inet netkit blocked_v6\n");
}

TEST(ListWriter, WritesForIpsetWithRoomForAll) {
  EXPECT_EQ(written(set_of({"0.0.0.0/0", "::1"}), ExportFormat::ipset, {.name = "bad"}),
            "create bad-v4-new hash:net family inet hashsize 1024 maxelem 4294967295 -exist\n"
            "flush bad-v4-new\nadd bad-v4-new 0.0.0.0/1\nadd bad-v4-new 128.0.0.0/1\n"
            "create bad-v4 hash:net family inet hashsize 1024 maxelem 4294967295 -exist\n"
            "swap bad-v4-new bad-v4\ndestroy bad-v4-new\n"
            "create bad-v6-new hash:net family inet6 hashsize 1024 maxelem 4294967295 -exist\n"
            "flush bad-v6-new\nadd bad-v6-new ::1\n"
            "create bad-v6 hash:net family inet6 hashsize 1024 maxelem 4294967295 -exist\n"
            "swap bad-v6-new bad-v6\ndestroy bad-v6-new\n");
}

/// Every other address of a block of so many.
AddressSet scattered(std::uint32_t count) {
  AddressSet::Builder builder;
  for (std::uint32_t i = 0; i < count; ++i) builder.add(IpAddress::v4(0x0a00'0000 + 2 * i));
  return builder.build();
}

TEST(ListWriter, GivesAnIpsetABucketForEveryFewEntries) {
  EXPECT_TRUE(written(scattered(10'000), ExportFormat::ipset).contains(" hashsize 4096 "));
}

TEST(ListWriter, KeepsTheCommandsOfNftShort) {
  const std::string text = written(scattered(10'001), ExportFormat::nft);
  EXPECT_TRUE(text.contains(" }\nadd element inet netkit blocked_v4 { 10.0.78.32 }\n"));
}

TEST(ListWriter, HandsOverPieces) {
  std::size_t largest = 0, whole = 0;
  write_list(scattered(65'537), ExportFormat::plain, [&](std::string_view piece) {
    largest = std::max(largest, piece.size());
    whole += piece.size();
  });
  EXPECT_GT(whole, 500'000U);
  EXPECT_LT(largest, 70'000U);
}

class RoundTrip : public testing::TestWithParam<ExportFormat> {};

TEST_P(RoundTrip, GivesTheSameSet) {
  EXPECT_EQ(read_back(written({}, GetParam())), AddressSet());
  EXPECT_EQ(read_back(written(few(), GetParam())), few());
  EXPECT_EQ(read_back(written(few().complement(), GetParam())), few().complement());
  std::mt19937_64 random(1);
  AddressSet::Builder builder;
  for (int i = 0; i < 500; ++i) {
    const auto v4 = IpAddress::v4(static_cast<std::uint32_t>(random()));
    builder.add(*Cidr::of(v4, static_cast<int>(8 + random() % 25)));
    builder.add(*Cidr::of(IpAddress::v6(random(), random()), static_cast<int>(16 + random() % 113)));
  }
  const AddressSet set = builder.build();
  EXPECT_EQ(read_back(written(set, GetParam())), set);
}

INSTANTIATE_TEST_SUITE_P(ListWriter, RoundTrip,
                         testing::Values(ExportFormat::plain, ExportFormat::ranges, ExportFormat::json,
                                         ExportFormat::ipset, ExportFormat::nft, ExportFormat::iptables,
                                         ExportFormat::nginx, ExportFormat::hosts_deny));

TEST(ExportFormat, HasTheNamesOfTheCommandLine) {
  EXPECT_EQ(parse_export_format("plain"), ExportFormat::plain);
  EXPECT_EQ(parse_export_format("ranges"), ExportFormat::ranges);
  EXPECT_EQ(parse_export_format("json"), ExportFormat::json);
  EXPECT_EQ(parse_export_format("ipset"), ExportFormat::ipset);
  EXPECT_EQ(parse_export_format("nft"), ExportFormat::nft);
  EXPECT_EQ(parse_export_format("iptables"), ExportFormat::iptables);
  EXPECT_EQ(parse_export_format("nginx"), ExportFormat::nginx);
  EXPECT_EQ(parse_export_format("hosts.deny"), ExportFormat::hosts_deny);
  EXPECT_EQ(parse_export_format("Plain"), std::nullopt);
  EXPECT_EQ(parse_export_format(""), std::nullopt);
}

}  // namespace
}  // namespace netkit::test
