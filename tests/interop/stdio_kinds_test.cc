// SPDX-License-Identifier: MIT
// stdin and stdout may be of any kind.
#include <fcntl.h>
#include <sys/stat.h>

#include <functional>
#include <vector>

#include "role_test.h"
#include "support/peers.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

class StdinKind : public RoleTest {
 protected:
  /// Starts netkit on that stdin, calls `feed`, and expects the data and its end at the peer.
  void expect_sent(const Stdio& in, const std::string& data, const std::function<void()>& feed = [] {}) {
    Joined joined = join({}, {in, {}, {}});
    feed();
    EXPECT_TRUE(same_bytes(data, read_to_end(joined.peer.get()).bytes));
    send_end(joined.peer.get());
    EXPECT_TRUE(ends_with(*joined.netkit, 0));
  }

  const TempDir dir_;
  const std::string data_ = random_bytes(200 * KiB);
};

TEST_P(StdinKind, CanBeAPipe) {
  Pipe in = pipe_to_child();
  expect_sent(Stdio::descriptor(in.read), data_, [&] {
    write_all(in.write.get(), data_);
    in.write.reset();
  });
}

TEST_P(StdinKind, CanBeANamedPipe) {
  ASSERT_EQ(::mkfifo((dir_ / "fifo").c_str(), 0600), 0);
  UniqueFd writer = open_file(dir_ / "fifo", O_RDWR | O_NONBLOCK);
  const UniqueFd reader = open_file(dir_ / "fifo", O_RDONLY);
  expect_sent(Stdio::descriptor(reader), data_, [&] {
    write_all(writer.get(), data_);
    writer.reset();
  });
}

TEST_P(StdinKind, CanBeANamedPipeWhoseWriterHasGone) {
  ASSERT_EQ(::mkfifo((dir_ / "fifo").c_str(), 0600), 0);
  UniqueFd writer = open_file(dir_ / "fifo", O_RDWR | O_NONBLOCK);
  const UniqueFd reader = open_file(dir_ / "fifo", O_RDONLY);
  write_all(writer.get(), "left behind");
  writer.reset();
  expect_sent(Stdio::descriptor(reader), "left behind");
}

TEST_P(StdinKind, CanBeAFile) {
  expect_sent(Stdio::file_to_read(dir_.write("file", data_)), data_);
}

TEST_P(StdinKind, CanBeAFileReadFromTheMiddle) {
  const UniqueFd file = memory_file(data_);
  ASSERT_EQ(::lseek(file.get(), 1000, SEEK_SET), 1000);
  expect_sent(Stdio::descriptor(file), data_.substr(1000));
}

TEST_P(StdinKind, CanBeASocket) {
  SocketPair pair = socket_pair();
  expect_sent(Stdio::descriptor(pair.childs), data_, [&] {
    write_all(pair.ours.get(), data_);
    pair.ours.reset();
  });
}

TEST_P(StdinKind, CanBeATerminal) {
  Terminal tty = terminal();
  std::string typed;
  for (int i = 0; i < 100; ++i) typed += "line " + std::to_string(i) + "\n";
  expect_sent(Stdio::descriptor(tty.slave), typed, [&] {
    write_all(tty.master.get(), typed);
    write_all(tty.master.get(), "\x04");
  });
}

/// Another process has set O_NONBLOCK and may rely on it.
TEST_P(StdinKind, CanBeNonBlockingAndStaysSo) {
  Pipe in = pipe_to_child();
  set_non_blocking(in.read.get());
  expect_sent(Stdio::descriptor(in.read), data_, [&] {
    elapse(Duration(100));
    write_all(in.write.get(), data_);
    in.write.reset();
  });
  EXPECT_TRUE(is_non_blocking(in.read.get()));
}

NETKIT_FOR_BOTH_ROLES(StdinKind);

// A folder, and what is open for writing only.
std::vector<UniqueFd> unreadable() {
  std::vector<UniqueFd> all;
  all.push_back(open_file("/", O_RDONLY));
  all.push_back(open_file("/dev/null", O_WRONLY));
  return all;
}

TEST(StdinThatCannotBeRead, IsStatus11ForConnect) {
  for (const UniqueFd& in : unreadable()) {
    Joined joined = join(Role::connect, Transport::tcp4, {"--send-only"}, {Stdio::descriptor(in), {}, {}});
    EXPECT_TRUE(ends_with(*joined.netkit, 11));
    EXPECT_NE(messages(*joined.netkit), "");
  }
}

TEST(StdinThatCannotBeRead, IsStatus11ForListen) {
  for (const UniqueFd& in : unreadable()) {
    Server server = start_server("listen", Transport::tcp4, {"--send-only"}, {Stdio::descriptor(in), {}, {}});
    connect_error(server.where);  // the client may see the reset while it still connects
    EXPECT_TRUE(ends_with(*server.process, 11));
    EXPECT_NE(messages(*server.process), "");
  }
}

class StdoutKind : public RoleTest {
 protected:
  /// Starts netkit with that stdout and sends it the data; returns netkit, which has it all and still runs.
  std::unique_ptr<Process> receive(const Stdio& out) {
    Joined joined = join({"--recv-only"}, {{}, out, {}});
    EXPECT_EQ(write_all(joined.peer.get(), data_), 0);
    send_end(joined.peer.get());
    return std::move(joined.netkit);
  }

  void expect_received(UniqueFd childs, const UniqueFd& ours) {
    const auto netkit = receive(Stdio::descriptor(childs));
    childs.reset();
    EXPECT_TRUE(same_bytes(data_, read_to_end(ours.get()).bytes));
    EXPECT_TRUE(ends_with(*netkit, 0));
  }

  const TempDir dir_;
  const std::string data_ = random_bytes(200 * KiB);
};

TEST_P(StdoutKind, CanBeAPipe) {
  Pipe out = pipe_from_child();
  expect_received(std::move(out.write), out.read);
}

TEST_P(StdoutKind, CanBeANamedPipe) {
  ASSERT_EQ(::mkfifo((dir_ / "fifo").c_str(), 0600), 0);
  const UniqueFd reader = open_file(dir_ / "fifo", O_RDONLY | O_NONBLOCK);
  expect_received(open_file(dir_ / "fifo", O_WRONLY), reader);
}

TEST_P(StdoutKind, CanBeASocket) {
  SocketPair pair = socket_pair();
  expect_received(std::move(pair.childs), pair.ours);
}

TEST_P(StdoutKind, CanBeATerminal) {
  Terminal tty = raw_terminal();
  expect_received(std::move(tty.slave), tty.master);
}

TEST_P(StdoutKind, CanBeAFile) {
  EXPECT_TRUE(ends_with(*receive(Stdio::file_to_write(dir_ / "file")), 0));
  EXPECT_TRUE(same_bytes(data_, contents(dir_ / "file")));
}

TEST_P(StdoutKind, CanBeAFileToAppendTo) {
  dir_.write("file", "before ");
  EXPECT_TRUE(ends_with(*receive(Stdio::file_to_append(dir_ / "file")), 0));
  EXPECT_TRUE(same_bytes("before " + data_, contents(dir_ / "file")));
}

TEST_P(StdoutKind, CanBeAFileWrittenFromTheMiddle) {
  const UniqueFd file = memory_file("0123456789");
  ASSERT_EQ(::lseek(file.get(), 4, SEEK_SET), 4);
  EXPECT_TRUE(ends_with(*receive(Stdio::descriptor(file)), 0));
  EXPECT_EQ(file_offset(file.get()), 4 + data_.size());
  ASSERT_EQ(::lseek(file.get(), 0, SEEK_SET), 0);
  EXPECT_TRUE(same_bytes("0123" + data_, read_to_end(file.get()).bytes));
}

TEST_P(StdoutKind, CanBeNonBlockingAndStaysSo) {
  Pipe out = pipe_from_child();
  set_non_blocking(out.write.get());
  const auto netkit = receive(Stdio::descriptor(out.write));
  elapse(Duration(100));
  EXPECT_TRUE(same_bytes(data_, read_exactly(out.read.get(), data_.size()).bytes));
  EXPECT_TRUE(is_non_blocking(out.write.get()));
  EXPECT_TRUE(ends_with(*netkit, 0));
}

TEST_P(StdoutKind, CanBeDevNull) {
  EXPECT_TRUE(ends_with(*receive(Stdio::null()), 0));
}

NETKIT_FOR_BOTH_ROLES(StdoutKind);

class OneDescriptor : public RoleTest {};

TEST_P(OneDescriptor, CanBeStdinAndStdoutAsATerminal) {
  Terminal tty = terminal();
  Joined joined = join({}, {Stdio::descriptor(tty.slave), Stdio::descriptor(tty.slave), {}});
  tty.slave.reset();
  write_all(tty.master.get(), "question\n");
  EXPECT_EQ(read_exactly(joined.peer.get(), 9).bytes, "question\n");
  EXPECT_EQ(read_exactly(tty.master.get(), 10).bytes, "question\r\n") << "the terminal's own echo";
  write_all(joined.peer.get(), "answer\n");
  EXPECT_EQ(read_exactly(tty.master.get(), 8).bytes, "answer\r\n");
  send_end(joined.peer.get());
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(OneDescriptor, CanBeStdinAndStdoutAsASocket) {
  const std::string there = random_bytes(100 * KiB, 1);
  const std::string back = random_bytes(100 * KiB, 2);
  SocketPair pair = socket_pair();
  Joined joined = join({}, {Stdio::descriptor(pair.childs), Stdio::descriptor(pair.childs), {}});
  pair.childs.reset();
  write_all(pair.ours.get(), there);
  EXPECT_TRUE(same_bytes(there, read_exactly(joined.peer.get(), there.size()).bytes));
  write_all(joined.peer.get(), back);
  EXPECT_TRUE(same_bytes(back, read_exactly(pair.ours.get(), back.size()).bytes));
  send_end(pair.ours.get());
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  send_end(joined.peer.get());
  EXPECT_EQ(read_to_end(pair.ours.get()).bytes, "");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

NETKIT_FOR_BOTH_ROLES(OneDescriptor);

/// stdin of a program that runs in the background of a terminal is never read: SIGTTIN would stop it.
TEST(BackgroundOfATerminal, DoesNotStopNetkit) {
  NETKIT_NEEDS("bash");
  Terminal tty = terminal();
  RawListener listener(Transport::tcp4);
  Launch launch = netkit(Words{"connect"} + listener.where().netkit_words());
  launch.argv = Words{"bash", "-c", "set -m; \"$@\" & wait $!", "bash"} + launch.argv;
  launch.stdio.in = Stdio::descriptor(tty.slave);
  launch.session = Launch::Session::own_with_terminal;
  Process job(launch);
  const UniqueFd peer = listener.accept();
  write_all(tty.master.get(), "not for netkit\n");
  write_all(peer.get(), "received");
  EXPECT_EQ(job.wait_for_stdout(8), "received");
  EXPECT_TRUE(stays_silent(peer.get(), Duration(300)));
  send_end(peer.get());
  EXPECT_TRUE(ends_with(job, 0));
}

}  // namespace
}  // namespace netkit::test
