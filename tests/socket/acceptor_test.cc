// SPDX-License-Identifier: MIT
#include <netkit/socket/acceptor.h>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/zone.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "support/io_fixtures.h"
#include "support/raw_socket.h"
#include "support/recorder.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

class AcceptorTest : public testing::Test {
 protected:
  void listen(const AcceptorOptions& options = {}) {
    auto bound = BoundSocket::tcp(address("127.0.0.1"), {});
    server_ = std::move(*Acceptor::listen(loop_, std::move(*bound), options, accepted_));
    where_ = where_of(*server_->address());
  }
  bool until_accepted(std::size_t count) {
    return run_until(loop_, [&] { return accepted_.sockets.size() >= count; });
  }
  bool until_dropped(std::size_t count) {
    return run_until(loop_, [&] { return accepted_.dropped.size() >= count; });
  }

  Loop loop_;
  Accepted accepted_;
  std::unique_ptr<Acceptor> server_;
  Where where_;
};

TEST_F(AcceptorTest, SharesItsAddressWithSocketsOfItsOwnOnly) {
  listen();
  auto beside = server_->socket_beside({});
  ASSERT_TRUE(beside);
  EXPECT_EQ(beside->address(), server_->address());
  Accepted accepted_too;
  const auto other = Acceptor::listen(loop_, std::move(*beside), {}, accepted_too);
  ASSERT_TRUE(other);
  const auto stranger = BoundSocket::tcp(*server_->address(), {});
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().code, std::errc::address_in_use);
  std::vector<UniqueFd> clients;
  for (int i = 0; i < 64; ++i) clients.push_back(connect_to(where_));
  EXPECT_TRUE(run_until(
      loop_, [&] { return accepted_.sockets.size() + accepted_too.sockets.size() == clients.size(); }));
  EXPECT_FALSE(accepted_.sockets.empty());
  EXPECT_FALSE(accepted_too.sockets.empty());
}

TEST_F(AcceptorTest, AcceptsConnections) {
  listen();
  const UniqueFd one = connect_to(where_), other = connect_to(where_);
  EXPECT_TRUE(until_accepted(2));
  EXPECT_EQ(accepted_.gate().connections(), 2U);
  EXPECT_EQ(accepted_.sockets[0]->local_address(), server_->address());
  Recorder heard;
  accepted_.sockets[0]->start(heard);
  write_all(one.get(), "bytes");
  EXPECT_TRUE(run_until(loop_, [&] { return heard.received == "bytes"; }));
}

TEST_F(AcceptorTest, KnowsThePortThatTheSystemChose) {
  listen();
  ASSERT_TRUE(server_->address());
  EXPECT_NE(server_->address()->port, 0);
  EXPECT_FALSE(server_->path());
}

TEST_F(AcceptorTest, CountsAConnectionUntilItIsClosed) {
  listen();
  const UniqueFd one = connect_to(where_), other = connect_to(where_);
  EXPECT_TRUE(until_accepted(2));
  accepted_.sockets.pop_back();
  EXPECT_TRUE(run_until(loop_, [&] { return accepted_.gate().connections() == 1; }));
  accepted_.sockets.clear();
  EXPECT_TRUE(run_until(loop_, [&] { return accepted_.gate().connections() == 0; }));
}

TEST_F(AcceptorTest, DropsConnectionsOverTheLimitAndReportsTheirAddresses) {
  accepted_.gate().set_limits({.max_connections = 1});
  listen();
  const UniqueFd one = connect_to(where_), other = connect_to(where_);
  EXPECT_TRUE(until_dropped(1));
  EXPECT_EQ(accepted_.sockets.size(), 1U);
  EXPECT_EQ(accepted_.gate().connections(), 1U);
  EXPECT_EQ(accepted_.dropped[0].reason, Dropped::Reason::max_connections);
  EXPECT_EQ(accepted_.dropped[0].local, server_->address());
  ASSERT_TRUE(accepted_.dropped[0].remote);
  EXPECT_EQ(accepted_.dropped[0].remote->address.to_string(), "127.0.0.1");
  EXPECT_NE(accepted_.dropped[0].remote->port, 0);
  EXPECT_EQ(read_while_running(loop_, other.get()), "");
}

TEST_F(AcceptorTest, HasRoomAgainOnceAConnectionIsClosed) {
  accepted_.gate().set_limits({.max_connections = 1});
  listen();
  const UniqueFd one = connect_to(where_);
  EXPECT_TRUE(until_accepted(1));
  accepted_.sockets.clear();
  EXPECT_TRUE(run_until(loop_, [&] { return accepted_.gate().connections() == 0; }));
  const UniqueFd other = connect_to(where_);
  EXPECT_TRUE(until_accepted(1));
  EXPECT_TRUE(accepted_.dropped.empty());
}

TEST_F(AcceptorTest, DropsEverybodyIfNoneIsAllowed) {
  accepted_.gate().set_limits({.max_connections = 0});
  listen();
  const UniqueFd one = connect_to(where_), other = connect_to(where_);
  EXPECT_TRUE(until_dropped(2));
  EXPECT_TRUE(accepted_.sockets.empty());
  EXPECT_EQ(read_while_running(loop_, one.get()), "");
}

TEST_F(AcceptorTest, LeavesItsConnectionsAliveWhenItIsDestroyed) {
  listen();
  const UniqueFd one = connect_to(where_);
  EXPECT_TRUE(until_accepted(1));
  server_.reset();
  EXPECT_EQ(connect_error(where_), ECONNREFUSED);
  Recorder heard;
  accepted_.sockets[0]->start(heard);
  write_all(one.get(), "bytes");
  EXPECT_TRUE(run_until(loop_, [&] { return heard.received == "bytes"; }));
}

TEST_F(AcceptorTest, MayBeDestroyedInOnConnection) {
  listen();
  const UniqueFd one = connect_to(where_), other = connect_to(where_);
  accepted_.then = [&] { server_.reset(); };
  EXPECT_TRUE(until_accepted(1));
  run_for(loop_, Duration(20));
  EXPECT_EQ(accepted_.sockets.size(), 1U);
}

TEST_F(AcceptorTest, GivesAConnectionThatMayBeDestroyedImmediately) {
  listen();
  const UniqueFd one = connect_to(where_);
  int calls = 0;
  accepted_.then = [&] {
    ++calls;
    accepted_.sockets.clear();
  };
  EXPECT_EQ(read_while_running(loop_, one.get()), "");
  EXPECT_EQ(calls, 1);
}

TEST_F(AcceptorTest, ListensWithTheBacklogItIsGiven) {
  AcceptorOptions options;
  options.backlog = 3;
  listen(options);
  // State, what waits (Recv-Q), the most that may (Send-Q).
  const std::string port = std::to_string(where_.port);
  FILE* ss = ::popen(("ss -Hltn sport = :" + port + " 2>/dev/null").c_str(), "r");
  ASSERT_NE(ss, nullptr);
  char state[32];
  int waiting = -1, most = -1;
  const int found = std::fscanf(ss, "%31s %d %d", state, &waiting, &most);
  ::pclose(ss);
  if (found != 3) GTEST_SKIP() << "no ss";
  EXPECT_EQ(most, 3);
}

TEST_F(AcceptorTest, SaysThatTheAddressIsInUse) {
  listen();
  const SocketAddress taken = *server_->address();
  auto bound = BoundSocket::tcp(taken, {});
  if (bound) {
    // bind(2) lets two sockets share an address as long as neither listens.
    auto second = Acceptor::listen(loop_, std::move(*bound), {}, accepted_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().message, "listen EADDRINUSE: address already in use " + net_text(taken));
  } else {
    EXPECT_EQ(bound.error().message, "listen EADDRINUSE: address already in use " + net_text(taken));
  }
}

TEST_F(AcceptorTest, ReportsFromListenThatTheAddressIsInUse) {
  auto first = BoundSocket::tcp(address("127.0.0.1"), {});
  auto second = BoundSocket::tcp(*first->address(), {});
  ASSERT_TRUE(second) << "neither listens yet";
  const SocketAddress taken = *first->address();
  server_ = std::move(*Acceptor::listen(loop_, std::move(*first), {}, accepted_));
  auto late = Acceptor::listen(loop_, std::move(*second), {}, accepted_);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, std::errc::address_in_use);
  EXPECT_EQ(late.error().message, "listen EADDRINUSE: address already in use " + net_text(taken));
  EXPECT_EQ(late.error().address, "127.0.0.1");
  EXPECT_EQ(late.error().port, taken.port);
}

TEST_F(AcceptorTest, RemovesItsSocketFile) {
  const TempDir folder;
  const IpcPath path = ipc_path(folder / "socket");
  server_ = std::move(*Acceptor::listen(loop_, std::move(*BoundSocket::ipc(path, {})), {}, accepted_));
  EXPECT_EQ(server_->path(), path);
  EXPECT_FALSE(server_->address());
  const UniqueFd one = connect_to(where_of(path));
  EXPECT_TRUE(until_accepted(1));
  EXPECT_FALSE(accepted_.sockets[0]->local_address());
  server_.reset();
  EXPECT_EQ(connect_error(where_of(path)), ENOENT);
}

TEST_F(AcceptorTest, DropsPeersOfASocketFileWithoutNames) {
  accepted_.gate().set_limits({.max_connections = 0});
  const IpcPath path = ipc_path("@" + unused_name());
  server_ = std::move(*Acceptor::listen(loop_, std::move(*BoundSocket::ipc(path, {})), {}, accepted_));
  const UniqueFd one = connect_to(where_of(path));
  EXPECT_TRUE(until_dropped(1));
  EXPECT_FALSE(accepted_.dropped[0].local);
  EXPECT_FALSE(accepted_.dropped[0].remote);
}

/// In a child: what lowers the hard limit cannot be undone but by root.
void run_short_of_descriptors() {
  Loop loop;
  Accepted accepted;
  const auto most = static_cast<rlim_t>(*open_descriptors().rbegin() + 40);
  const rlimit few{most, most};
  if (::setrlimit(RLIMIT_NOFILE, &few) != 0) std::_Exit(2);
  auto bound = BoundSocket::tcp(address("127.0.0.1"), {});
  auto server = std::move(*Acceptor::listen(loop, std::move(*bound), {}, accepted));
  const Where where = where_of(*server->address());
  std::vector<UniqueFd> peers;
  run_until(loop, [&] {
    if (!accepted.dropped.empty()) return true;
    if (peers.size() < most) peers.push_back(connect_to(where));
    return false;
  });
  const bool told = !accepted.dropped.empty() && accepted.errors.empty() &&
                    accepted.dropped[0].reason == Dropped::Reason::descriptors;
  const UniqueFd still_there(::open("/dev/null", O_RDONLY));
  std::_Exit(told && still_there && !accepted.sockets.empty() ? 0 : 1);
}

TEST(ServerDeathTest, DropsAndReportsConnectionsThatWouldTakeTheLastDescriptors) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(run_short_of_descriptors(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace netkit::test
