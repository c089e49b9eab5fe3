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
