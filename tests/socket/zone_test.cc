// SPDX-License-Identifier: MIT
#include <netkit/socket/zone.h>

#include <gtest/gtest.h>
#include <net/if.h>
#include <netkit/base/net_errc.h>

namespace netkit::test {
namespace {

const SocketAddress link_local{*IpAddress::parse("fe80::1"), 80};

SocketAddress in_scope(std::uint32_t scope_id) {
  return {link_local.address, link_local.port, scope_id};
}

TEST(Zone, IsANumberOrTheNameOfAnInterface) {
  EXPECT_EQ(scope_id_of("7"), 7U);
  EXPECT_EQ(scope_id_of("lo"), ::if_nametoindex("lo"));
  for (const char* zone : {"", "0", "7x", "4294967296", "no such interface"}) {
    EXPECT_FALSE(scope_id_of(zone)) << zone;
  }
}

TEST(ResolvedLiteral, HasTheScopeIdOfItsZone) {
  EXPECT_EQ(**resolve_literal("fe80::1%7", 80), in_scope(7));
  EXPECT_EQ(**resolve_literal("fe80::1%lo", 80), in_scope(::if_nametoindex("lo")));
  EXPECT_EQ(**resolve_literal("fe80::1", 80), link_local);
}

TEST(TextOfASocketAddress, HasTheZone) {
  const std::uint32_t lo = ::if_nametoindex("lo");
  EXPECT_EQ(host_text(in_scope(lo)), "fe80::1%lo");
  EXPECT_EQ(endpoint_text(in_scope(lo)), "[fe80::1%lo]:80");
  EXPECT_EQ(net_text(in_scope(lo)), "fe80::1%lo:80");
  EXPECT_EQ(host_text(in_scope(4'000'000'000)), "fe80::1%4000000000") << "no interface has this number";
  EXPECT_EQ(endpoint_text({IpAddress::v4(0x7f00'0001), 80}), "127.0.0.1:80");
  EXPECT_EQ(net_text({IpAddress::v4(0x7f00'0001), 80}), "127.0.0.1:80");
  EXPECT_EQ(net_text({IpAddress::v6(0, 1), 0}), "::1");
  EXPECT_EQ(**resolve_literal(host_text(in_scope(lo)), 80), in_scope(lo)) << "and is read back";
}

TEST(AddressOfALink, NeedsAZone) {
  for (const char* text : {"fe80::1", "febf::1", "ff02::1", "ff01::1", "ff12::1"}) {
    EXPECT_TRUE(needs_zone(*IpAddress::parse(text))) << text;
  }
  for (const char* text : {"::1", "fec0::1", "ff05::1", "169.254.0.1", "::ffff:169.254.0.1", "2001:db8::1"}) {
    EXPECT_FALSE(needs_zone(*IpAddress::parse(text))) << text;
  }
}

TEST(ResolvedLiteral, IsNothingForAName) {
  EXPECT_EQ(resolve_literal("localhost", 80).value(), std::nullopt);
  EXPECT_EQ(resolve_literal("", 80).value(), std::nullopt);
}

TEST(ResolvedLiteral, IsAnErrorForAZoneThatIsNoInterface) {
  const auto result = resolve_literal("fe80::1%no-such-one", 80);
  EXPECT_EQ(result.error().code, NetErrc::invalid_arg_value);
  EXPECT_EQ(result.error().message, "No network interface 'no-such-one'");
}

}  // namespace
}  // namespace netkit::test
