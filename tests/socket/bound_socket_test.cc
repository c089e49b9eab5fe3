// SPDX-License-Identifier: MIT
#include <netkit/socket/bound_socket.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/zone.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "support/io_fixtures.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

class BoundSocketTest : public testing::Test {
 protected:
  /// Listens; answers where. The port of `address` may be 0.
  SocketAddress listen(Result<BoundSocket> bound) {
    if (!bound) throw std::runtime_error(bound.error().message);
    auto server = Acceptor::listen(loop_, std::move(*bound), {}, accepted_);
    if (!server) throw std::runtime_error(server.error().message);
    servers_.push_back(std::move(*server));
    return servers_.back()->address().value();
  }

  Loop loop_;
  Accepted accepted_;
  std::vector<std::unique_ptr<Acceptor>> servers_;
};

TEST_F(BoundSocketTest, HasTheAddressItIsBoundTo) {
  const auto bound = BoundSocket::tcp(address("127.0.0.1"), {});
  ASSERT_TRUE(bound);
  EXPECT_EQ(bound->address()->address.to_string(), "127.0.0.1");
  EXPECT_NE(bound->address()->port, 0);
  EXPECT_FALSE(bound->path());
}

TEST_F(BoundSocketTest, DoesNotListenYet) {
  const auto bound = BoundSocket::tcp(address("127.0.0.1"), {});
  EXPECT_EQ(connect_error(where_of(*bound->address())), ECONNREFUSED);
}

TEST_F(BoundSocketTest, OfEveryAddressTakesIpv4AndIpv6) {
  const SocketAddress bound = listen(BoundSocket::every_address(0, {}));
  EXPECT_EQ(connect_error(where_of(address("127.0.0.1", bound.port))), 0);
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  EXPECT_EQ(bound.address.to_string(), "::");
  EXPECT_EQ(connect_error(where_of(address("::1", bound.port))), 0);
  EXPECT_TRUE(run_until(loop_, [&] { return accepted_.sockets.size() == 2; }));
  EXPECT_EQ(accepted_.sockets[0]->remote_address()->address.to_string(), "::ffff:127.0.0.1");
}

TEST_F(BoundSocketTest, OfEveryAddressTakesNoIpv4IfAskedNotTo) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  const SocketAddress bound = listen(BoundSocket::every_address(0, {.ipv6_only = true}));
  EXPECT_EQ(connect_error(where_of(address("127.0.0.1", bound.port))), ECONNREFUSED);
  EXPECT_EQ(connect_error(where_of(address("::1", bound.port))), 0);
}

TEST_F(BoundSocketTest, OfTheIpv6WildcardTakesIpv4WhateverTheSystemsDefaultIs) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  const SocketAddress bound = listen(BoundSocket::tcp(address("::"), {}));
  EXPECT_EQ(connect_error(where_of(address("127.0.0.1", bound.port))), 0);
}

TEST_F(BoundSocketTest, TakesIpv6OnlyOnIpv4AsNothing) {
  const SocketAddress bound = listen(BoundSocket::tcp(address("127.0.0.1"), {.ipv6_only = true}));
  EXPECT_EQ(connect_error(where_of(bound)), 0);
}

TEST_F(BoundSocketTest, SharesItsPortIfBothAskForThat) {
  const TcpBindOptions share{.reuse_port = true};
  const SocketAddress bound = listen(BoundSocket::tcp(address("127.0.0.1"), share));
  EXPECT_EQ(listen(BoundSocket::tcp(bound, share)), bound);
  EXPECT_FALSE(BoundSocket::tcp(bound, {}));
}

TEST_F(BoundSocketTest, SaysThatAnAddressIsInUse) {
  const SocketAddress taken = listen(BoundSocket::tcp(address("127.0.0.1"), {}));
  const auto bound = BoundSocket::tcp(taken, {});
  ASSERT_FALSE(bound);
  const Error& error = bound.error();
  EXPECT_EQ(error.message, "listen EADDRINUSE: address already in use " + net_text(taken));
  EXPECT_EQ(error.code, std::errc::address_in_use);
  EXPECT_EQ(error.name, "EADDRINUSE");
  EXPECT_EQ(error.syscall, "listen");
  EXPECT_EQ(error.address, "127.0.0.1");
  EXPECT_EQ(error.port, taken.port);
}

TEST_F(BoundSocketTest, OfEveryAddressSaysThatThePortIsInUse) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  const SocketAddress taken = listen(BoundSocket::every_address(0, {}));
  const auto bound = BoundSocket::every_address(taken.port, {});
  ASSERT_FALSE(bound) << "no falling back to IPv4";
  EXPECT_EQ(bound.error().message,
            "listen EADDRINUSE: address already in use :::" + std::to_string(taken.port));
}

TEST_F(BoundSocketTest, SaysThatAnAddressIsOfAnotherHost) {
  const auto bound = BoundSocket::tcp(address("192.0.2.1"), {});
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().message, "listen EADDRNOTAVAIL: address not available 192.0.2.1");
  EXPECT_FALSE(bound.error().port);
}

TEST_F(BoundSocketTest, SaysThatALowPortIsNotAllowed) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may";
  const auto bound = BoundSocket::tcp(address("127.0.0.1", 1), {});
  if (bound) GTEST_SKIP() << "this system lets everyone";
  EXPECT_EQ(bound.error().message, "listen EACCES: permission denied 127.0.0.1:1");
}

TEST_F(BoundSocketTest, GivesItsAddressBackWhenDestroyed) {
  SocketAddress was;
  {
    const auto bound = BoundSocket::tcp(address("127.0.0.1"), {});
    was = *bound->address();
  }
  EXPECT_TRUE(BoundSocket::tcp(was, {}));
}

}  // namespace
}  // namespace netkit::test
