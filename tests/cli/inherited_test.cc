// SPDX-License-Identifier: MIT
// Inherited sockets: --fd, and LISTEN_FDS as a service manager sets it.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <csignal>

#include "event_lines.h"
#include "support/data.h"
#include "support/netkit.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

constexpr int number = 7;  // of the descriptor in the child

Launch with_descriptor(const Words& arguments, int fd) {
  Launch launch = netkit(arguments);
  launch.inherited.emplace_back(fd, number);
  return launch;
}

UniqueFd bound_socket() {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in loopback{};
  loopback.sin_family = AF_INET;
  loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&loopback), sizeof(loopback)), 0);
  return fd;
}

void expect_echo(const Where& where) {
  const UniqueFd client = connect_to(where);
  write_all(client.get(), "hello");
  EXPECT_EQ(read_exactly(client.get(), 5).bytes, "hello");
}

TEST(FdOption, ListensOnABoundAndOnAListeningSocket) {
  const UniqueFd bound = bound_socket();
  const Server on_bound = start_server(with_descriptor({"echo", "--events", "--fd", "7"}, bound.get()));
  expect_echo(on_bound.where);
  on_bound.process->wait_for_stderr("\"event\":\"listening\",\"fd\":7}");
  const RawListener listening(Transport::tcp4);
  const Server on_listening = start_server(with_descriptor({"echo", "--fd=7"}, listening.fd()));
  EXPECT_EQ(on_listening.where.port, listening.where().port);
  expect_echo(on_listening.where);
}

TEST(FdOption, LeavesTheSocketFileInPlace) {
  const RawListener listening(Transport::unix_path);
  {
    const Server server = start_server(with_descriptor({"echo", "--fd=7"}, listening.fd()));
    EXPECT_EQ(server.where.path, listening.where().path);
    expect_echo(server.where);
    server.process->signal(SIGTERM);
    EXPECT_EQ(server.process->wait(), 0);
  }
  EXPECT_EQ(connect_error(listening.where()), 0);
}

TEST(FdOption, ConnectTakesAConnectedStream) {
  RawListener listener(Transport::tcp4);
  UniqueFd connected = connect_to(listener.where());
  const UniqueFd peer = listener.accept();
  Process client(with_descriptor({"connect", "-v", "--fd", "7"}, connected.get()));
  connected.reset();
  client.write_stdin("question");
  EXPECT_EQ(read_exactly(peer.get(), 8).bytes, "question");
  write_all(peer.get(), "answer");
  send_end(peer.get());
  client.close_stdin();
  EXPECT_EQ(client.read_stdout_until_eof(), "answer");
  EXPECT_EQ(client.wait(), 0);
}

TEST(FdOption, ConnectTakesAUnixSocketAsStdinToo) {
  SocketPair pair = socket_pair();
  Launch launch = netkit({"connect", "-v", "--fd", "0", "--recv-only"});
  launch.stdio.in = Stdio::descriptor(pair.childs);
  Process client(launch);
  pair.childs.reset();
  write_all(pair.ours.get(), "hello");
  send_end(pair.ours.get());
  EXPECT_EQ(client.read_stdout_until_eof(), "hello");
  EXPECT_EQ(client.wait(), 0);
}

TEST(FdOption, LeavesNoNonBlockingModeBehind) {
  const UniqueFd bound = bound_socket();
  {
    const Server server = start_server(with_descriptor({"echo", "--fd=7"}, bound.get()));
    expect_echo(server.where);
    server.process->signal(SIGTERM);
    EXPECT_EQ(server.process->wait(), 0);
  }
  EXPECT_FALSE(is_non_blocking(bound.get()));
  const SocketPair pair = socket_pair();
  Process client(with_descriptor({"connect", "--fd=7"}, pair.childs.get()));
  send_end(pair.ours.get());
  client.close_stdin();
  EXPECT_EQ(client.wait(), 0);
  EXPECT_FALSE(is_non_blocking(pair.childs.get()));
}

void expect_refused(Launch launch, const std::string& part) {
  const Outcome outcome = run(launch);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
}

TEST(FdOption, RefusesOtherDescriptors) {
  const UniqueFd file = memory_file("x");
  const Pipe pipe = pipe_to_child();
  const UniqueFd unconnected = bound_socket();
  const SocketPair pair = socket_pair();
  const RawListener unix_listener(Transport::unix_path);
  for (const std::string command : {"listen", "connect", "echo"}) {
    expect_refused(netkit({command, "--fd=77"}), "--fd: 77 is not an open descriptor");
    expect_refused(with_descriptor({command, "--fd=7"}, file.get()), "descriptor 7 is not a socket");
    expect_refused(with_descriptor({command, "--fd=7"}, pipe.read.get()), "descriptor 7 is not a socket");
  }
  expect_refused(with_descriptor({"connect", "--fd=7"}, unconnected.get()),
                 "--fd: 7 is not a connected stream");
  expect_refused(with_descriptor({"connect", "--fd=7", "--reset"}, pair.childs.get()),
                 "ERR_INVALID_HANDLE_TYPE");
  expect_refused(with_descriptor({"listen", "--fd=7", "--reset"}, unix_listener.fd()),
                 "ERR_INVALID_HANDLE_TYPE");
  expect_refused(with_descriptor({"listen", "--fd=7"}, pair.childs.get()),
                 "descriptor 7 is not a stream socket");
}

/// As a service manager does it: the variables name the process that they are for.
Launch activated(const Words& arguments, const std::vector<int>& sockets) {
  Launch launch = netkit(arguments);
  launch.argv = Words{"sh", "-c", "LISTEN_PID=$$ exec \"$@\"", "sh"} + launch.argv;
  launch.environment = {{"LISTEN_FDS", std::to_string(sockets.size())}};
  for (const int fd : sockets)
    launch.inherited.emplace_back(fd, 3 + static_cast<int>(launch.inherited.size()));
  return launch;
}

TEST(ListenFds, AreAllListenedOn) {
  const RawListener first(Transport::tcp4), second(Transport::unix_path);
  Process server(activated({"echo"}, {first.fd(), second.fd()}));
  server.wait_for_stderr("listening on " + second.where().text());
  expect_echo(first.where());
  expect_echo(second.where());
}

TEST(ListenFds, EndWithOneClientForListen) {
  const RawListener first(Transport::tcp4), second(Transport::tcp4);
  Process server(activated({"listen", "-v"}, {first.fd(), second.fd()}));
  const UniqueFd client = connect_to(second.where());
  write_all(client.get(), "hello");
  EXPECT_EQ(server.wait_for_stdout(5), "hello");
}

TEST(ListenFds, AreUsedOnlyByTheProcessNamedAndWithoutAnAddress) {
  const RawListener given(Transport::tcp4);
  Launch for_another = netkit({"echo"});
  for_another.environment = {{"LISTEN_FDS", "1"}, {"LISTEN_PID", "1"}};
  for_another.inherited.emplace_back(given.fd(), 3);
  EXPECT_NE(start_server(for_another).where.port, given.where().port);
  EXPECT_NE(start_server(activated({"echo", "127.0.0.1", "0"}, {given.fd()})).where.port, given.where().port);
}

TEST(ListenFds, ThatAreNotSocketsAreRefused) {
  const UniqueFd file = memory_file("x");
  expect_refused(activated({"echo"}, {file.get()}), "LISTEN_FDS: descriptor 3 is not a socket");
  Launch none = activated({"echo"}, {});
  none.environment = {{"LISTEN_FDS", "many"}};
  expect_refused(none, "LISTEN_FDS: 'many' is not a number");
}

}  // namespace
}  // namespace netkit::test
