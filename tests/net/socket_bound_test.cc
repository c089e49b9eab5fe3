// SPDX-License-Identifier: MIT
// Clients that connect from a socket that exists already: `new net.Socket(boundSocket)` of Node.js 26.
#include <sys/socket.h>

#include "socket_fixture.h"
#include "support/io_fixtures.h"
#include "support/temp_dir.h"

namespace netkit::test {

using namespace net;
namespace {

class SocketFromBound : public SocketFixture {
 protected:
  ConnectOptions from(Result<BoundSocket> bound, ConnectOptions options) {
    options.from.socket = std::make_shared<BoundSocket>(std::move(bound.value()));
    return options;
  }
};

// net: new net.Socket(new net.BoundSocket({host, port: 0})), the port is known before connect()
TEST_F(SocketFromBound, HasTheAddressThatWasBound) {
  auto bound = BoundSocket::tcp(test::address("127.0.0.2"), {});
  ASSERT_TRUE(bound);
  EXPECT_FALSE(bound->is_ipc());
  EXPECT_GE(bound->fd(), 0);
  const SocketAddress where = *bound->address();
  connect(from(std::move(bound), to(server_.port())));
  EXPECT_EQ(*socket_.local_address(), where);
  EXPECT_EQ(*accepted().remote_address(), where);
}

// net: a bound socket of every address
TEST_F(SocketFromBound, OfEveryAddressConnectsToIpv4) {
  connect(from(BoundSocket::every_address(0, {}), to(server_.port())));
  EXPECT_EQ(accepted().remote_address()->address.to_string(), "127.0.0.1");
}

// net: new net.Socket({fd}), not connected, not bound
TEST_F(SocketFromBound, MayBeADescriptorThatIsNeitherBoundNorConnected) {
  netkit::UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  connect(from(BoundSocket::adopt(std::move(fd)), to(server_.port())));
  socket_.end("hello");
  ASSERT_TRUE(run_until(loop_, [&] { return heard_there().received == "hello"; }));
}

// net: ERR_SOCKET_HANDLE_ADOPTED
TEST_F(SocketFromBound, ConnectsOnce) {
  const ConnectOptions options = from(BoundSocket::tcp(test::address("127.0.0.1"), {}), to(server_.port()));
  connect(options);
  EXPECT_EQ(options.from.socket->fd(), -1);
  EXPECT_FALSE(options.from.socket->address());
  Socket second(loop_);
  Trace trace(second);
  ASSERT_TRUE(second.connect(options));
  ASSERT_TRUE(run_until(loop_, [&] { return trace.closed; }));
  EXPECT_EQ(second.errored()->name, "ERR_SOCKET_HANDLE_ADOPTED");
}

// net: boundSocket.close()
TEST_F(SocketFromBound, MayBeClosedBefore) {
  const TempDir folder;
  auto bound = BoundSocket::ipc(ipc_path(folder / "s"), {});
  ASSERT_TRUE(bound);
  EXPECT_TRUE(bound->is_ipc());
  bound->close();
  EXPECT_EQ(bound->fd(), -1);
  EXPECT_FALSE(std::filesystem::exists(folder / "s"));
  EXPECT_TRUE(BoundSocket::ipc(ipc_path(folder / "s"), {}));
}

// net: new net.BoundSocket({path}), the client has a path of its own until it closes
TEST_F(SocketFromBound, MayHaveAPathOfItsOwn) {
  const TempDir folder;
  TracedServer server(loop_);
  ListenOptions where;
  where.where.path = ipc_path(folder / "server");
  ASSERT_TRUE(server.server().listen(where));
  ASSERT_TRUE(run_until(loop_, [&] { return server.server().listening(); }));
  ConnectOptions options;
  options.path = where.where.path;
  ASSERT_TRUE(socket_.connect(from(BoundSocket::ipc(ipc_path(folder / "client"), {}), options)));
  ASSERT_TRUE(run_until(loop_, [&] { return trace_.heard("ready") && !server.sockets.empty(); }));
  EXPECT_TRUE(std::filesystem::exists(folder / "client"));
  socket_.end("hello");
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(server.traces.back()->received, "hello");
  EXPECT_FALSE(std::filesystem::exists(folder / "client"));
}

// A socket of another family than the destination's
TEST_F(SocketFromBound, OfAnotherKindIsRefusedByTheSystem) {
  ASSERT_TRUE(
      socket_.connect(from(BoundSocket::ipc(*IpcPath::parse("@netkit-bound-test"), {}), to(server_.port()))));
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(socket_.errored()->syscall, "connect") << socket_.errored()->message;
}

}  // namespace
}  // namespace netkit::test
