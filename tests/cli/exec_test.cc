// SPDX-License-Identifier: MIT
// --exec and --sh-exec: the connection is a program's stdin and stdout.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "event_lines.h"
#include "support/data.h"
#include "support/fd_io.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

/// Who connects, by what, and whether the program has the socket itself or a relay stands between.
struct Way {
  Role role;
  Transport transport;
  bool relayed;

  Words options() const { return relayed ? Words{"-o", "/dev/null"} : Words{}; }
};

std::string name_of(const Way& way) {
  return name_of(way.role) + name_of(way.transport) + (way.relayed ? "Relayed" : "Lent");
}

std::vector<Way> ways() {
  std::vector<Way> all;
  for (const Role role : {Role::connect, Role::listen}) {
    for (const Transport transport :
         {Transport::tcp4, Transport::tcp6, Transport::unix_path, Transport::abstract_name}) {
      for (const bool relayed : {false, true}) all.push_back({role, transport, relayed});
    }
  }
  return all;
}

class Exec : public testing::TestWithParam<Way> {
 protected:
  void SetUp() override { NETKIT_NEEDS(GetParam().transport); }
  static Joined join_program(const Words& program) {
    return join(GetParam().role, GetParam().transport, GetParam().options() + program);
  }
};

TEST_P(Exec, PassesBytesAndEndsBothWays) {
  const std::string data = random_bytes(1 * MiB);
  Joined it = join_program({"-e", "cat"});
  std::thread sender([&] {
    write_all(it.peer.get(), data);
    send_end(it.peer.get());
  });
  const Read answer = read_to_end(it.peer.get());
  sender.join();
  EXPECT_TRUE(same_bytes(data, answer.bytes));
  EXPECT_EQ(answer.error, 0);
  EXPECT_EQ(it.netkit->wait(), 0);
}

TEST_P(Exec, LetsTheProgramAnswerAfterThePeersEnd) {
  Joined it = join_program({"-c", "wc -c; echo more"});
  write_all(it.peer.get(), "request");
  send_end(it.peer.get());
  EXPECT_EQ(read_to_end(it.peer.get()).bytes, "7\nmore\n");
  EXPECT_EQ(it.netkit->wait(), 0);
}

TEST_P(Exec, DeliversALargeAnswerToARequestThatIsNotRead) {
  Joined it = join_program({"-e", "head -c 3000000 /dev/zero"});
  write_all(it.peer.get(), random_bytes(10'000));
  const Read answer = read_to_end(it.peer.get());
  EXPECT_EQ(answer.bytes.size(), 3'000'000U);
  EXPECT_EQ(answer.error, 0);
  EXPECT_EQ(it.netkit->wait(), 0);
}

TEST_P(Exec, EndsTheConnectionThoughSomethingIsLeftRunning) {
  Joined it = join_program({"-c", "sleep 60 & echo $!"});
  const std::string left = read_to_end(it.peer.get()).bytes;
  EXPECT_EQ(it.netkit->wait(), 0);
  EXPECT_EQ(::kill(std::stoi(left), SIGKILL), 0) << left;
}

TEST_P(Exec, EndsAsTheProgram) {
  Joined it = join_program({"-c", "exit 3"});
  EXPECT_EQ(read_to_end(it.peer.get()).error, 0);
  EXPECT_EQ(it.netkit->wait(), 3);
  EXPECT_TRUE(it.netkit->read_stderr_until_eof().ends_with("netkit: /bin/sh exited with status 3\n"));
}

// For a Unix-domain socket a close is all there is.
TEST_P(Exec, HangsUpWhenThePeerIsGone) {
  Joined it =
      join_program({"-c", "trap 'echo gone >&2; exit 5' HUP; echo ready; while :; do sleep 0.01; done"});
  EXPECT_EQ(read_exactly(it.peer.get(), 6).bytes, "ready\n");
  reset(std::move(it.peer));
  it.netkit->wait_for_stderr("gone");
  EXPECT_EQ(it.netkit->wait(), 5);
}

TEST_P(Exec, PartsWithAnIdleProgram) {
  Joined it = join_program({"-i", "100ms", "-e", "cat"});
  EXPECT_EQ(read_to_end(it.peer.get()).error, 0);
  EXPECT_EQ(it.netkit->wait(), 6);
  EXPECT_TRUE(
      it.netkit->read_stderr_until_eof().ends_with("netkit: nothing was sent or received for 100ms\n"));
}

INSTANTIATE_TEST_SUITE_P(, Exec, testing::ValuesIn(ways()),
                         [](const auto& test) { return name_of(test.param); });

/// What a program writes to the only client of `listen`.
std::string output_of(const std::string& script, Transport transport = Transport::tcp4,
                      const Words& options = {}) {
  Server server = start_server("listen", transport, options + Words{"-c", script});
  const std::string output = read_to_end(connect_to(server.where).get()).bytes;
  EXPECT_EQ(server.process->wait(), 0);
  return output;
}

TEST(ExecProgram, IsToldOfATcpConnection) {
  Server server = start_server("listen", Transport::tcp4, {"-c", "env | grep ^NETKIT_ | sort"});
  const UniqueFd client = connect_from("127.0.0.2", server.where);
  const std::string told = read_to_end(client.get()).bytes;
  EXPECT_TRUE(told.starts_with(
      "NETKIT_ID=1\nNETKIT_LOCAL_ADDR=127.0.0.1\nNETKIT_LOCAL_PORT=" + std::to_string(server.where.port) +
      "\nNETKIT_PROTO=tcp\nNETKIT_REMOTE_ADDR=127.0.0.2\nNETKIT_REMOTE_PORT="))
      << told;
}

TEST(ExecProgram, IsToldAMappedAddressAsIpv4) {
  NETKIT_NEEDS(Transport::tcp6);
  Server server =
      start_server(netkit({"listen", "-c", "echo $NETKIT_REMOTE_ADDR $NETKIT_LOCAL_ADDR", "::", "0"}));
  const Where where{Transport::tcp4, "127.0.0.1", server.where.port, ""};
  EXPECT_EQ(read_to_end(connect_to(where).get()).bytes, "127.0.0.1 127.0.0.1\n");
}

TEST(ExecProgram, IsToldOfAUnixConnection) {
  NETKIT_NEEDS(Transport::unix_path);
  Server server = start_server("listen", Transport::unix_path, {"-c", "env | grep ^NETKIT_ | sort"});
  const std::string told = read_to_end(connect_to(server.where).get()).bytes;
  EXPECT_EQ(told, "NETKIT_ID=1\nNETKIT_LOCAL_PATH=" + server.where.text() +
                      "\nNETKIT_PROTO=unix\nNETKIT_REMOTE_GID=" + std::to_string(::getgid()) +
                      "\nNETKIT_REMOTE_PATH=\nNETKIT_REMOTE_PID=" + std::to_string(::getpid()) +
                      "\nNETKIT_REMOTE_UID=" + std::to_string(::getuid()) + "\n");
  EXPECT_TRUE(output_of("echo $NETKIT_LOCAL_PATH", Transport::abstract_name).starts_with("@"));
}

TEST(ExecProgram, HasOurEnvironmentWithoutWhatIsMeantForNetkit) {
  Launch launch = netkit({"listen", "-c", "env", "127.0.0.1", "0"});
  launch.environment = {{"NETKIT_LISTEN_VERBOSE", "1"},    {"NETKIT_CONNECT_QUIET", "1"}, {"NETKIT_ID", "77"},
                        {"NOTIFY_SOCKET", "/nonexistent"}, {"LISTEN_FDNAMES", "x"},       {"KEPT", "yes"}};
  Server server = start_server(std::move(launch));
  const std::string all = read_to_end(connect_to(server.where).get()).bytes;
  for (const std::string part : {"NETKIT_CONNECT_QUIET=1\n", "KEPT=yes\n", "NETKIT_ID=1\n", "PATH="})
    EXPECT_TRUE(all.contains(part)) << part << all;
  for (const std::string part : {"NETKIT_LISTEN", "NETKIT_ID=77", "NOTIFY", "LISTEN_FD"})
    EXPECT_FALSE(all.contains(part)) << part << all;
}

TEST(ExecProgram, HasNoDescriptorButItsOwn) {
  EXPECT_EQ(output_of("for n in $(seq 0 200); do [ -e /proc/$$/fd/$n ] && echo $n; done; true"), "0\n1\n2\n");
}

TEST(ExecProgram, LeavesOurStdinAlone) {
  const UniqueFd input = memory_file("not for the client");
  Server server = start_server("listen", Transport::tcp4, {"-e", "true"}, {Stdio::descriptor(input), {}, {}});
  EXPECT_EQ(read_to_end(connect_to(server.where).get()).bytes, "");
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_EQ(file_offset(input.get()), 0U);
}

TEST(ExecProgram, HasItsLinesSentWithCrlf) {
  EXPECT_EQ(output_of("printf 'a\\nb\\r\\n'", Transport::tcp4, {"-C"}), "a\r\nb\r\n");
}

TEST(ExecProgram, EndedBySignalIsReported) {
  Server server = start_server("listen", Transport::tcp4, {"-e", "sh -c 'kill -SEGV $$'"});
  EXPECT_EQ(read_to_end(connect_to(server.where).get()).error, 0);
  EXPECT_EQ(server.process->wait(), 128 + SIGSEGV);
  EXPECT_TRUE(server.process->read_stderr_until_eof().ends_with("netkit: sh was ended by SIGSEGV\n"));
}

TEST(ExecProgram, ThatCannotRunIsReportedBeforeAnythingElse) {
  const TempDir dir;
  const std::string text = dir.write("text", "no program");
  const std::vector<std::pair<std::string, Outcome>> bad{
      {"nonsense", {127, "", "netkit: exec ENOENT: no such file or directory nonsense\n"}},
      {"/nonexistent/x y", {127, "", "netkit: exec ENOENT: no such file or directory /nonexistent/x\n"}},
      {"''", {127, "", "netkit: exec ENOENT: no such file or directory \n"}},
      {text, {126, "", "netkit: exec EACCES: permission denied " + text + "\n"}},
      {"/etc", {126, "", "netkit: exec EACCES: permission denied /etc\n"}},
  };
  for (const auto& [command, expected] : bad) {
    for (const Words& words : {Words{"listen", "-v", "-e", command, "127.0.0.1", "0"},
                               Words{"connect", "-v", "-e", command, "127.0.0.1", "1"}}) {
      const Outcome outcome = run_netkit(words);
      EXPECT_EQ(outcome.status, expected.status) << command;
      EXPECT_EQ(outcome.err, expected.err) << command;
    }
  }
}

TEST(ExecProgram, ThatCannotRunLaterResetsItsClientOnly) {
  const TempDir dir;
  const std::string program = dir.write("program", "#!/bin/sh\necho here\n");
  ASSERT_EQ(::chmod(program.c_str(), 0700), 0);
  Server server = start_server("listen", Transport::tcp4, {"-k", "-e", program});
  ASSERT_EQ(::chmod(program.c_str(), 0600), 0);
  EXPECT_EQ(read_to_end(connect_to(server.where).get()).error, ECONNRESET);
  ASSERT_EQ(::chmod(program.c_str(), 0700), 0);
  EXPECT_EQ(read_to_end(connect_to(server.where).get()).bytes, "here\n");

  Server once = start_server("listen", Transport::tcp4, {"-e", program});
  ASSERT_EQ(::unlink(program.c_str()), 0);
  EXPECT_EQ(read_to_end(connect_to(once.where).get()).error, ECONNRESET);
  EXPECT_EQ(once.process->wait(), 127);
}

TEST(ExecProgram, ThatDoesNotEndIsKilled) {
  Server server =
      start_server("listen", Transport::tcp4,
                   {"--max-time", "200ms", "-c", "trap '' TERM; echo $$; while :; do sleep 0.01; done"});
  const UniqueFd client = connect_to(server.where);
  const std::string output = read_to_end(client.get()).bytes;
  EXPECT_EQ(server.process->wait(), 124);
  EXPECT_EQ(::kill(std::stoi(output), 0), -1);
}

TEST(ExecProgram, IsAskedToEndBySignalsToUs) {
  Server server =
      start_server("listen", Transport::tcp4,
                   {"-c", "trap 'echo asked >&2; exit' TERM; echo ready; while :; do sleep 0.01; done"});
  const UniqueFd client = connect_to(server.where);
  EXPECT_EQ(read_exactly(client.get(), 6).bytes, "ready\n");
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 128 + SIGTERM);
  EXPECT_TRUE(server.process->read_stderr_until_eof().contains("asked"));
}

// Whichever descriptor of a connection and its program is the one that is missing.
TEST(ExecPrograms, ForWhichThereAreNoDescriptorsDoNotEndTheServer) {
  for (const rlim_t limit : {60, 61, 62, 63, 64, 65}) {
    Launch launch = netkit({"listen", "-k", "-e", "cat", "127.0.0.1", "0"});
    launch.limits = {{RLIMIT_NOFILE, limit}};
    Server server = start_server(std::move(launch));
    std::vector<UniqueFd> clients;
    for (int i = 0; i < 40; ++i) clients.push_back(connect_to(server.where));
    const UniqueFd& first = clients.front();
    write_all(first.get(), "x");
    EXPECT_EQ(read_exactly(first.get(), 1).bytes, "x");
    clients.clear();
    for (std::string answer; answer != "y";) {  // descriptors come back one by one
      const UniqueFd client = connect_to(server.where);
      write_all(client.get(), "y");
      answer = read_exactly(client.get(), 1).bytes;
    }
    EXPECT_TRUE(server.process->running());
  }
}

TEST(ExecPrograms, MayFinishAfterSigterm) {
  Server server = start_server("listen", Transport::tcp4, {"-k", "-e", "cat"});
  const UniqueFd client = connect_to(server.where);
  write_all(client.get(), "a");
  EXPECT_EQ(read_exactly(client.get(), 1).bytes, "a");
  server.process->signal(SIGTERM);
  server.process->wait_for_stderr("waiting up to 8s for 1 connection");
  write_all(client.get(), "b");
  EXPECT_EQ(read_exactly(client.get(), 1).bytes, "b");
  send_end(client.get());
  EXPECT_EQ(server.process->wait(), 0);
}

TEST(ExecPrograms, AreEndedAfterTheDrain) {
  Server server = start_server("listen", Transport::tcp4, {"-k", "--drain", "50ms", "-e", "cat"});
  const UniqueFd one = connect_to(server.where), other = connect_to(server.where);
  for (const UniqueFd* client : {&one, &other}) {
    write_all(client->get(), "x");
    EXPECT_EQ(read_exactly(client->get(), 1).bytes, "x");
  }
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 1);
  EXPECT_TRUE(server.process->read_stderr_until_eof().contains("2 connections were cut off"));
}

TEST(ExecPrograms, CountAsConnectionsUntilTheyHaveEnded) {
  Server server = start_server(
      "listen", Transport::tcp4,
      {"-k", "-v", "-m", "1", "-c", "trap 'echo gone >&2' HUP; echo ready; while :; do sleep 0.01; done"});
  UniqueFd client = connect_to(server.where);
  EXPECT_EQ(read_exactly(client.get(), 6).bytes, "ready\n");
  reset(std::move(client));
  server.process->wait_for_stderr("gone");
  EXPECT_EQ(read_to_end(connect_to(server.where).get()).bytes, "");
  server.process->signal(SIGTERM);
  server.process->wait_for_stderr("waiting up to");
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 1);
}

TEST(ExecPrograms, RunInSeveralWorkers) {
  Server server = start_server("listen", Transport::tcp4, {"-k", "--workers", "3", "-c", "cat; echo end"});
  for (int i = 0; i < 12; ++i) {
    const UniqueFd client = connect_to(server.where);
    write_all(client.get(), "x");
    send_end(client.get());
    EXPECT_EQ(read_to_end(client.get()).bytes, "xend\n");
  }
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
}

TEST(ExecPrograms, AreReportedWithTheirEnd) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    NETKIT_NEEDS(transport);
    Server server = start_server("listen", transport, {"--events", "-c", "wc -c; exit 4"});
    const UniqueFd client = connect_to(server.where);
    write_all(client.get(), "four");
    send_end(client.get());
    read_to_end(client.get());
    EXPECT_EQ(server.process->wait(), 4);
    const auto events = event_lines(server.process->read_stderr_until_eof());
    EXPECT_EQ(names_of(events), "listening connection spawn end reap close exit");
    ASSERT_EQ(events.size(), 7U);
    EXPECT_EQ(events[2]["file"], "/bin/sh");
    EXPECT_EQ(events[2]["pid"], events[4]["pid"]);
    EXPECT_EQ(events[4]["status"], 4);
    EXPECT_EQ(events[5]["bytesRead"], 4);
    EXPECT_EQ(events[5]["bytesWritten"], 2);
    EXPECT_EQ(events[6]["cause"], "exec");
  }
}

TEST(ExecPrograms, AreCountedInTheSummary) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    NETKIT_NEEDS(transport);
    Server server = start_server("listen", transport, {"--summary", "-e", "cat"});
    const UniqueFd client = connect_to(server.where);
    write_all(client.get(), "four");
    send_end(client.get());
    EXPECT_EQ(read_to_end(client.get()).bytes, "four");
    EXPECT_EQ(server.process->wait(), 0);
    const std::string summary = server.process->read_stderr_until_eof();
    EXPECT_TRUE(summary.contains("received 4 bytes, sent 4 bytes")) << summary;
  }
}

TEST(ExecPrograms, RefuseWhatDoesNotGoWithThem) {
  const std::vector<std::pair<Words, std::string>> bad{
      {{"-e", "'a"}, "--exec: ''a': a quote is not closed"},
      {{"-e", "a\\"}, "--exec: 'a\\': a backslash at the end takes nothing"},
      {{"-e", " "}, "--exec: ' ': there is no program"},
      {{"-e", "cat", "-c", "cat"}, "--exec and --sh-exec exclude each other"},
      {{"-e", "cat", "--half-open"}, "--half-open and --exec exclude each other"},
      {{"-e", "cat", "--no-shutdown"}, "--no-shutdown and --exec exclude each other"},
      {{"-e", "cat", "-Q", "1s"}, "--quit-after and --exec exclude each other"},
      {{"-e", "cat", "--send-only"}, "--send-only and --exec exclude each other"},
      {{"-c", "cat", "--recv-only"}, "--recv-only and --sh-exec exclude each other"},
      {{"-e", "cat", "--encoding", "hex"}, "--encoding and --exec exclude each other"},
      {{"-e", "cat", "-i", "1s", "--on-idle", "report"}, "--on-idle report and --exec exclude each other"},
  };
  for (const auto& [options, complaint] : bad) {
    for (const std::string command : {"listen", "connect"}) {
      const Outcome outcome = run_netkit(Words{command} + options + Words{"127.0.0.1", "1"});
      EXPECT_EQ(outcome.status, 2) << complaint;
      EXPECT_EQ(outcome.err, "netkit: " + complaint + "\n");
    }
  }
  const std::vector<std::pair<Words, std::string>> of_one{
      {{"listen", "-e", "cat", "--to", "80"}, "--exec and --to exclude each other"},
      {{"listen", "-e", "cat", "--workers", "2", "0"}, "--workers is for many clients and needs --keep-open"},
      {{"listen", "-k", "--workers", "2", "0"}, "--workers is for clients of --exec, --sh-exec, --to and "},
      {{"connect", "-e", "cat", "-z", "80"}, "exclude each other"},
      {{"echo", "-e", "cat", "80"}, "write --exec COMMAND (listen, connect)"},
  };
  for (const auto& [words, complaint] : of_one) {
    const Outcome outcome = run_netkit(words);
    EXPECT_EQ(outcome.status, 2) << complaint;
    EXPECT_TRUE(outcome.err.contains(complaint)) << outcome.err;
  }
}

}  // namespace
}  // namespace netkit::test
