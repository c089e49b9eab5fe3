// SPDX-License-Identifier: MIT
// A slow side slows its source down: nothing is lost, and little is held in memory.
#include <future>

#include "role_test.h"
#include "support/proc.h"

namespace netkit::test {
namespace {

constexpr std::size_t whole = 64 * MiB;
/// Those of both sockets (Linux: 32 MiB to receive and 4 to send at most), and of pipes.
constexpr std::size_t more_than_kernel_buffers = 48 * MiB;

/// Far less than what is transferred, far more than the program itself.
constexpr std::size_t most_memory = 32 * MiB;

void expect_little_memory(Process& netkit) {
  if (sanitized()) return;  // a sanitizer uses memory of its own
  EXPECT_LT(peak_memory(netkit.pid()), most_memory);
}

class BackPressure : public RoleTest {
 protected:
  const std::string data_ = random_bytes(whole);
};

TEST_P(BackPressure, HoldsStdinUpWhileThePeerReadsNothing) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    Joined joined = join(transport);
    joined.netkit->write_stdin(data_);
    elapse(Duration(1000));
    EXPECT_GT(joined.netkit->stdin_left(), whole / 2);
    EXPECT_TRUE(same_bytes(data_, read_exactly(joined.peer.get(), whole).bytes));
    expect_little_memory(*joined.netkit);
    joined.netkit->close_stdin();
    send_end(joined.peer.get());
    EXPECT_TRUE(ends_with(*joined.netkit, 0));
  }
}

TEST_P(BackPressure, HoldsThePeerUpWhileStdoutIsNotRead) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    Pipe out = pipe_from_child();
    Joined joined = join(transport, {}, {{}, Stdio::descriptor(out.write), {}});
    out.write.reset();
    const std::size_t taken = write_until_blocked(joined.peer.get(), data_);
    EXPECT_LT(taken, more_than_kernel_buffers);
    auto rest = std::async(std::launch::async, [&] {
      return write_all(joined.peer.get(), std::string_view(data_).substr(taken));
    });
    const std::string got = read_exactly(out.read.get(), whole).bytes;
    EXPECT_EQ(rest.get(), 0);
    EXPECT_TRUE(same_bytes(data_, got));
    expect_little_memory(*joined.netkit);
    joined.netkit->close_stdin();
    send_end(joined.peer.get());
    EXPECT_TRUE(ends_with(*joined.netkit, 0));
  }
}

NETKIT_FOR_BOTH_ROLES(BackPressure);

TEST(EchoBackPressure, HoldsUpAClientThatDoesNotReadItsBytesBack) {
  const std::string data = random_bytes(whole);
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    Server server = start_server("echo", transport);
    const UniqueFd client = connect_to(server.where);
    const std::size_t taken = write_until_blocked(client.get(), data);
    EXPECT_LT(taken, more_than_kernel_buffers);
    EXPECT_TRUE(same_bytes(data.substr(0, taken), read_exactly(client.get(), taken).bytes));
    expect_little_memory(*server.process);
    send_end(client.get());
    EXPECT_EQ(read_to_end(client.get()).bytes, "");
  }
}

}  // namespace
}  // namespace netkit::test
