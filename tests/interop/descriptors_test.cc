// SPDX-License-Identifier: MIT
// What netkit does to shared descriptors, and which numbers its own descriptors have.
#include <csignal>

#include "role_test.h"
#include "support/proc.h"

namespace netkit::test {
namespace {

class SharedDescriptor : public RoleTest {
 protected:
  /// Moves bytes both ways between netkit and its peer and checks the test's copies of its stdin and stdout.
  void expect_left_blocking(const UniqueFd& to_stdin, const UniqueFd& in, const UniqueFd& out,
                            const UniqueFd& from_stdout) {
    Joined joined = join({}, {Stdio::descriptor(in), Stdio::descriptor(out), {}});
    for (int i = 0; i < 3; ++i) {
      write_all(to_stdin.get(), "there\n");
      EXPECT_EQ(read_exactly(joined.peer.get(), 6).bytes, "there\n");
      write_all(joined.peer.get(), "back\n");
      EXPECT_EQ(read_exactly(from_stdout.get(), 5).bytes, "back\n");
    }
    EXPECT_FALSE(is_non_blocking(in.get())) << "stdin, while netkit runs";
    EXPECT_FALSE(is_non_blocking(out.get())) << "stdout, while netkit runs";
    // A full stdout tempts programs to set O_NONBLOCK.
    write_until_blocked(joined.peer.get(), random_bytes(40 * MiB));
    EXPECT_FALSE(is_non_blocking(out.get())) << "stdout, while it is full";
    joined.netkit->signal(SIGTERM);
    EXPECT_TRUE(ends_with(*joined.netkit, 128 + SIGTERM));
    EXPECT_FALSE(is_non_blocking(in.get())) << "stdin, afterwards";
    EXPECT_FALSE(is_non_blocking(out.get())) << "stdout, afterwards";
  }
};

TEST_P(SharedDescriptor, StaysBlockingIfItIsAPipe) {
  const Pipe to = pipe_to_child();
  const Pipe from = pipe_from_child();
  expect_left_blocking(to.write, to.read, from.write, from.read);
}

TEST_P(SharedDescriptor, StaysBlockingIfItIsASocket) {
  const SocketPair to = socket_pair();
  const SocketPair from = socket_pair();
  expect_left_blocking(to.ours, to.childs, from.childs, from.ours);
}

TEST_P(SharedDescriptor, StaysBlockingIfItIsATerminal) {
  const Terminal to = raw_terminal();
  const Terminal from = raw_terminal();
  expect_left_blocking(to.master, to.slave, from.slave, from.master);
}

TEST_P(SharedDescriptor, StaysBlockingIfStderrIsATerminal) {
  const Terminal tty = raw_terminal();
  Joined joined = join({"-v"}, {{}, {}, Stdio::descriptor(tty.slave)});
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  EXPECT_FALSE(is_non_blocking(tty.slave.get()));
  send_end(joined.peer.get());
  EXPECT_EQ(joined.netkit->wait(), 0);
  EXPECT_FALSE(is_non_blocking(tty.slave.get()));
}

NETKIT_FOR_BOTH_ROLES(SharedDescriptor);

class MissingDescriptors : public RoleTest {};

bool has_a_socket_as_stdio(pid_t pid) {
  for (const auto& [number, what] : descriptors(pid)) {
    if (number <= 2 && what.starts_with("socket:")) return true;
  }
  return false;
}

TEST_P(MissingDescriptors, AreNotTakenBySockets) {
  const Stdio closed = Stdio::closed();
  for (const Stdios& stdio : {Stdios{closed, {}, {}}, Stdios{{}, closed, {}}, Stdios{{}, {}, closed},
                              Stdios{closed, closed, closed}}) {
    SCOPED_TRACE(stdio.in.kind == Stdio::Kind::closed ? "stdin closed" : "stdin open");
    SCOPED_TRACE(stdio.out.kind == Stdio::Kind::closed ? "stdout closed" : "stdout open");
    Joined joined = join({}, stdio);
    // netkit has certainly accepted or connected once it takes the peer's FIN, or sends its own.
    elapse(Duration(100));
    EXPECT_FALSE(has_a_socket_as_stdio(joined.netkit->pid()));
    joined.netkit->close_stdin();
    send_end(joined.peer.get());
    EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
    EXPECT_TRUE(ends_with(*joined.netkit, 0));
  }
}

TEST_P(MissingDescriptors, AsStderrChangesNothing) {
  const std::string there = random_bytes(300 * KiB, 1);
  const std::string back = random_bytes(300 * KiB, 2);
  Joined joined = join({"-v"}, {{}, {}, Stdio::closed()});
  joined.netkit->write_stdin(there);
  joined.netkit->close_stdin();
  EXPECT_TRUE(same_bytes(there, read_to_end(joined.peer.get()).bytes));
  write_all(joined.peer.get(), back);
  send_end(joined.peer.get());
  EXPECT_EQ(joined.netkit->wait(), 0);
  EXPECT_TRUE(same_bytes(back, joined.netkit->read_stdout_until_eof()));
}

NETKIT_FOR_BOTH_ROLES(MissingDescriptors);

TEST(ClosedStderr, LeavesTheStatusAsItIs) {
  const Stdios silent{{}, {}, Stdio::closed()};
  EXPECT_EQ(run(netkit(Words{"connect"} + unused_where(Transport::tcp4).netkit_words(), silent)).status, 4);
  EXPECT_EQ(run(netkit({"connect", "127.0.0.1", "no-such-port"}, silent)).status, 2);
}

TEST(ReadyFd, IsWrittenOnceAndClosed) {
  Server server = start_server("listen", Transport::tcp4);
  for (const auto& [number, what] : descriptors(server.process->pid())) {
    EXPECT_FALSE(number == 9 && what.starts_with("pipe:")) << what;  // something else may have the number now
  }
}

TEST(ReadyFd, GetsTheAddressAndPortOrThePath) {
  EXPECT_EQ(start_server("listen", Transport::tcp4).where.host, "127.0.0.1");
  EXPECT_NE(start_server("echo", Transport::tcp4).where.port, 0);
  if (ipv6_available()) {
    EXPECT_EQ(start_server("echo", Transport::tcp6).where.host, "::1");
  }
  const Where file = unused_where(Transport::unix_path);
  EXPECT_EQ(start_server(netkit(Words{"listen"} + file.netkit_words())).where.text(), file.text());
  const Where name = unused_where(Transport::abstract_name);
  EXPECT_EQ(start_server(netkit(Words{"echo"} + name.netkit_words())).where.text(), name.text());
}

}  // namespace
}  // namespace netkit::test
