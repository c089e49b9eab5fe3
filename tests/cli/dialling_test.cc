// SPDX-License-Identifier: MIT
// How connect dials: lookups, attempts, timeouts, and what it reports if none succeeds.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

TEST(Dialling, MayBeginWithAProxyHeader) {
  RawListener listener(Transport::tcp4);
  Process client(
      netkit(Words{"connect", "--send-proxy", "-s", "127.0.0.2"} + listener.where().netkit_words()));
  client.close_stdin();
  const std::string header = read_to_end(listener.accept().get()).bytes;
  EXPECT_TRUE(header.starts_with("PROXY TCP4 127.0.0.2 127.0.0.1 ")) << header;
  EXPECT_TRUE(header.ends_with(" " + std::to_string(listener.where().port) + "\r\n")) << header;
  EXPECT_EQ(run_netkit({"connect", "-z", "--send-proxy", "127.0.0.1", "1"}).err,
            "netkit: --send-proxy and --probe exclude each other\n");
}

TEST(Dialling, WithoutNamesGoesToTheLoopbackAddress) {
  const RawListener listener(Transport::tcp4);
  const std::string port = std::to_string(listener.where().port);
  EXPECT_EQ(run_netkit({"connect", "-n", "-z", port}).status, 0);
  const Outcome six = run_netkit({"connect", "-n", "-6", "-z", port});
  EXPECT_TRUE(six.err.contains("::1:" + port)) << six.err;
  EXPECT_EQ(run_netkit({"connect", "-nz", "127.0.0.1:" + port}).status, 0);
}

/// An address on which attempts hang: its queue is full and nothing accepts.
class BlackHole {
 public:
  explicit BlackHole(const std::string& host, std::uint16_t port = 0)
      : listener_(Where{Transport::tcp4, host, port, {}}, 0) {
    for (int i = 0; i < 3; ++i) {
      UniqueFd filler(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      start_connecting(filler.get());
      fillers_.push_back(std::move(filler));
    }
    wait_for(fillers_.front().get(), POLLOUT, Deadline());
  }
  const Where& where() const { return listener_.where(); }

 private:
  void start_connecting(int fd) const;

  RawListener listener_;
  std::vector<UniqueFd> fillers_;
};

void BlackHole::start_connecting(int fd) const {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(where().port);
  ::inet_pton(AF_INET, where().host.c_str(), &to.sin_addr);
  ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof(to));
}

std::string port_text(const Where& where) {
  return std::to_string(where.port);
}

TEST(Dialling, TriesEveryAddressOfANameAndReportsEachFailure) {
  const std::string port = port_text(unused_where(Transport::tcp4));
  const Outcome outcome = run_netkit({"connect", "--resolve", "host=127.0.0.1,127.0.0.2", "host", port});
  EXPECT_EQ(outcome.status, 4);
  EXPECT_EQ(outcome.err, "netkit: connect ECONNREFUSED 127.0.0.1:" + port +
                             "\nnetkit: connect ECONNREFUSED 127.0.0.2:" + port + "\n");
}

TEST(Dialling, AlternatesBetweenTheFamilies) {
  NETKIT_NEEDS(Transport::tcp6);
  const std::string port = port_text(unused_where(Transport::tcp4));
  const Outcome outcome = run_netkit({"connect", "--resolve", "host=127.0.0.1,127.0.0.2,::1", "host", port});
  EXPECT_EQ(outcome.err, "netkit: connect ECONNREFUSED 127.0.0.1:" + port +
                             "\nnetkit: connect ECONNREFUSED ::1:" + port +
                             "\nnetkit: connect ECONNREFUSED 127.0.0.2:" + port + "\n");
}

TEST(Dialling, GoesOnToTheNextAddressWhileOneHangs) {
  const BlackHole hole("127.0.0.2");
  RawListener listener(Where{Transport::tcp4, "127.0.0.1", hole.where().port, {}});
  Process client(netkit({"connect", "--events", "--attempt-timeout=50ms", "--resolve",
                         "host=127.0.0.2,127.0.0.1", "host", port_text(hole.where())}));
  const UniqueFd accepted = listener.accept();
  client.wait_for_stderr("\"event\":\"connectionAttemptTimeout\",\"ip\":\"127.0.0.2\"");
  client.wait_for_stderr("\"attempted\":[\"127.0.0.2:" + port_text(hole.where()) + "\",\"127.0.0.1:");
}

TEST(Dialling, ASlowAddressStillWinsWhenNothingElseWorks) {
  // The first attempt hangs at first; the second is refused; then there is room for the first.
  const std::string port = port_text(unused_where(Transport::tcp4));
  auto hole = std::make_unique<BlackHole>("127.0.0.2", static_cast<std::uint16_t>(std::stoi(port)));
  Process client(netkit({"connect", "--events", "--attempt-timeout=10ms", "--resolve",
                         "host=127.0.0.2,127.0.0.1", "host", port}));
  client.wait_for_stderr("\"event\":\"connectionAttemptFailed\",\"ip\":\"127.0.0.1\"");
  EXPECT_TRUE(client.running());
  hole.reset();
  RawListener listener(Where{Transport::tcp4, "127.0.0.2", static_cast<std::uint16_t>(std::stoi(port)), {}});
  const UniqueFd accepted = listener.accept();
  client.wait_for_stderr("\"event\":\"ready\"");
}

TEST(Dialling, SequentialAttemptsAreCancelled) {
  const BlackHole hole("127.0.0.2");
  const std::string port = port_text(hole.where());
  const Outcome outcome = run_netkit({"connect", "--attempts", "sequential", "--attempt-timeout=20ms",
                                      "--resolve", "host=127.0.0.2,127.0.0.1", "host", port});
  EXPECT_EQ(outcome.err, "netkit: connect ETIMEDOUT 127.0.0.2:" + port +
                             "\nnetkit: connect ECONNREFUSED 127.0.0.1:" + port + "\n");
}

TEST(Dialling, WithoutFamilySelectionOnlyTheFirstAddressIsTried) {
  const std::string port = port_text(unused_where(Transport::tcp4));
  const Words words{"connect", "--resolve", "host=127.0.0.1,127.0.0.2", "host", port};
  const std::string one = "netkit: connect ECONNREFUSED 127.0.0.1:" + port + "\n",
                    both = one + "netkit: connect ECONNREFUSED 127.0.0.2:" + port + "\n";
  EXPECT_EQ(run_netkit(words + Words{"--no-auto-select-family"}).err, one);
  EXPECT_EQ(run_netkit(words + Words{"--auto-select-family"}).err, both);
  EXPECT_EQ(run_netkit(words + Words{"--no-auto-select-family", "--auto-select-family"}).err, both);
}

TEST(ConnectTimeout, EndsAnAttemptThatHangs) {
  const BlackHole hole("127.0.0.2");
  const Outcome outcome = run_netkit({"connect", "-w", "100ms", "127.0.0.2", port_text(hole.where())});
  EXPECT_EQ(outcome.status, 5);
  EXPECT_EQ(outcome.err, "netkit: connect ETIMEDOUT 127.0.0.2:" + port_text(hole.where()) + "\n");
}

TEST(ConnectTimeout, IsForOneTry) {
  const BlackHole hole("127.0.0.2");
  const Outcome outcome = run_netkit({"connect", "-v", "-w", "50ms", "--retry=1", "--retry-delay=1ms",
                                      "127.0.0.2", port_text(hole.where())});
  const std::string connecting = "netkit: connecting to " + hole.where().text() + "\n",
                    late = "netkit: connect ETIMEDOUT " + hole.where().text() + "\n";
  EXPECT_EQ(outcome.status, 5);
  EXPECT_TRUE(outcome.err.starts_with(connecting + late + "netkit: trying again in ")) << outcome.err;
  EXPECT_TRUE(outcome.err.ends_with("\n" + connecting + late)) << outcome.err;
}

TEST(ConnectTimeout, EndsNothingOnceConnected) {
  RawListener listener(Transport::tcp4);
  Process client(netkit(Words{"connect", "-w", "50ms"} + listener.where().netkit_words()));
  const UniqueFd accepted = listener.accept();
  EXPECT_FALSE(client.wait_at_most(Duration(300)));
}

TEST(IdleTimeoutOfConnect, CountsWhileConnectingToo) {
  const BlackHole hole("127.0.0.2");
  EXPECT_EQ(run_netkit({"connect", "-i", "100ms", "127.0.0.2", port_text(hole.where())}).status, 6);
}

TEST(Dialling, FailuresHaveTheirStatusAndText) {
  const Outcome port_0 = run_netkit({"connect", "127.0.0.1", "0"});
  EXPECT_EQ(port_0.status, 4);
  EXPECT_EQ(port_0.err, "netkit: connect ECONNREFUSED 127.0.0.1\n");
  const Outcome no_file = run_netkit({"connect", "-U", "/no/such/socket"});
  EXPECT_EQ(no_file.status, 4);
  EXPECT_EQ(no_file.err, "netkit: connect ENOENT /no/such/socket\n");
  const Outcome no_name = run_netkit({"connect", "no-such-host.invalid", "80"});
  EXPECT_EQ(no_name.status, 3);
  EXPECT_TRUE(no_name.err.starts_with("netkit: getaddrinfo E")) << no_name.err;
  EXPECT_TRUE(no_name.err.ends_with(" no-such-host.invalid\n")) << no_name.err;
  const Outcome no_family = run_netkit({"connect", "-6", "--resolve", "h=127.0.0.1", "h", "80"});
  EXPECT_EQ(no_family.status, 3);
  EXPECT_EQ(no_family.err, "netkit: getaddrinfo EAI_ADDRFAMILY h\n");
}

TEST(Dialling, NamesAreComparedWithoutRegardToCaseAndAFinalDot) {
  const std::string port = port_text(unused_where(Transport::tcp4));
  const std::string refused = "netkit: connect ECONNREFUSED 127.0.0.1:" + port + "\n";
  const std::vector<std::pair<std::string, std::string>> names{
      {"HOST.example", "host.example"},
      {"host.example", "Host.Example."},
      {"b\u00fccher.example", "B\u00dcCHER.example"},
      {"xn--bcher-kva.example", "b\u00fccher.example"},
  };
  for (const auto& [given, typed] : names) {
    EXPECT_EQ(run_netkit({"connect", "--resolve", given + "=127.0.0.1", typed, port}).err, refused) << typed;
  }
}

TEST(Dialling, ListsJudgeTheAddressThatTheUnspecifiedOneReaches) {
  RawListener listener(Transport::tcp4);
  const std::string port = port_text(listener.where());
  const auto status = [&](const Words& options, const std::string& host) {
    return run_netkit(Words{"connect", "-z"} + options + Words{host, port}).status;
  };
  for (const std::string host : {"0.0.0.0", "::ffff:0.0.0.0"}) {
    EXPECT_EQ(status({"--deny", "127.0.0.0/8"}, host), 9) << host;
    EXPECT_EQ(status({"--allow", "0.0.0.0"}, host), 9) << host;
    EXPECT_EQ(status({"--allow", "127.0.0.1"}, host), 0) << host;
  }
  EXPECT_EQ(status({"--deny", "::1"}, "::"), 9);
  EXPECT_EQ(status({"--deny", "127.0.0.1", "--resolve", "h=0.0.0.0"}, "h"), 9);
  EXPECT_EQ(run_netkit({"connect", "--deny", "127.0.0.0/8", "0.0.0.0", port}).err,
            "netkit: blocked 0.0.0.0 (127.0.0.1): --deny: 127.0.0.0/8\n");
}

void leave_stale_socket(const std::string& path) {
  const RawListener gone({Transport::unix_path, {}, 0, path + ".gone"});
  std::filesystem::rename(path + ".gone", path);
}

TEST(Listening, FailuresAtAPathHaveTheirReason) {
  const TempDir dir;
  const std::string file = dir.write("file", "x"), stale = dir / "stale";
  leave_stale_socket(stale);
  std::filesystem::create_symlink(stale, dir / "link");
  const RawListener live(Transport::unix_path);
  const std::string in_use = "listen EADDRINUSE: address already in use ";
  const std::vector<std::pair<std::string, std::string>> failures{
      {file, in_use + file + " (a regular file, not a socket)"},
      {dir.path(), in_use + dir.path() + " (a directory, not a socket)"},
      {dir / "link", in_use + (dir / "link") + " (a symbolic link, not a socket)"},
      {stale, in_use + stale + " (a stale socket: --unlink replaces it)"},
      {live.where().path, in_use + live.where().path + " (a process uses this socket)"},
      {dir / "no/x", "listen ENOENT: no such file or directory " + (dir / "no/x") + " (no directory '" +
                         (dir / "no") + "')"},
      {file + "/x", "listen ENOTDIR: not a directory " + file + "/x ('" + file + "' is not a directory)"},
  };
  for (const std::string command : {"listen", "echo"}) {
    for (const auto& [path, line] : failures) {
      const Outcome outcome = run_netkit({command, "-U", path});
      EXPECT_EQ(outcome.status, 10) << path;
      EXPECT_EQ(outcome.err, "netkit: " + line + "\n");
    }
  }
}

TEST(Listening, AnAddressThatMayEndWithAPortIsAnsweredWithBrackets) {
  const Outcome outcome = run_netkit({"listen", "2001:db8::1:8080"});
  EXPECT_EQ(outcome.status, 10);
  EXPECT_TRUE(outcome.err.ends_with("; for port 8080 of 2001:db8::1 write '[2001:db8::1]:8080'\n"))
      << outcome.err;
}

TEST(Dialling, FailuresAtAPathHaveTheirReason) {
  const TempDir dir;
  const std::string file = dir.write("file", "x"), stale = dir / "stale";
  leave_stale_socket(stale);
  const std::vector<std::pair<std::string, std::string>> failures{
      {file, "connect ECONNREFUSED " + file + " (a regular file, not a socket)"},
      {dir.path(), "connect ECONNREFUSED " + dir.path() + " (a directory, not a socket)"},
      {stale, "connect ECONNREFUSED " + stale + " (no process listens on this socket)"},
      {file + "/x", "connect ENOTDIR " + file + "/x ('" + file + "' is not a directory)"},
  };
  for (const auto& [path, line] : failures) {
    const Outcome outcome = run_netkit({"connect", "-U", path});
    EXPECT_EQ(outcome.status, 4) << path;
    EXPECT_EQ(outcome.err, "netkit: " + line + "\n");
  }
}

TEST(Dialling, ASocketWithoutPermissionIsRefused) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may";
  const RawListener listener(Transport::unix_path);
  ASSERT_EQ(::chmod(listener.where().path.c_str(), 0), 0);
  const Outcome outcome = run_netkit({"connect", "-U", listener.where().path, "--retry=3"});
  EXPECT_EQ(outcome.status, 4);
  EXPECT_TRUE(outcome.err.contains("EACCES")) << outcome.err;
  EXPECT_TRUE(outcome.err.contains("needs write permission for the socket")) << outcome.err;
}

TEST(Dialling, AFailedConnectReadsNothingFromStdin) {
  const UniqueFd input = memory_file("not to be read");
  Launch launch = netkit({"connect", "127.0.0.1", port_text(unused_where(Transport::tcp4))});
  launch.stdio.in = Stdio::descriptor(input);
  Process client(launch);
  EXPECT_EQ(client.wait(), 4);
  EXPECT_EQ(file_offset(input.get()), 0U);
}

TEST(Probe, ConnectsAndClosesImmediately) {
  RawListener listener(Transport::tcp4);
  const Outcome open = run_netkit(Words{"connect", "-z"} + listener.where().netkit_words());
  EXPECT_EQ(open.status, 0);
  EXPECT_EQ(open.err, "");
  EXPECT_EQ(read_to_end(listener.accept().get()).bytes, "");
  EXPECT_EQ(run_netkit({"connect", "-z", "127.0.0.1", port_text(unused_where(Transport::tcp4))}).status, 4);
}

}  // namespace
}  // namespace netkit::test
