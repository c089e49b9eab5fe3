// SPDX-License-Identifier: MIT
// Messages, events and notifications never hold up data, signals or time limits, whatever their reader does.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <csignal>
#include <utility>

#include "event_lines.h"
#include "support/data.h"
#include "support/netkit.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

enum class Channel { pipe, socket, terminal };

std::string name_of(Channel channel) {
  return channel == Channel::pipe ? "Pipe" : channel == Channel::socket ? "Socket" : "Terminal";
}

/// A channel that takes no byte more, because the test does not read it.
struct FullChannel {
  UniqueFd ours, childs;
};

void fill(int fd) {
  const std::string zeros(4096, '0');
  // Separate status flags, so that the child finds its own unchanged.
  UniqueFd again(::open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY));
  do {
    for (std::size_t size = zeros.size(); size > 0;) {
      const ssize_t count =
          again ? ::write(again.get(), zeros.data(), size) : ::send(fd, zeros.data(), size, MSG_DONTWAIT);
      if (count < 0) size /= 2;
    }
  } while (comes(fd, POLLOUT, Deadline(Duration(50))));  // a terminal passes bytes on after a moment
}

FullChannel full(Channel kind) {
  FullChannel made;
  if (kind == Channel::pipe) {
    Pipe pipe = pipe_from_child();
    made = {std::move(pipe.read), std::move(pipe.write)};
  } else if (kind == Channel::socket) {
    SocketPair pair = socket_pair();
    made = {std::move(pair.ours), std::move(pair.childs)};
  } else {
    Terminal pty = raw_terminal();
    made = {std::move(pty.master), std::move(pty.slave)};
  }
  fill(made.childs.get());
  return made;
}

bool serves(const UniqueFd& client) {
  write_all(client.get(), "hello");
  return read_exactly(client.get(), 5).bytes == "hello";
}

class FullChannelOf : public testing::TestWithParam<Channel> {
 protected:
  FullChannel channel_ = full(GetParam());
  Stdios stdio() const { return {{}, {}, Stdio::descriptor(channel_.childs)}; }
  void expect_flags_unchanged() const { EXPECT_FALSE(is_non_blocking(channel_.childs.get())); }
};

TEST_P(FullChannelOf, MessagesHoldsUpNoServer) {
  for (const Words& options : {Words{"-vv", "--summary"}, Words{"-v", "--workers", "2"}}) {
    const Server server = start_server("echo", Transport::tcp4, options, stdio());
    UniqueFd first = connect_to(server.where), second = connect_to(server.where);
    EXPECT_TRUE(serves(first));
    if (options.size() == 2) server.process->signal(SIGUSR1);
    EXPECT_TRUE(serves(second));
    EXPECT_TRUE(serves(connect_to(server.where)));
    server.process->signal(SIGTERM);
    send_end(first.get());
    send_end(second.get());
    EXPECT_EQ(server.process->wait(), 0);
    expect_flags_unchanged();
  }
}

TEST_P(FullChannelOf, EventsHoldsUpNoServer) {
  for (const std::string command : {"echo", "listen"}) {
    Words words{command, "--events=fd:5", "-vv", "-q"};
    if (command == "listen") words.push_back("-k");
    Launch launch = netkit(words + Words{"127.0.0.1", "0"});
    launch.inherited = {{channel_.childs.get(), 5}};
    const Server server = start_server(launch);
    const UniqueFd client = connect_to(server.where);
    write_all(client.get(), "hello");
    if (command == "echo") {
      EXPECT_EQ(read_exactly(client.get(), 5).bytes, "hello");
    } else {
      EXPECT_EQ(server.process->wait_for_stdout(5), "hello");
    }
    server.process->signal(SIGTERM);
    send_end(client.get());
    EXPECT_EQ(server.process->wait(), 0);
    EXPECT_NE(server.process->read_stderr_until_eof().find("were not written, because 'fd:5' was not read"),
              std::string::npos);
    expect_flags_unchanged();
  }
}

TEST_P(FullChannelOf, MessagesOrEventsHoldsUpNoTransfer) {
  const std::string much(1 * MiB, 'x');
  for (const auto& [role, option] : {std::pair(Role::connect, "--events"), {Role::listen, "-vv"}}) {
    Joined joined = join(role, Transport::tcp4, {option}, stdio());
    joined.netkit->write_stdin(much);
    joined.netkit->close_stdin();
    EXPECT_EQ(read_to_end(joined.peer.get()).bytes.size(), much.size());
    EXPECT_EQ(write_all(joined.peer.get(), much), 0);
    send_end(joined.peer.get());
    EXPECT_EQ(joined.netkit->read_stdout_until_eof().size(), much.size());
    EXPECT_EQ(joined.netkit->wait(), 0);
  }
  expect_flags_unchanged();
}

TEST_P(FullChannelOf, MessagesHoldsUpNoTimeLimit) {
  for (const std::string option : {"-v", "--events"}) {
    const Server server = start_server("listen", Transport::tcp4, {option, "--max-time", "50ms"}, stdio());
    EXPECT_EQ(server.process->wait(), 124);
  }
}

TEST_P(FullChannelOf, MessagesGetsAllOfThemWhenItIsReadAgain) {
  const Server server = start_server("echo", Transport::tcp4, {"-v"}, stdio());
  EXPECT_TRUE(serves(connect_to(server.where)));
  std::string seen;
  while (seen.find("netkit: closed ") == seen.npos)
    seen += read_some(channel_.ours.get(), 1 << 16, Deadline()).bytes;
  EXPECT_NE(seen.find("netkit: listening on "), seen.npos);
  EXPECT_NE(seen.find("netkit: accepted "), seen.npos);
}

INSTANTIATE_TEST_SUITE_P(, FullChannelOf, testing::Values(Channel::pipe, Channel::socket, Channel::terminal),
                         [](const auto& channel) { return name_of(channel.param); });

TEST(FullFifo, OfEventsIsOpenedWithItsReaderAndThenHoldsUpNothing) {
  const TempDir dir;
  const std::string fifo = dir / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  Process waits(netkit({"echo", "-q", "--events=" + fifo, "127.0.0.1", "0"}));
  EXPECT_FALSE(waits.wait_at_most(std::chrono::milliseconds(100)));
  waits.signal(SIGTERM);
  EXPECT_EQ(waits.wait(), 128 + SIGTERM);
  const UniqueFd reader = open_file(fifo, O_RDONLY | O_NONBLOCK);
  const UniqueFd writer = open_file(fifo, O_WRONLY);
  fill(writer.get());
  const Server server = start_server("echo", Transport::tcp4, {"-q", "--events=" + fifo});
  EXPECT_TRUE(serves(connect_to(server.where)));
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
}

TEST(FailingEvents, AreReportedOnceAndChangeNoStatus) {
  const std::string port = std::to_string(unused_where(Transport::tcp4).port);
  const Outcome full_disk = run_netkit({"connect", "-z", "--events=/dev/full", "127.0.0.1", port});
  EXPECT_EQ(full_disk.status, 4);
  EXPECT_EQ(full_disk.err,
            "netkit: --events: cannot write '/dev/full': no space left on device\n"
            "netkit: connect ECONNREFUSED 127.0.0.1:" +
                port + "\n");
  Pipe pipe = pipe_from_child();
  pipe.read.reset();
  Launch launch = netkit({"connect", "-z", "--events=fd:5", "127.0.0.1", port});
  launch.inherited = {{pipe.write.get(), 5}};
  const Outcome no_reader = run(launch);
  EXPECT_EQ(no_reader.status, 4);
  EXPECT_EQ(no_reader.err.find("netkit: --events: cannot write 'fd:5': broken pipe\n"), 0U);
}

TEST(FailingEvents, LeaveWholeLinesInAFile) {
  const TempDir dir;
  Launch launch = netkit({"echo", "-q", "--events=" + (dir / "log"), "127.0.0.1", "0"});
  launch.limits = {{RLIMIT_FSIZE, 1000}};
  const Server server = start_server(launch);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(serves(connect_to(server.where)));
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_EQ(server.process->read_stderr_until_eof(),
            "netkit: --events: cannot write '" + (dir / "log") + "': file too large\n");
  EXPECT_GT(event_lines(contents(dir / "log")).size(), 3U);  // each is valid
}

}  // namespace
}  // namespace netkit::test
