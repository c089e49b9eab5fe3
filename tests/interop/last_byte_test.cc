// SPDX-License-Identifier: MIT
// What is known of the last byte when a connection breaks: status 0 is never given for one that was lost, and
// the peer is reset if what it sent was lost here.
#include <fcntl.h>

#include <cerrno>

#include "role_test.h"

namespace netkit::test {
namespace {

class LastByte : public RoleTest {
 protected:
  /// The peer ends, and then closes although it has received bytes that it has not read.
  static void end_and_break(Joined& joined) {
    send_end(joined.peer.get());
    joined.netkit->read_stdout_until_eof();
    joined.netkit->write_stdin("not read");
    wait_for(joined.peer.get(), POLLIN, Deadline());
    joined.peer.reset();
  }
};

TEST_P(LastByte, ThatATcpPeerThatHasClosedDoesNotTakeIsCounted) {
  for (const std::string bytes : {"x", "hello"}) {
    Joined joined = join({"--half-open"});
    joined.peer.reset();
    joined.netkit->read_stdout_until_eof();
    joined.netkit->write_stdin(bytes);
    EXPECT_TRUE(ends_with(*joined.netkit, 7));
    const std::string lost = "up to " + std::to_string(bytes.size()) + " byte";
    EXPECT_NE(messages(*joined.netkit).find(lost), std::string::npos) << joined.netkit->stderr_so_far();
  }
}

TEST_P(LastByte, IsNotThoughtToHaveArrivedIfTheConnectionBrokeBehindThePeersEnd) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    Joined joined = join(transport, {"--half-open"});
    end_and_break(joined);
    joined.netkit->close_stdin();
    EXPECT_TRUE(ends_with(*joined.netkit, 7));
    EXPECT_NE(messages(*joined.netkit).find("ECONNRESET"), std::string::npos)
        << joined.netkit->stderr_so_far();
  }
}

TEST_P(LastByte, ThatStdoutCannotTakeResetsThePeer) {
  const UniqueFd full = open_file("/dev/full", O_WRONLY);
  Joined joined = join({}, {{}, Stdio::descriptor(full), {}});
  write_all(joined.peer.get(), random_bytes(5000));
  EXPECT_EQ(read_to_end(joined.peer.get()).error, ECONNRESET);
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
}

// netkit has read all of it, so that the kernel by itself would end the connection with FIN.
TEST_P(LastByte, ThatStdoutHasNotTakenInTimeResetsThePeer) {
  Pipe out = pipe_from_child();
  Joined joined = join({"--max-time", "1", "--read-buffer", "4k"}, {{}, Stdio::descriptor(out.write), {}});
  out.write.reset();
  write_all(joined.peer.get(), random_bytes(MiB + 32 * KiB));  // stdout's pipe holds 1 MiB
  EXPECT_EQ(read_to_end(joined.peer.get()).error, ECONNRESET);
  EXPECT_TRUE(ends_with(*joined.netkit, 124));
}

NETKIT_FOR_BOTH_ROLES(LastByte);

// A client of listen may see the reset while it still connects.
TEST(LastByteOfConnect, ThatCannotBeReadFromStdinResetsThePeer) {
  const UniqueFd folder = open_file("/", O_RDONLY);
  Joined joined = join(Role::connect, Transport::tcp4, {}, {Stdio::descriptor(folder), {}, {}});
  EXPECT_EQ(read_to_end(joined.peer.get()).error, ECONNRESET);
  EXPECT_TRUE(ends_with(*joined.netkit, 11));
}

TEST(LastByteOfListenKeepOpen, ThatStdoutCannotTakeResetsTheClients) {
  const UniqueFd full = open_file("/dev/full", O_WRONLY);
  Server server = start_server("listen", Transport::tcp4, {"-k"}, {{}, Stdio::descriptor(full), {}});
  const UniqueFd client = connect_to(server.where);
  write_all(client.get(), random_bytes(5000));
  EXPECT_EQ(read_to_end(client.get()).error, ECONNRESET);
  EXPECT_TRUE(ends_with(*server.process, 11));
}

}  // namespace
}  // namespace netkit::test
