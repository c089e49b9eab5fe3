// SPDX-License-Identifier: MIT
// Which addresses may connect, or be connected to: --block-list, --deny, --allow-list, --allow.
#include <gtest/gtest.h>

#include <csignal>
#include <regex>
#include <sstream>
#include <string>

#include "event_lines.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

/// Whether an echo server serves this client.
bool serves(const UniqueFd& client) {
  write_all(client.get(), "x");
  return read_exactly(client.get(), 1).bytes == "x";
}

bool serves(const Server& server, const std::string& from) {
  return serves(connect_from(from, server.where));
}

Server echo(const Words& options) {
  return start_server("echo", Transport::tcp4, options);
}

struct Refusals {
  int lines = 0;    ///< that report refusals
  int refused = 0;  ///< connections, by those lines
};

Refusals refusals_in(const std::string& err) {
  Refusals found;
  std::istringstream lines(err);
  const std::regex one("netkit: blocked .*"), more("netkit: ([0-9]+) more connections? (was|were) refused");
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, more)) {
      ++found.lines;
      found.refused += std::stoi(match[1]);
    } else if (std::regex_match(line, one)) {
      ++found.lines;
      ++found.refused;
    }
  }
  return found;
}

TEST(Deny, RefusesPeersThatMatch) {
  const Server server = echo({"--deny", "127.0.0.2", "--deny", "127.0.0.8/29", "-v"});
  const UniqueFd denied = connect_from("127.0.0.2", server.where);
  EXPECT_EQ(read_to_end(denied.get()).bytes, "");
  server.process->wait_for_stderr("netkit: blocked 127.0.0.2:");
  server.process->wait_for_stderr(": --deny: 127.0.0.2\n");
  EXPECT_FALSE(serves(server, "127.0.0.9"));
  server.process->wait_for_stderr(": --deny: 127.0.0.8/29\n");
  EXPECT_TRUE(serves(server, "127.0.0.1"));
}

TEST(Deny, IsReportedAtMostOnceASecondWithoutV) {
  const TempDir dir;
  const std::string list = dir.write("list.txt", "# bad\n127.0.0.2\n");
  for (const Words& options : {Words{}, Words{"--workers", "2"}}) {
    const Server server = echo(options + Words{"--block-list", list});
    for (int i = 0; i < 20; ++i) EXPECT_FALSE(serves(server, "127.0.0.2"));
    server.process->wait_for_stderr(": " + list + ":2: 127.0.0.2\n");
    server.process->wait_for_stderr(" more connections were refused\n");
    server.process->signal(SIGTERM);
    EXPECT_EQ(server.process->wait(), 0);
    const auto [lines, refused] = refusals_in(server.process->read_stderr_until_eof());
    EXPECT_LT(lines, 10);  // the machine may be slow
    EXPECT_EQ(refused, 20);
  }
}

TEST(Deny, IsNotReportedWithQ) {
  const Server server = echo({"-q", "--deny", "127.0.0.2"});
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(serves(server, "127.0.0.2"));
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_EQ(server.process->read_stderr_until_eof(), "");
}

TEST(Deny, MatchesMappedPeersOfADualStackServer) {
  NETKIT_NEEDS(Transport::tcp6);
  const Server server = start_server(netkit({"echo", "--deny", "127.0.0.0/8", "--events", "0"}));
  EXPECT_FALSE(serves(connect_to({Transport::tcp4, "127.0.0.1", server.where.port, {}})));
  server.process->wait_for_stderr(R"("event":"blocked","remoteAddress":"::ffff:127.0.0.1")");
  server.process->wait_for_stderr(R"("remoteFamily":"IPv6","rule":"--deny: 127.0.0.0/8"})");
  EXPECT_TRUE(serves(connect_to({Transport::tcp6, "::1", server.where.port, {}})));
}

TEST(Deny, IsCheckedAfterMaxConnections) {
  const Server server = echo({"--deny", "127.0.0.0/8", "-m", "0", "-v"});
  EXPECT_EQ(read_to_end(connect_to(server.where).get()).bytes, "");
  server.process->wait_for_stderr("dropped 127.0.0.1:");
}

TEST(Deny, NeverRefusesUnixPeers) {
  const Server server =
      start_server("echo", Transport::unix_path, {"--deny", "0.0.0.0/0", "--deny=::/0", "--allow=::1"});
  EXPECT_TRUE(serves(connect_to(server.where)));
  const RawListener listener(Transport::unix_path);
  EXPECT_EQ(run_netkit(Words{"connect", "-z", "--deny", "::/0"} + listener.where().netkit_words()).status, 0);
}

TEST(Deny, LeavesTheOneConnectionToAnAllowedPeer) {
  const Server server = start_server("listen", Transport::tcp4, {"--deny", "127.0.0.2"});
  EXPECT_EQ(read_to_end(connect_from("127.0.0.2", server.where).get()).bytes, "");
  const UniqueFd client = connect_from("127.0.0.1", server.where);
  write_all(client.get(), "hello");
  EXPECT_EQ(server.process->wait_for_stdout(5), "hello");
}

TEST(Deny, CanComeFromTheEnvironment) {
  Launch launch = netkit({"echo", "-v", "127.0.0.1", "0"});
  launch.environment = {{"NETKIT_ECHO_DENY", "127.0.0.2\n127.0.0.4-127.0.0.5"}};
  const Server server = start_server(launch);
  EXPECT_FALSE(serves(server, "127.0.0.2"));
  EXPECT_FALSE(serves(server, "127.0.0.5"));
  server.process->wait_for_stderr(": --deny: 127.0.0.4-127.0.0.5\n");
  EXPECT_TRUE(serves(server, "127.0.0.3"));
  launch.environment = {{"NETKIT_ECHO_DENY", "127.0.0.256"}};
  const Outcome refused = run(launch);
  EXPECT_EQ(refused.status, 2);
  EXPECT_EQ(
      refused.err,
      "netkit: NETKIT_ECHO_DENY: '127.0.0.256' is not an address, CIDR block or range FIRST-LAST: an octet "
      "over 255 (byte 9)\n");
}

TEST(Allow, RefusesAllOtherPeers) {
  const Server server = echo({"--allow", "127.0.0.2/31", "--deny", "127.0.0.3", "--events"});
  EXPECT_FALSE(serves(server, "127.0.0.1"));
  server.process->wait_for_stderr(R"("rule":"not on the allow list"})");
  EXPECT_TRUE(serves(server, "127.0.0.2"));
  EXPECT_FALSE(serves(server, "127.0.0.3")) << "a deny wins";
  server.process->wait_for_stderr(R"("rule":"--deny: 127.0.0.3"})");
}

TEST(BlockList, NamesTheFileAndLineOfTheRule) {
  const TempDir dir;
  const std::string bad = dir.write("bad.txt", "# comment\n10.0.0.0/8\n127.0.0.2 ; SBL1\n127.0.0.0/30\n");
  const std::string worse = dir.write("worse.txt", "127.0.0.7\n");
  const Server server = echo({"--block-list", bad, "--block-list=" + worse, "--events"});
  EXPECT_FALSE(serves(server, "127.0.0.2"));
  server.process->wait_for_stderr("\"rule\":\"" + bad + ":3: 127.0.0.2\"}");
  EXPECT_FALSE(serves(server, "127.0.0.3"));
  server.process->wait_for_stderr("\"rule\":\"" + bad + ":4: 127.0.0.0/30\"}");
  EXPECT_FALSE(serves(server, "127.0.0.7"));
  server.process->wait_for_stderr("\"rule\":\"" + worse + ":1: 127.0.0.7\"}");
  EXPECT_TRUE(serves(server, "127.0.0.9"));
}

TEST(BlockList, SkipsBadLinesWithAWarning) {
  const TempDir dir;
  std::string text = "10.0.0.256\n";
  for (int i = 0; i < 20; ++i) text += "10.0.0." + std::to_string(i) + "\n";
  const std::string one = dir.write("one.txt", text);
  for (int i = 0; i < 11; ++i) text += "nonsense\n";
  const std::string twelve = dir.write("twelve.txt", text);
  const Outcome said = run_netkit({"connect", "--deny=::1", "--block-list", one, "::1", "1"});
  EXPECT_EQ(said.status, 9);
  EXPECT_TRUE(said.err.starts_with("netkit: " + one + ":1:8: an octet over 255")) << said.err;
  const Outcome more = run_netkit({"connect", "--deny=::1", "--block-list", twelve, "::1", "1"});
  EXPECT_NE(more.err.find(twelve + ":30:1: "), std::string::npos) << more.err;
  EXPECT_EQ(more.err.find(twelve + ":31:"), std::string::npos) << more.err;
  EXPECT_NE(more.err.find(twelve + ": 12 of 32 lines are not rules\n"), std::string::npos) << more.err;
  const std::string padded = dir.write("padded.txt", "001.002.004.000\n192.0.2.1\n192.0.2.2\n");
  const Outcome advised = run_netkit({"connect", "--deny=::1", "--block-list", padded, "::1", "1"});
  EXPECT_TRUE(advised.err.contains("('netkit blocklist merge --octets decimal -f " + padded +
                                   "' reads it as 1.2.4.0)"))
      << advised.err;
  EXPECT_TRUE(advised.err.contains(padded + ": 1 of 3 lines is not a rule\n")) << advised.err;
}

TEST(BlockList, WarnsIfItHasNoRules) {
  const TempDir dir;
  for (const std::string text : {"", "# nothing yet\n"}) {
    const std::string list = dir.write("list.txt", text);
    const Outcome outcome = run_netkit({"connect", "--deny=::1", "--block-list", list, "::1", "1"});
    EXPECT_TRUE(outcome.err.starts_with("netkit: '" + list + "' has no rules\n")) << outcome.err;
  }
  const Outcome outcome = run_netkit({"connect", "--deny=::1", "--block-list", "/dev/null", "::1", "1"});
  EXPECT_FALSE(outcome.err.contains("no rules")) << outcome.err;
}

TEST(BlockList, CanBeStdinForEcho) {
  const Server server = [] {
    Pipe list = pipe_to_child();
    write_all(list.write.get(), "127.0.0.2\n");
    list.write.reset();
    return start_server("echo", Transport::tcp4, {"--block-list", "-"},
                        {Stdio::descriptor(list.read), {}, {}});
  }();
  EXPECT_FALSE(serves(server, "127.0.0.2"));
  EXPECT_TRUE(serves(server, "127.0.0.1"));
}

TEST(AllowList, HasTheFormatOfABlockList) {
  const TempDir dir;
  const Server server = echo({"--allow-list", dir.write("good.txt", "127.0.0.2\n127.0.0.3"), "--events"});
  EXPECT_FALSE(serves(server, "127.0.0.1"));
  EXPECT_TRUE(serves(server, "127.0.0.3"));
}

TEST(AllowList, RefusesAllPeersIfItIsEmpty) {
  const TempDir dir;
  const Server server = echo({"--allow-list", dir.write("empty.txt", "# empty\n")});
  EXPECT_FALSE(serves(server, "127.0.0.1"));
}

TEST(ConnectDeny, EndsWithStatus9AndSendsNothing) {
  const RawListener listener(Transport::tcp4);
  const std::string port = std::to_string(listener.where().port);
  const Outcome one = run_netkit({"connect", "--deny", "127.0.0.0/8", "--retry", "3", "127.0.0.1", port});
  EXPECT_EQ(one.status, 9);
  EXPECT_EQ(one.err, "netkit: blocked 127.0.0.1: --deny: 127.0.0.0/8\n");
  const Outcome several =
      run_netkit({"connect", "--events", "--allow=127.0.0.4", "--resolve=h=127.0.0.1,127.0.0.2", "h", port});
  EXPECT_EQ(several.status, 9);
  const auto events = event_lines(several.err);
  EXPECT_EQ(names_of(events),
            "lookup lookup connectionAttemptFailed connectionAttemptFailed error close exit");
  EXPECT_EQ(events.back().at("cause"), "blocked");
  EXPECT_EQ(events.back().at("message"),
            "blocked 127.0.0.1: not on the allow list; blocked 127.0.0.2: not on the allow list");
  EXPECT_TRUE(listener.stays_alone(Duration(10)));
}

TEST(ConnectDeny, TriesTheAddressesThatAreLeft) {
  RawListener listener(Transport::tcp4);
  const std::string port = std::to_string(listener.where().port);
  const Outcome other =
      run_netkit({"connect", "-z", "--deny=127.0.0.2", "--resolve=h=127.0.0.2,127.0.0.1", "h", port});
  EXPECT_EQ(other.status, 0);
  EXPECT_EQ(other.err, "");
}

TEST(ConnectDeny, LeavesTheStatusToThoseThatWereTried) {
  const std::string port = std::to_string(unused_where(Transport::tcp4).port);
  const Outcome refused =
      run_netkit({"connect", "--deny=127.0.0.2", "--resolve=h=127.0.0.2,127.0.0.1", "h", port});
  EXPECT_EQ(refused.status, 4);
  EXPECT_EQ(
      refused.err,
      "netkit: blocked 127.0.0.2: --deny: 127.0.0.2\nnetkit: connect ECONNREFUSED 127.0.0.1:" + port + "\n");
}

}  // namespace
}  // namespace netkit::test
