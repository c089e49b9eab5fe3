// SPDX-License-Identifier: MIT
// server.listen(handle) and server.listen({fd}): sockets that somebody else made.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>
#include <filesystem>

#include "server_test.h"
#include "support/recorder.h"
#include "support/temp_dir.h"

namespace netkit::test {

using namespace net;
namespace {

enum class Stage { unbound, bound, listening };

netkit::UniqueFd tcp_socket(Stage stage) {
  netkit::UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (stage != Stage::unbound) ::bind(fd.get(), reinterpret_cast<sockaddr*>(&name), sizeof name);
  if (stage == Stage::listening) ::listen(fd.get(), 5);
  return fd;
}

class ServerAdopts : public ServerTest {
 protected:
  void adopt(netkit::UniqueFd fd) {
    ASSERT_TRUE(server().listen(std::move(fd)));
    EXPECT_EQ(lines(), Lines()) << "news comes from the loop only";
    ASSERT_TRUE(until_lines(1));
  }
  /// What it says to a descriptor that is no such socket, and that it is closed.
  std::string refusal_of(netkit::UniqueFd fd) {
    const int number = fd.get();
    lines().clear();
    adopt(std::move(fd));
    EXPECT_FALSE(server().listening());
    EXPECT_EQ(::fcntl(number, F_GETFD), -1);
    return lines().at(0);
  }
};

// net: server.listen(handle)
TEST_F(ServerAdopts, ABoundSocket) {
  auto bound = BoundSocket::tcp(test::address("127.0.0.1"), {});
  const auto where = bound->address();
  ASSERT_TRUE(server().listen(std::move(*bound)));
  ASSERT_FALSE(server().listening());
  ASSERT_TRUE(until_lines(1));
  EXPECT_EQ(lines(), (Lines{"listening"}));
  EXPECT_EQ(address(), *where);
  connect_and_wait();
}

TEST_F(ServerAdopts, ABoundSocketWithItsFile) {
  const TempDir folder;
  auto bound = BoundSocket::ipc(ipc_path(folder / "s"), {});
  ASSERT_TRUE(server().listen(std::move(*bound)));
  ASSERT_TRUE(until_lines(1));
  EXPECT_EQ(std::get<IpcPath>(*server().address()).text(), folder / "s");
  server().close();
  EXPECT_FALSE(std::filesystem::exists(folder / "s"));
}

TEST_F(ServerAdopts, ABoundSocketThatIsNotWantedAnyMore) {
  const TempDir folder;
  auto bound = BoundSocket::ipc(ipc_path(folder / "s"), {});
  ASSERT_TRUE(server().listen(std::move(*bound)));
  server().close();
  EXPECT_FALSE(std::filesystem::exists(folder / "s"));
  ASSERT_TRUE(until_lines(1));
  EXPECT_EQ(lines(), (Lines{"close"}));
}

// net: server.listen({fd}): bound, listening already, or neither: then the system chooses a port.
TEST_F(ServerAdopts, ADescriptorThatIsBound) {
  adopt(tcp_socket(Stage::bound));
  EXPECT_EQ(lines(), (Lines{"listening"}));
  EXPECT_EQ(address().address.to_string(), "127.0.0.1");
  connect_and_wait();
}

TEST_F(ServerAdopts, ADescriptorThatListensAlreadyWithWaitingConnections) {
  netkit::UniqueFd fd = tcp_socket(Stage::listening);
  sockaddr_in name{};
  socklen_t length = sizeof name;
  ASSERT_EQ(::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&name), &length), 0);
  const UniqueFd waiting = connect_to({Transport::tcp4, "127.0.0.1", ntohs(name.sin_port), {}});
  adopt(std::move(fd));
  ASSERT_TRUE(until_lines(2));
  EXPECT_EQ(lines(), (Lines{"listening", "connection"}));
}

TEST_F(ServerAdopts, ADescriptorThatIsNotBound) {
  adopt(tcp_socket(Stage::unbound));
  EXPECT_EQ(lines(), (Lines{"listening"}));
  EXPECT_EQ(address().address.to_string(), "0.0.0.0");
  EXPECT_NE(address().port, 0);
  connect_and_wait({Transport::tcp4, "127.0.0.1", address().port, {}});
}

// net: server.listen({fd}) of a Unix-domain socket: no address, and the file stays.
TEST_F(ServerAdopts, AUnixDescriptorAndKeepsItsFile) {
  const TempDir folder;
  netkit::UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  const std::string path = folder / "s";
  std::memcpy(name.sun_path, path.data(), path.size());
  ASSERT_EQ(::bind(fd.get(), reinterpret_cast<sockaddr*>(&name), sizeof name), 0);
  adopt(std::move(fd));
  EXPECT_EQ(lines(), (Lines{"listening"}));
  EXPECT_FALSE(server().address());
  connect_and_wait({Transport::unix_path, {}, 0, path});
  server().close();
  EXPECT_TRUE(std::filesystem::exists(path));
}

// net: server.listen({fd}) of what is no such socket: EINVAL, of a FIFO ENOTSOCK.
TEST_F(ServerAdopts, NothingElse) {
  const std::string invalid = "error EINVAL listen EINVAL: invalid argument";
  EXPECT_EQ(refusal_of(netkit::UniqueFd(memory_file("x").release())), invalid);
  EXPECT_EQ(refusal_of(netkit::UniqueFd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))), invalid);
  EXPECT_EQ(refusal_of(netkit::UniqueFd(tcp_pair().one.release())), invalid);
  EXPECT_EQ(refusal_of(netkit::UniqueFd(1000)), invalid);
  EXPECT_EQ(refusal_of(netkit::UniqueFd(raw_terminal().slave.release())), invalid);
  EXPECT_EQ(refusal_of(netkit::UniqueFd(pipe_between_children().read.release())),
            "error ENOTSOCK listen ENOTSOCK: socket operation on non-socket");
}

TEST_F(ServerAdopts, NothingThatNetRefusesInTheSameWords) {
  NETKIT_NEEDS_REFERENCE();
  const UniqueFd file = memory_file("x");
  const Lines ours{refusal_of(netkit::UniqueFd(duplicate(file.get()).release())),
                   refusal_of(netkit::UniqueFd(1000))};
  EXPECT_EQ(ours, node_lines(hears + R"js(
    const file = require('fs').openSync('/dev/null');
    hears(net.createServer()).listen({fd: require('fs').openSync('/proc/self/status')}).once('error', () => {
      hears(net.createServer()).listen({fd: 1000});
    });
  )js"));
}

TEST_F(ServerAdopts, AnotherDescriptorAfterOneThatWasRefused) {
  refusal_of(netkit::UniqueFd(1000));
  lines().clear();
  adopt(tcp_socket(Stage::bound));
  EXPECT_EQ(lines(), (Lines{"listening"}));
}

// What close() owes is told though another socket was given in the same breath.
TEST_F(ServerAdopts, ADescriptorRightAfterClose) {
  traced_.listen();
  lines().clear();
  int done = 0;
  server().close([&](const auto& error) { done += error ? 0 : 1; });
  server().close([&](const auto& error) { done += error ? 10 : 0; });
  ASSERT_TRUE(server().listen(tcp_socket(Stage::bound)));
  ASSERT_TRUE(until_lines(2));
  EXPECT_EQ(lines(), (Lines{"close", "listening"}));
  EXPECT_EQ(done, 11);
}

}  // namespace
}  // namespace netkit::test
