// SPDX-License-Identifier: MIT
// --udp: peers of a datagram socket are connections.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "event_lines.h"
#include "support/data.h"
#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

constexpr std::size_t largest = 65507;

Server udp_server(const std::string& command, const Words& options = {}, const Stdios& stdio = {}) {
  return start_server(command, Transport::tcp4, Words{"-u"} + options, stdio);
}

std::unique_ptr<Process> connect(const Where& where, const Words& options = {}) {
  return std::make_unique<Process>(netkit(Words{"connect", "-u"} + options + where.netkit_words()));
}

/// With this stdin, from start to end.
Outcome run_connect(const Where& where, const Words& options, std::string_view stdin_text) {
  return run_netkit(Words{"connect", "-u"} + options + where.netkit_words(), stdin_text);
}

TEST(Datagrams, AreReadsAndWritesOfTheConsole) {
  RawDatagrams peer;
  const auto client = connect(peer.where());
  const std::string most = random_bytes(largest);
  for (const std::string& one : {std::string("hello\n"), most, std::string("x")}) {
    client->write_stdin(one);
    std::string received = peer.receive();
    while (received.size() < one.size()) received += peer.receive();  // as the pipe is read
    EXPECT_EQ(received, one);
  }
  for (const std::string& one : {std::string("answer"), std::string(), most}) peer.answer(one);
  EXPECT_EQ(client->wait_for_stdout(6 + largest), "answer" + most);
  client->close_stdin();
  EXPECT_EQ(client->wait(), 0);
}

TEST(Datagrams, AreLinesOfStdinWithADelay) {
  RawDatagrams peer;
  const Outcome outcome = run_connect(peer.where(), {"-d", "0", "--send-only"}, "one\n\ntwo\nthree");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  for (const char* const line : {"one\n", "\n", "two\n", "three"}) EXPECT_EQ(peer.receive(), line);
}

TEST(Datagrams, ComeBackFromEcho) {
  const Server server = udp_server("echo");
  RawDatagrams peer;
  for (const std::string& one : {std::string("a"), std::string(), random_bytes(largest)}) {
    peer.send_to(server.where, one);
    EXPECT_EQ(peer.receive(), one);
  }
  const Outcome outcome = run_connect(server.where, {"--summary", "-Q", "100ms"}, "hello");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "hello");
  EXPECT_TRUE(
      outcome.err.starts_with("netkit: received 5 bytes in 1 datagram, sent 5 bytes in 1 datagram, in "))
      << outcome.err;
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
}

TEST(Datagrams, AreRefusedWhereNobodyListens) {
  const Where nobody = refusing_where();
  for (const Words& options : {Words{}, Words{"--send-only"}, Words{"-z"}}) {
    const Outcome outcome = run_connect(nobody, options, "x");
    EXPECT_EQ(outcome.status, 4);
    EXPECT_EQ(outcome.err, "netkit: connect ECONNREFUSED " + nobody.text() + "\n");
  }
}

TEST(Datagrams, AreSentAgainToTheNextAddressOfTheName) {
  RawDatagrams peer;
  for (const Words& options : {Words{}, Words{"--send-only"}}) {
    const Outcome outcome =
        run_netkit(Words{"connect", "-u", "-Q", "50ms", "--resolve", "two=127.0.0.9,127.0.0.1"} + options +
                       Words{"two", std::to_string(peer.where().port)},
                   "lost?");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(peer.receive(), "lost?");
  }
}

TEST(Datagrams, EndTheRunWhenThePeerHasGone) {
  auto peer = std::make_unique<RawDatagrams>();
  const auto client = connect(peer->where());
  client->write_stdin("hello");
  peer->receive();
  peer->answer("welcome");
  client->wait_for_stdout(7);
  peer.reset();
  client->write_stdin("still there?");
  EXPECT_EQ(client->wait(), 7);
  EXPECT_EQ(client->read_stderr_until_eof(), "netkit: read ECONNREFUSED\n");
}

TEST(Datagrams, OfTheFirstSenderAreThoseThatListenTakes) {
  const Server server = udp_server("listen");
  RawDatagrams first;
  first.send_to(server.where, "hello");
  EXPECT_EQ(server.process->wait_for_stdout(5), "hello");
  const Outcome late = run_connect(server.where, {}, "me too");
  EXPECT_EQ(late.status, 4);
  server.process->write_stdin("an answer");
  EXPECT_EQ(first.receive(), "an answer");
  first.send_to(server.where, " again");
  EXPECT_EQ(server.process->wait_for_stdout(11), "hello again");
  server.process->close_stdin();
  EXPECT_EQ(server.process->wait(), 0);
}

TEST(Datagrams, OfManySendersGoToStdoutAndStdinToAll) {
  const Server server = udp_server("listen", {"-k", "--events=fd:2"});
  RawDatagrams one, other;
  one.send_to(server.where, "a");
  server.process->wait_for_stdout(1);
  other.send_to(server.where, "");
  other.send_to(server.where, "b");
  EXPECT_EQ(server.process->wait_for_stdout(2), "ab");
  server.process->write_stdin("to both");
  EXPECT_EQ(one.receive(), "to both");
  EXPECT_EQ(other.receive(), "to both");
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_EQ(names_of(event_lines(server.process->read_stderr_until_eof())),
            "listening connection connection end close end close exit");
}

TEST(Datagrams, OfOnePeerTooManyAreDropped) {
  const Server server = udp_server("echo", {"-m", "1", "--events=fd:2"});
  RawDatagrams one, other;
  one.send_to(server.where, "a");
  one.receive();
  for (int i = 0; i < 5; ++i) other.send_to(server.where, "b");
  one.send_to(server.where, "c");
  one.receive();
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
  const std::string events = names_of(event_lines(server.process->read_stderr_until_eof()));
  EXPECT_EQ(events.find("drop"), events.rfind("drop")) << events;
}

TEST(Datagrams, OfASilentPeerEndItsConnection) {
  const Server server = udp_server("echo", {"-i", "50ms", "-m", "1", "-v"});
  RawDatagrams one, other;
  one.send_to(server.where, "a");
  one.receive();
  server.process->wait_for_stderr("closed " + one.where().text());
  other.send_to(server.where, "b");
  EXPECT_EQ(other.receive(), "b");
}

TEST(Datagrams, AreForwardedAndTheAnswersGoBack) {
  const Server target = udp_server("echo");
  const Server middle = udp_server("listen", {"-k", "--to", target.where.text()});
  RawDatagrams one, other;
  one.send_to(middle.where, random_bytes(largest));
  other.send_to(middle.where, "b");
  EXPECT_EQ(one.receive(), random_bytes(largest));
  EXPECT_EQ(other.receive(), "b");
  middle.process->signal(SIGTERM);
  EXPECT_EQ(middle.process->wait(), 0);
}

// Without -k too: no datagram says that it is the last one.
TEST(Datagrams, OfOneForwardedClientEndByIdleness) {
  const Server target = udp_server("echo");
  const Server middle = udp_server("listen", {"-i", "50ms", "--to", target.where.text()});
  RawDatagrams client;
  client.send_to(middle.where, "a");
  EXPECT_EQ(client.receive(), "a");
  EXPECT_EQ(middle.process->wait(), 6);
}

TEST(Datagrams, ThatTheTargetRefusesEndThePairOnly) {
  const Where nobody = refusing_where();
  const Server middle = udp_server("listen", {"-k", "-v", "--to", nobody.text()});
  RawDatagrams client;
  client.send_to(middle.where, "a");
  middle.process->wait_for_stderr("closed " + client.where().text());
  RawDatagrams target(nobody);
  client.send_to(middle.where, "b");
  EXPECT_EQ(target.receive(), "b");
}

TEST(Datagrams, AreWritesOfAProgramAndStdinIsAStream) {
  const Server server = udp_server("listen", {"-k", "-c", "while read x; do echo \"got $x\"; done"});
  RawDatagrams peer;
  for (const char* const piece : {"on", "e\ntwo\n", "", "three\n"}) peer.send_to(server.where, piece);
  for (const char* const line : {"got one\n", "got two\n", "got three\n"}) EXPECT_EQ(peer.receive(), line);
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0) << server.process->read_stderr_until_eof();
}

TEST(Datagrams, TellTheProgramWhoSendsThem) {
  const Server server = udp_server("listen", {"-c", "echo $NETKIT_PROTO $NETKIT_REMOTE_PORT; exit 3"});
  RawDatagrams peer;
  peer.send_to(server.where, "a");
  EXPECT_EQ(peer.receive(), "udp " + std::to_string(peer.where().port) + "\n");
  EXPECT_EQ(server.process->wait(), 3);
}

TEST(Datagrams, GoBetweenUnixSockets) {
  const TempDir folder;
  const Server server = start_server("echo", Transport::unix_path, {"-u"});
  const Where& where = server.where;
  for (const Words& options : {Words{}, Words{"-s", folder / "client"}}) {
    const Outcome outcome = run_connect(where, options + Words{"-Q", "100ms"}, "hello");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "hello");
  }
  RawDatagrams peer(Where{Transport::unix_path, "", 0, folder / "peer"});
  const std::string most = random_bytes(std::size_t{150} * 1024);
  for (const std::string& one : {std::string(), most}) {
    peer.send_to(where, one);
    EXPECT_EQ(peer.receive(), one);
  }
  {
    RawDatagrams gone(Where{Transport::unix_path, "", 0, folder / "gone"});
    gone.send_to(where, "a");
  }
  peer.send_to(where, "still there");
  EXPECT_EQ(peer.receive(), "still there");
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_FALSE(std::filesystem::exists(where.path));
  EXPECT_FALSE(std::filesystem::exists(folder / "client"));
}

TEST(Datagrams, ComeThroughAnInheritedSocket) {
  RawDatagrams bound;
  const Where where = bound.where();
  Launch launch = netkit({"echo", "-u", "--fd", "5"});
  launch.inherited = {{bound.fd(), 5}};
  Process server(launch);
  server.wait_for_stderr("listening on " + where.text());
  RawDatagrams peer;
  peer.send_to(where, "hello");
  EXPECT_EQ(peer.receive(), "hello");
}

TEST(Datagrams, AreWholeAtARate) {
  RawDatagrams peer;
  const std::string most = random_bytes(largest);
  const UniqueFd input = memory_file(most + "rest");
  const auto client = std::make_unique<Process>(
      netkit(Words{"connect", "-u", "--send-only", "--rate", "1M"} + peer.where().netkit_words(),
             {.in = Stdio::descriptor(input), .out = {}, .err = {}}));
  EXPECT_EQ(peer.receive(), most);
  EXPECT_EQ(peer.receive(), "rest");
  EXPECT_EQ(client->wait(), 0);
}

TEST(Datagrams, ThatAreProbedForSayWhatIsKnown) {
  const Server server = udp_server("echo");
  RawDatagrams silent;
  const std::string refusing = std::to_string(refusing_where().port);
  const Outcome open = run_connect(server.where, {"-z", "-v"}, "");
  EXPECT_EQ(open.status, 0);
  EXPECT_FALSE(open.err.contains("no answer")) << open.err;
  const Outcome unknown = run_connect(silent.where(), {"-z", "-v", "-w", "50ms"}, "");
  EXPECT_EQ(unknown.status, 0);
  EXPECT_TRUE(unknown.err.contains(silent.where().text() + ": no answer (open, or filtered)")) << unknown.err;
  EXPECT_EQ(silent.receive(), std::string(1, '\0'));
  const std::string ports = std::to_string(silent.where().port) + "," + refusing;
  const Outcome several =
      run_netkit({"connect", "-z", "-u", "-w", "50ms", "--events=fd:2", "127.0.0.1", ports});
  EXPECT_EQ(several.status, 0);
  EXPECT_EQ(several.out, silent.where().text() + "\n");
  std::vector<std::string> states;
  for (const auto& event : event_lines(several.err)) {
    if (event["event"] == "probe") states.push_back(event["state"]);
  }
  std::ranges::sort(states);
  EXPECT_EQ(states, (std::vector<std::string>{"refused", "silent"}));
}

TEST(Datagrams, ToABroadcastAddressNeedTheOption) {
  const Outcome without = run_netkit({"connect", "-u", "127.255.255.255", "9"}, "x");
  EXPECT_EQ(without.status, 4);
  EXPECT_EQ(without.err,
            "netkit: connect EACCES 127.255.255.255:9; to send to a broadcast address add --broadcast\n");
  RawDatagrams peer(Where{Transport::tcp4, "127.255.255.255", 0, ""});
  const Outcome with = run_connect(peer.where(), {"--broadcast", "--send-only"}, "to all");
  EXPECT_EQ(with.status, 0) << with.err;
  EXPECT_EQ(peer.receive(), "to all");
}

TEST(Datagrams, ToAMulticastGroupReachAllThatListen) {
  const Words group{"--interface", "lo", "239.255.77.2"};
  const auto listen = [&](const std::string& port) {
    auto server = std::make_unique<Process>(netkit(Words{"listen", "-u", "-k", "-v"} + group + Words{port}));
    server->wait_for_stderr("listening on ");
    return server;
  };
  const auto first = listen("0");
  const std::string line = first->stderr_so_far();
  const std::string port =
      line.substr(line.rfind(':') + 1, line.find('\n', line.rfind(':')) - line.rfind(':') - 1);
  const auto second = listen(port);
  const Outcome sent =
      run_netkit(Words{"connect", "-u", "--send-only", "--ttl", "1"} + group + Words{port}, "hello");
  EXPECT_EQ(sent.status, 0) << sent.err;
  EXPECT_EQ(first->wait_for_stdout(5), "hello");
  EXPECT_EQ(second->wait_for_stdout(5), "hello");
}

TEST(Datagrams, CannotGoWithWhatIsForStreams) {
  const auto refused = [](const Words& words, const std::string& line) {
    const Outcome outcome = run_netkit(words);
    EXPECT_EQ(outcome.status, 2) << line;
    EXPECT_EQ(outcome.err, "netkit: " + line + "\n");
  };
  const std::vector<Words> listening{
      {"--backlog", "1"}, {"--pause-on-connect", "1s"}, {"--workers", "2"}, {"--no-delay"},
      {"--keep-alive"},   {"--user-timeout", "1s"},     {"--reset"},        {"--allow-user", "root"}};
  for (const Words& option : listening)
    refused(Words{"echo", "-u", "8124"} + option, option[0] + " is for streams and cannot go with --udp");
  refused({"echo", "-u", "--greeting", "hi", "8124"}, "--greeting is for streams and cannot go with --udp");
  const std::vector<Words> connecting{
      {"--half-open"}, {"--telnet"}, {"--attempts", "race"}, {"--attempt-timeout", "1s"}, {"--send-proxy"}};
  for (const Words& option : connecting)
    refused(Words{"connect", "-u", "8124"} + option, option[0] + " is for streams and cannot go with --udp");
  refused({"connect", "--broadcast", "8124"}, "--broadcast is for datagrams and needs --udp");
  refused({"listen", "--ttl", "3", "8124"}, "--ttl is for datagrams and needs --udp");
  refused({"listen", "-u", "-U", "x", "--ttl", "3"}, "--ttl is for UDP and cannot go with --unix");
  refused({"connect", "-u", "--ttl", "0", "8124"}, "--ttl: '0' is not a number in 1..255");
  refused({"listen", "-u", "-U", "x", "--to", "127.0.0.1:9"},
          "--udp with --unix and --to exclude each other");
  refused({"listen", "-u", "--to", "unix:x", "8124"}, "--to: with --udp write HOST:PORT; 'unix:x' is a path");
  refused({"connect", "-U", "x", "-s", "./y"}, "--local-address is for TCP and cannot go with --unix");
}

TEST(Datagrams, OfOtherProgramsAreAnswered) {
  const Server server = udp_server("echo");
  const std::string port = std::to_string(server.where.port);
  const std::vector<Words> clients{
      {"nc.openbsd", "-u", "-w", "1", "127.0.0.1", port},
      {"socat", "-t", "1", "-", "UDP:127.0.0.1:" + port},
      {"ncat", "-u", "-i", "1s", "127.0.0.1", port},
  };
  for (const Words& client : clients) {
    if (const auto missing = why_missing(client[0])) {
      GTEST_LOG_(INFO) << *missing;
      continue;
    }
    Launch launch;
    launch.argv = client;
    Process process(launch);
    process.write_stdin("hello\n");
    EXPECT_EQ(process.wait_for_stdout(6), "hello\n") << client[0];
  }
}

}  // namespace
}  // namespace netkit::test
