// SPDX-License-Identifier: MIT
// Options that set socket options: read from the program's own socket, the client's and the accepted one.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "socket_of.h"
#include "support/data.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

class SocketOption : public testing::TestWithParam<Role> {
 protected:
  /// The connected socket of a netkit with these options; the byte that came proves that it is set up.
  UniqueFd connected(const Words& options, Transport transport = Transport::tcp4) {
    joined_ = join(GetParam(), transport, options);
    write_all(joined_.peer.get(), "x");
    joined_.netkit->wait_for_stdout(1);
    auto socket = connected_socket_of(joined_.netkit->pid());
    return socket ? std::move(*socket) : UniqueFd();
  }

  Joined joined_;
};

#define SOCKET_OR_SKIP(name, ...)               \
  const UniqueFd name = connected(__VA_ARGS__); \
  if (name.get() < 0) GTEST_SKIP() << "pidfd_getfd is not permitted here"

TEST_P(SocketOption, NoneIsSetByDefault) {
  SOCKET_OR_SKIP(socket, {});
  EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_NODELAY), 0);
  EXPECT_EQ(option_of(socket.get(), SOL_SOCKET, SO_KEEPALIVE), 0);
}

TEST_P(SocketOption, NoDelay) {
  SOCKET_OR_SKIP(socket, {"--no-delay"});
  EXPECT_NE(option_of(socket.get(), IPPROTO_TCP, TCP_NODELAY), 0);
}

TEST_P(SocketOption, KeepAliveSetsAllFour) {
  SOCKET_OR_SKIP(socket, {"--keep-alive=90s"});
  EXPECT_NE(option_of(socket.get(), SOL_SOCKET, SO_KEEPALIVE), 0);
  EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_KEEPIDLE), 90);
  EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_KEEPINTVL), 1);
  EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_KEEPCNT), 10);
}

TEST_P(SocketOption, KeepAliveBelowASecondLeavesTheSystemsIdleTime) {
  UniqueFd plain;
  {
    SOCKET_OR_SKIP(socket, {});
    plain = duplicate(socket.get());
  }
  for (const std::string option : {"--keep-alive", "--keep-alive=999ms"}) {
    SOCKET_OR_SKIP(socket, {option});
    EXPECT_NE(option_of(socket.get(), SOL_SOCKET, SO_KEEPALIVE), 0);
    EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_KEEPIDLE),
              option_of(plain.get(), IPPROTO_TCP, TCP_KEEPIDLE));
    EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_KEEPCNT), 10);
  }
}

TEST_P(SocketOption, KeepAliveTimesImplyKeepAliveInAnyOrder) {
  for (const Words& options :
       {Words{"--keep-alive-interval=7s", "--keep-alive-count=3", "--keep-alive=90s"},
        Words{"--keep-alive=90s", "--keep-alive-count=3", "--keep-alive-interval=7s"}}) {
    SOCKET_OR_SKIP(socket, options);
    EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_KEEPIDLE), 90);
    EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_KEEPINTVL), 7);
    EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_KEEPCNT), 3);
  }
  SOCKET_OR_SKIP(socket, {"--keep-alive-count=3"});
  EXPECT_NE(option_of(socket.get(), SOL_SOCKET, SO_KEEPALIVE), 0);
  EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_KEEPINTVL), 1);
}

TEST_P(SocketOption, TypeOfServiceAndUserTimeout) {
  SOCKET_OR_SKIP(socket, (Words{"--tos", "184", "--user-timeout", "1500ms"}));
  EXPECT_EQ(option_of(socket.get(), IPPROTO_IP, IP_TOS), 184);
  EXPECT_EQ(option_of(socket.get(), IPPROTO_TCP, TCP_USER_TIMEOUT), 1500);
}

TEST_P(SocketOption, Buffers) {
  // The kernel doubles what it is asked for.
  SOCKET_OR_SKIP(socket, (Words{"--send-buffer", "20k", "--receive-buffer", "24k"}));
  EXPECT_EQ(option_of(socket.get(), SOL_SOCKET, SO_SNDBUF), 2 * 20 * 1024);
  EXPECT_EQ(option_of(socket.get(), SOL_SOCKET, SO_RCVBUF), 2 * 24 * 1024);
}

TEST_P(SocketOption, BuffersOfAUnixDomainSocket) {
  SOCKET_OR_SKIP(socket, (Words{"--send-buffer", "20k", "--receive-buffer", "24k"}), Transport::unix_path);
  EXPECT_EQ(option_of(socket.get(), SOL_SOCKET, SO_SNDBUF), 2 * 20 * 1024);
  EXPECT_EQ(option_of(socket.get(), SOL_SOCKET, SO_RCVBUF), 2 * 24 * 1024);
}

TEST_P(SocketOption, Interface) {
  SOCKET_OR_SKIP(socket, (Words{"--interface", "lo"}));
  char name[64] = {};
  socklen_t length = sizeof(name);
  ASSERT_EQ(::getsockopt(socket.get(), SOL_SOCKET, SO_BINDTODEVICE, name, &length), 0);
  EXPECT_EQ(std::string(name), "lo");
}

TEST_P(SocketOption, ReadBufferIsTheLargestChunk) {
  joined_ = join(GetParam(), Transport::tcp4, {"--read-buffer", "3", "--events", "-vv"});
  write_all(joined_.peer.get(), "12345678");
  EXPECT_EQ(joined_.netkit->wait_for_stdout(8), "12345678");
  joined_.netkit->wait_for_stderr("\"bytes\":3}");
  EXPECT_EQ(joined_.netkit->stderr_so_far().find("\"bytes\":8}"), std::string::npos);
}

TEST_P(SocketOption, ResetEndsTheConnectionWithRst) {
  joined_ = join(GetParam(), Transport::tcp4, {"--reset", "--no-shutdown"});
  joined_.netkit->write_stdin("question");
  joined_.netkit->close_stdin();
  EXPECT_EQ(read_exactly(joined_.peer.get(), 8).bytes, "question");
  write_all(joined_.peer.get(), "answer");
  EXPECT_EQ(joined_.netkit->wait_for_stdout(6), "answer");
  send_end(joined_.peer.get());
  EXPECT_EQ(read_to_end(joined_.peer.get()).error, ECONNRESET);
  EXPECT_EQ(joined_.netkit->wait(), 0);
}

INSTANTIATE_TEST_SUITE_P(, SocketOption, testing::Values(Role::connect, Role::listen), NameOf());

// On `::` only: an IPv6 address of its own never has IPv4 on it.
int ipv6_only_of(const Words& options) {
  const Server server = start_server(netkit(Words{"echo", "0"} + options));
  const auto socket = listening_socket_of(server.process->pid());
  return socket ? option_of(socket->get(), IPPROTO_IPV6, IPV6_V6ONLY) : -1;
}

TEST(ListeningOption, Ipv6OnlyIsHonouredWithoutAHost) {
  NETKIT_NEEDS(Transport::tcp6);
  const int only = ipv6_only_of({"--ipv6-only"});
  if (only < 0) GTEST_SKIP() << "pidfd_getfd is not permitted here";
  EXPECT_EQ(only, 1);
  EXPECT_EQ(ipv6_only_of({"-6"}), 1);
  EXPECT_EQ(ipv6_only_of({}), 0);
}

TEST(ListeningOption, ReusePortLetsASecondServerIn) {
  const Server first = start_server("echo", Transport::tcp4, {"--reuse-port"});
  const std::string port = std::to_string(first.where.port);
  EXPECT_NO_THROW(start_server(netkit({"echo", "--reuse-port", "127.0.0.1", port})));
  const Outcome third = run_netkit({"echo", "127.0.0.1", port});
  EXPECT_EQ(third.status, 10);
  EXPECT_EQ(third.err, "netkit: listen EADDRINUSE: address already in use 127.0.0.1:" + port + "\n");
}

TEST(ListeningOption, BacklogIsPassedToTheSystem) {
  // The queue of a listening socket takes one more than its length.
  const Server server = start_server("listen", Transport::unix_path, {"--backlog=1", "--max-connections=1"});
  const auto socket = listening_socket_of(server.process->pid());
  if (!socket) GTEST_SKIP() << "pidfd_getfd is not permitted here";
  server.process->signal(SIGSTOP);
  std::vector<UniqueFd> waiting;
  int error = 0;
  while (waiting.size() < 10 && error == 0) {
    error = connect_error(server.where);
    if (error == 0) waiting.emplace_back();
  }
  server.process->signal(SIGCONT);
  EXPECT_EQ(error, EAGAIN);
  EXPECT_EQ(waiting.size(), 2U);
}

TEST(ConnectOption, LocalAddressAndPortAreUsed) {
  RawListener listener(Transport::tcp4);
  const Where free = unused_where(Transport::tcp4);
  const std::string port = std::to_string(free.port);
  Process client(netkit(Words{"connect", "-s", "127.0.0.3", "-p", port} + listener.where().netkit_words()));
  const UniqueFd accepted = listener.accept();
  sockaddr_in name{};
  socklen_t length = sizeof(name);
  ASSERT_EQ(::getpeername(accepted.get(), reinterpret_cast<sockaddr*>(&name), &length), 0);
  EXPECT_EQ(ntohs(name.sin_port), free.port);
  EXPECT_EQ(ntohl(name.sin_addr.s_addr), 0x7f000003U);
}

TEST(ConnectOption, InvalidLocalAddressesAreReported) {
  RawListener taken(Transport::tcp4);
  const std::string port = std::to_string(taken.where().port);
  const Outcome in_use = run_netkit({"connect", "-s", "127.0.0.1", "-p", port, "127.0.0.1", "9"});
  EXPECT_EQ(in_use.status, 1);
  EXPECT_EQ(in_use.err, "netkit: bind EADDRINUSE 127.0.0.1:" + port + "\n");
  const Outcome not_ours = run_netkit({"connect", "-s", "192.0.2.123", "127.0.0.1", "9"});
  EXPECT_EQ(not_ours.status, 1);
  EXPECT_EQ(not_ours.err, "netkit: bind EADDRNOTAVAIL 192.0.2.123\n");
  const Outcome other_family = run_netkit({"connect", "-s", "::1", "127.0.0.1", "9"});
  EXPECT_EQ(other_family.err, "netkit: -s ::1 and the IPv4 address 127.0.0.1 exclude each other\n");
}

}  // namespace
}  // namespace netkit::test
