// SPDX-License-Identifier: MIT
// SIGINT, SIGTERM and SIGHUP.
#include <cerrno>
#include <csignal>

#include "role_test.h"
#include "support/proc.h"

namespace netkit::test {
namespace {

class Signals : public RoleTest {};

TEST_P(Signals, EndASingleConnectionImmediatelyByExit) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    Joined joined = join();
    joined.netkit->write_stdin("x");
    EXPECT_EQ(read_exactly(joined.peer.get(), 1).bytes, "x");
    joined.netkit->signal(signal);
    EXPECT_TRUE(ends_with(*joined.netkit, 128 + signal));
    EXPECT_FALSE(joined.netkit->was_killed()) << "it ends by exit(128+n)";
  }
}

bool is_among(int signal, pid_t pid, const std::string& field) {
  return (std::stoull(status_field(pid, field), nullptr, 16) & (1ULL << (signal - 1))) != 0;
}

TEST_P(Signals, ThatAreIgnoredAtTheStartStaySo) {
  RawListener listener(Transport::tcp4);
  Launch launch = netkit(Words{"connect"} + listener.where().netkit_words());
  if (GetParam() == Role::listen) launch = netkit({"echo", "127.0.0.1", "0"});
  launch.ignored_signals = {SIGHUP};
  std::unique_ptr<Process> process;
  UniqueFd peer;
  if (GetParam() == Role::listen) {
    Server server = start_server(launch);
    peer = connect_to(server.where);
    process = std::move(server.process);
  } else {
    process = std::make_unique<Process>(launch);
    peer = listener.accept();
    process->write_stdin("x");
  }
  if (GetParam() == Role::listen) write_all(peer.get(), "x");
  EXPECT_EQ(read_exactly(peer.get(), 1).bytes, "x");
  process->signal(SIGHUP);
  EXPECT_FALSE(process->wait_at_most(Duration(300)));
  EXPECT_TRUE(is_among(SIGHUP, process->pid(), "SigIgn"));
}

NETKIT_FOR_BOTH_ROLES(Signals);

bool comes_to_catch(const Process& process, int signal) {
  const Deadline deadline;
  while (!is_among(signal, process.pid(), "SigCgt")) {
    if (deadline.passed()) return false;
    elapse(Duration(5));
  }
  return true;
}

TEST(SignalsBeforeAConnection, EndListenImmediatelyByExit) {
  for (const int signal : {SIGINT, SIGTERM}) {
    for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
      Server server = start_server("listen", transport);
      server.process->signal(signal);
      EXPECT_TRUE(ends_with(*server.process, 128 + signal));
      EXPECT_FALSE(server.process->was_killed());
      EXPECT_NE(connect_error(server.where), 0);
    }
  }
}

TEST(SignalsBeforeAConnection, EndConnectImmediatelyByExit) {
  // Nothing accepts, and the queue is full: another connection is not established.
  RawListener listener(Transport::tcp4, 0);
  const UniqueFd first = connect_to(listener.where());
  Process client(netkit(Words{"connect", "-v"} + listener.where().netkit_words()));
  ASSERT_TRUE(comes_to_catch(client, SIGTERM));
  EXPECT_FALSE(client.wait_at_most(Duration(300)));
  client.signal(SIGTERM);
  EXPECT_TRUE(ends_with(client, 128 + SIGTERM));
  EXPECT_FALSE(client.was_killed());
}

/// A server with one client that has been answered, so it has certainly been accepted.
struct Busy {
  Server server;
  UniqueFd client;
};

Busy busy(const std::string& command, const Words& options = {}) {
  Busy made{start_server(command, Transport::tcp4, options), {}};
  made.client = connect_to(made.server.where);
  write_all(made.client.get(), "x");
  if (command == "echo") {
    read_exactly(made.client.get(), 1);
  } else {
    made.server.process->wait_for_stdout(1);
  }
  return made;
}

TEST(Drain, OfAnIdleServerEndsItWithStatus0) {
  for (const int signal : {SIGINT, SIGTERM}) {
    Server echo = start_server("echo", Transport::tcp4);
    echo.process->signal(signal);
    EXPECT_TRUE(ends_with(*echo.process, 0));
    Server listen = start_server("listen", Transport::unix_path, {"-k"});
    listen.process->signal(signal);
    EXPECT_TRUE(ends_with(*listen.process, 0));
  }
}

TEST(Drain, OfEchoStopsAcceptingAndLetsConnectionsFinish) {
  for (const int signal : {SIGINT, SIGTERM}) {
    Busy echo = busy("echo", {"--drain", "60s"});
    echo.server.process->signal(signal);
    const Deadline deadline;
    while (listens(echo.server.process->pid(), echo.server.where) && !deadline.passed()) elapse(Duration(2));
    EXPECT_EQ(connect_error(echo.server.where), ECONNREFUSED);
    for (const char* text : {"still", "there"}) {
      write_all(echo.client.get(), text);
      EXPECT_EQ(read_exactly(echo.client.get(), 5).bytes, text);
      elapse(Duration(100));
    }
    send_end(echo.client.get());
    EXPECT_EQ(read_to_end(echo.client.get()).bytes, "");
    EXPECT_TRUE(ends_with(*echo.server.process, 0));
  }
}

TEST(Drain, OfListenKeepOpenSendsFinToIdleClients) {
  Busy listen = busy("listen", {"-k", "--drain", "60s"});
  listen.server.process->signal(SIGTERM);
  const Read theirs = read_to_end(listen.client.get());
  EXPECT_EQ(theirs.bytes, "");
  EXPECT_EQ(theirs.error, 0);
  EXPECT_TRUE(listen.server.process->running()) << "the client may finish";
  write_all(listen.client.get(), "last words");
  send_end(listen.client.get());
  EXPECT_TRUE(ends_with(*listen.server.process, 0));
  EXPECT_EQ(listen.server.process->read_stdout_until_eof(), "xlast words");
}

TEST(Drain, IsCutByASecondSignalWithStatus1) {
  for (const Words& command : {Words{"echo"}, Words{"listen", "-k"}}) {
    Busy server = busy(command.front(), Words(command.begin() + 1, command.end()) + Words{"--drain", "60s"});
    server.server.process->signal(SIGTERM);
    EXPECT_FALSE(server.server.process->wait_at_most(Duration(300)));
    server.server.process->signal(SIGTERM);
    EXPECT_TRUE(ends_with(*server.server.process, 1));
    EXPECT_NE(messages(*server.server.process).find('1'), std::string::npos) << "it says how many were cut";
  }
}

TEST(Drain, IsCutAtItsEndWithStatus1) {
  Busy echo = busy("echo", {"--drain", "300ms"});
  echo.server.process->signal(SIGTERM);
  EXPECT_TRUE(ends_with(*echo.server.process, 1));
  EXPECT_NE(messages(*echo.server.process).find('1'), std::string::npos) << "it says how many were cut";
}

TEST(Hangup, EndsAServerAsSigtermDoes) {
  Busy echo = busy("echo", {"--drain", "60s"});
  echo.server.process->signal(SIGHUP);
  EXPECT_FALSE(echo.server.process->wait_at_most(Duration(200)));
  send_end(echo.client.get());
  EXPECT_TRUE(ends_with(*echo.server.process, 0));
}

}  // namespace
}  // namespace netkit::test
