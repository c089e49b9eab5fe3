// SPDX-License-Identifier: MIT
// connect --proxy and listen --to --proxy: with proxies that the test plays, and with real ones.
#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <string>

#include "event_lines.h"
#include "support/data.h"
#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/proc.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

/// The test is the proxy.
class ProxyPlayed : public testing::Test {
 protected:
  std::string url(const std::string& scheme, const std::string& credentials = "") const {
    return scheme + "://" + credentials + proxy_.where().text();
  }
  void start(const Words& words) { client_ = std::make_unique<Process>(netkit(words)); }
  UniqueFd accept() { return proxy_.accept(); }
  static std::string head_from(int fd) {
    std::string head;
    while (!head.ends_with("\r\n\r\n")) head += read_exactly(fd, 1).bytes;
    return head;
  }
  /// The words that it reads, and what it then ends with.
  Outcome answer(const std::string& reply) {
    const UniqueFd fd = accept();
    head_from(fd.get());
    write_all(fd.get(), reply);
    return finish(*client_);
  }

  RawListener proxy_{Transport::tcp4};
  std::unique_ptr<Process> client_;
};

TEST_F(ProxyPlayed, IsAskedForTheTargetByName) {
  start({"connect", "--proxy", url("http"),
         "b\xc3\xbc"
         "cher.test",
         "443"});
  const UniqueFd fd = accept();
  EXPECT_EQ(head_from(fd.get()),
            "CONNECT xn--bcher-kva.test:443 HTTP/1.1\r\nHost: xn--bcher-kva.test:443\r\n\r\n");
  write_all(fd.get(), "HTTP/1.1 200 OK\r\n\r\nearly");
  client_->write_stdin("hello");
  client_->close_stdin();
  EXPECT_EQ(read_to_end(fd.get()).bytes, "hello");
  write_all(fd.get(), ", late");
  send_end(fd.get());
  EXPECT_EQ(client_->read_stdout_until_eof(), "early, late");
  EXPECT_EQ(client_->wait(), 0);
}

TEST_F(ProxyPlayed, GetsCredentialsOnlyWhenItAsks) {
  start({"connect", "-z", "--proxy", url("http", "me:word@"), "h", "1"});
  {
    const UniqueFd first = accept();
    EXPECT_FALSE(head_from(first.get()).contains("Authorization"));
    write_all(first.get(), "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n");
    EXPECT_EQ(read_to_end(first.get()).bytes, "");
  }
  const UniqueFd second = accept();
  EXPECT_TRUE(head_from(second.get()).contains("\r\nProxy-Authorization: Basic bWU6d29yZA==\r\n"));
  write_all(second.get(), "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n");
  const Outcome outcome = finish(*client_);
  EXPECT_EQ(outcome.err, "netkit: proxy " + proxy_.where().text() + ": 407 Who?\n");
  EXPECT_EQ(outcome.status, 9);
}

TEST_F(ProxyPlayed, GetsCredentialsFromAFile) {
  const TempDir dir;
  start({"connect", "-z", "--proxy", url("http"), "--proxy-auth-file", dir.write("auth", "me:wo:rd\n"), "h",
         "1"});
  const UniqueFd first = accept();
  head_from(first.get());
  write_all(first.get(), "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n");
  const UniqueFd second = accept();
  EXPECT_TRUE(head_from(second.get()).contains("Basic bWU6d286cmQ=\r\n"));
  write_all(second.get(), "HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_EQ(finish(*client_).status, 0);
}

TEST_F(ProxyPlayed, ItsAnswerIsTheStatus) {
  const struct {
    std::string reply, line;
    int status;
  } answers[] = {
      {"HTTP/1.1 403 Forbidden\r\n\r\n", ": 403 Forbidden", 9},
      {"HTTP/1.1 504 Gateway Timeout\r\n\r\n", ": 504 Gateway Timeout", 4},
      {"SSH-2.0-OpenSSH\r\n", ": does not speak HTTP", 1},
      {"HTTP/1.1 400 \x1b[31m\r\n\r\n", ": 400 \\x1b[31m", 4},
  };
  for (const auto& each : answers) {
    start({"connect", "-z", "--proxy", url("http"), "h", "1"});
    const Outcome outcome = answer(each.reply);
    EXPECT_EQ(outcome.err, "netkit: proxy " + proxy_.where().text() + each.line + "\n");
    EXPECT_EQ(outcome.status, each.status);
  }
}

TEST_F(ProxyPlayed, MustAnswerInTime) {
  start({"connect", "-z", "--proxy", url("http"), "--handshake-timeout", "50ms", "h", "1"});
  const UniqueFd fd = accept();
  const Outcome outcome = finish(*client_);
  EXPECT_EQ(outcome.err, "netkit: proxy ETIMEDOUT " + proxy_.where().text() + ": no answer within 50ms\n");
  EXPECT_EQ(outcome.status, 5);
}

TEST_F(ProxyPlayed, MustNotEndBeforeItAnswers) {
  start({"connect", "-z", "--proxy", url("socks5h"), "h", "1"});
  accept();
  const Outcome outcome = finish(*client_);
  EXPECT_EQ(outcome.err, "netkit: proxy " + proxy_.where().text() + ": ended before it answered\n");
  EXPECT_EQ(outcome.status, 7);
}

TEST_F(ProxyPlayed, OfSocks5IsGivenEachAddressInTurn) {
  start({"connect", "-z", "--proxy", url("socks5"), "--resolve", "h=10.0.0.1,10.0.0.2", "h", "1"});
  const std::string greeting("\x05\x01\x00", 3), request("\x05\x01\x00\x01\x0a\x00\x00", 7);
  for (const char last : {'\x01', '\x02'}) {
    const UniqueFd fd = accept();
    EXPECT_EQ(read_exactly(fd.get(), 3).bytes, greeting);
    write_all(fd.get(), std::string("\x05\x00", 2));
    EXPECT_EQ(read_exactly(fd.get(), 10).bytes, request + last + std::string("\x00\x01", 2));
    write_all(fd.get(), std::string("\x05\x05\x00\x01\0\0\0\0\0\0", 10));
  }
  const Outcome outcome = finish(*client_);
  EXPECT_EQ(outcome.err, "netkit: proxy " + proxy_.where().text() + ": connection refused\n");
  EXPECT_EQ(outcome.status, 4);
}

TEST_F(ProxyPlayed, IsTheRemoteEndOfAProgramThatIsToldTheTarget) {
  start({"connect", "--proxy", url("http"), "-c", R"(echo "$NETKIT_TARGET $NETKIT_REMOTE_PORT")", "h", "22"});
  const UniqueFd fd = accept();
  head_from(fd.get());
  write_all(fd.get(), "HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_EQ(read_to_end(fd.get()).bytes, "h:22 " + std::to_string(proxy_.where().port) + "\n");
}

TEST_F(ProxyPlayed, IsNotGivenAnAddressThatIsDenied) {
  start({"connect", "-z", "--proxy", url("socks5"), "--resolve", "h=10.0.0.1,10.0.0.2", "--deny", "10.0.0.1",
         "h", "1"});
  const UniqueFd fd = accept();
  EXPECT_EQ(read_exactly(fd.get(), 3).bytes, std::string("\x05\x01\x00", 3));
  write_all(fd.get(), std::string("\x05\x00", 2));
  EXPECT_EQ(read_exactly(fd.get(), 10).bytes, std::string("\x05\x01\x00\x01\x0a\x00\x00\x02\x00\x01", 10));
  write_all(fd.get(), std::string("\x05\x00\x00\x01\0\0\0\0\0\0", 10));
  EXPECT_EQ(client_->wait(), 0);
}

TEST_F(ProxyPlayed, IsNamedBehindTheTarget) {
  start({"connect", "-z", "-v", "--proxy", url("http"), "h", "22"});
  const Outcome outcome = answer("HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_TRUE(outcome.err.contains("netkit: connected to h:22 through " + proxy_.where().text()))
      << outcome.err;
}

TEST_F(ProxyPlayed, IsReportedAsAnEvent) {
  start({"connect", "-z", "--events", "--proxy", url("http", "me:secret@"), "h", "1"});
  const Outcome outcome = answer("HTTP/1.1 200 Fine\r\n\r\n");
  EXPECT_TRUE(outcome.err.contains("\"event\":\"proxy\",\"proxy\":\"http://" + proxy_.where().text() +
                                   "\",\"target\":\"h:1\",\"reply\":\"200 Fine\""))
      << outcome.err;
  EXPECT_FALSE(outcome.err.contains("secret"));
}

TEST(Proxy, ThatIsNotThereIsSaidSo) {
  const Where where = refusing_where();
  const Outcome outcome = run_netkit({"connect", "-z", "--proxy", "http://" + where.text(), "h", "1"});
  EXPECT_EQ(outcome.err, "netkit: connect ECONNREFUSED " + where.text() + " (proxy)\n");
  EXPECT_EQ(outcome.status, 4);
}

TEST(Proxy, UsageIsChecked) {
  const std::vector<std::pair<Words, std::string>> refused{
      {{"--proxy", "ftp://h", "h", "1"}, "--proxy: not a proxy: the schemes are http, https, socks4"},
      {{"--proxy", "http://a%0ab@h", "h", "1"},
       "--proxy: not a proxy: the user or the password has a control"},
      {{"--proxy", "socks5h://:@h", "h", "1"},
       "--proxy: a user and a password of SOCKS5 have 1 to 255 bytes"},
      {{"--proxy", "http://h", "-u", "h", "1"}, "--proxy is for streams and cannot go with --udp"},
      {{"--proxy", "http://h", "-U", "/x"}, "--proxy is for TCP and cannot go with --unix"},
      {{"--proxy-auth-file", "/x", "h", "1"}, "--proxy-auth-file is about a proxy and needs --proxy"},
      {{"--proxy", "http://h", "--proxy-auth-file", "/no/file", "h", "1"}, "--proxy-auth-file: /no/file: "},
      {{"--proxy", "socks4://h", "::1", "1"}, "--proxy: SOCKS4 has no IPv6 addresses: ::1"},
      {{"--proxy", "http://h", "-z", "h", "1-3"}, "--proxy: several ports are probed only without it"},
  };
  for (const auto& [words, line] : refused) {
    const Outcome outcome = run_netkit(Words{"connect"} + words);
    EXPECT_EQ(outcome.status, 2) << outcome.err;
    EXPECT_TRUE(outcome.err.starts_with("netkit: " + line)) << outcome.err;
  }
}

TEST(Proxy, OfTheEnvironmentIsUsedOnlyIfAsked) {
  const Where proxy = refusing_where();
  RawListener target(Transport::tcp4);
  const auto run_with = [&](const std::string& no_proxy, const Words& options) {
    Launch launch = netkit(Words{"connect", "-z"} + options + target.where().netkit_words());
    launch.environment = {{"ALL_PROXY", "http://" + proxy.text()}, {"NO_PROXY", no_proxy}};
    return run(launch).status;
  };
  EXPECT_EQ(run_with("", {}), 0);
  EXPECT_EQ(run_with("", {"--proxy", "env"}), 4);
  for (const std::string none : {"*", "127.0.0.1", "x, 127.0.0.0/8"})
    EXPECT_EQ(run_with(none, {"--proxy", "env"}), 0) << none;
  EXPECT_EQ(run_with("10.0.0.0/8,127.0.0.2", {"--proxy", "env"}), 4);
}

TEST(Proxy, TargetsThatAreKnownHereAreAskedOfTheLists) {
  const Outcome outcome = run_netkit({"connect", "-z", "--proxy", "http://" + refusing_where().text(),
                                      "--deny", "10.0.0.0/8", "10.1.2.3", "1"});
  EXPECT_EQ(outcome.status, 9);
  EXPECT_EQ(outcome.err, "netkit: blocked 10.1.2.3: --deny: 10.0.0.0/8\n");
}

/// A program that is a proxy.
struct RealProxy {
  std::string name, program;
  std::string (*url)(const Where&);
  Words (*command)(const Where&, const TempDir&);
};

std::string port_of(const Where& where) {
  return std::to_string(where.port);
}

const RealProxy real_proxies[] = {
    {"Ncat", "ncat", [](const Where& where) { return "http://" + where.text(); },
     [](const Where& where, const TempDir&) {
       return Words{"ncat", "-l", "-k", "--proxy-type", "http", where.host, port_of(where)};
     }},
    {"NcatBasic", "ncat", [](const Where& where) { return "http://me:word@" + where.text(); },
     [](const Where& where, const TempDir&) {
       return Words{"ncat",         "-l",      "-k",       "--proxy-type", "http",
                    "--proxy-auth", "me:word", where.host, port_of(where)};
     }},
    {"Microsocks", "microsocks", [](const Where& where) { return "socks5h://" + where.text(); },
     [](const Where& where, const TempDir&) {
       return Words{"microsocks", "-i", where.host, "-p", port_of(where)};
     }},
    {"MicrosocksLocalNames", "microsocks", [](const Where& where) { return "socks5://" + where.text(); },
     [](const Where& where, const TempDir&) {
       return Words{"microsocks", "-i", where.host, "-p", port_of(where)};
     }},
    {"MicrosocksPassword", "microsocks",
     [](const Where& where) { return "socks5h://me:word@" + where.text(); },
     [](const Where& where, const TempDir&) {
       return Words{"microsocks", "-i", where.host, "-p", port_of(where), "-u", "me", "-P", "word"};
     }},
    {"Tinyproxy", "tinyproxy", [](const Where& where) { return "http://" + where.text(); },
     [](const Where& where, const TempDir& dir) {
       return Words{"tinyproxy", "-d", "-c",
                    dir.write("tinyproxy.conf", "Port " + port_of(where) + "\nListen " + where.host +
                                                    "\nTimeout 60\nMaxClients 10\nLogLevel Critical\n")};
     }},
};

void PrintTo(const RealProxy& proxy, std::ostream* out) {
  *out << proxy.name;
}

class RealProxies : public testing::TestWithParam<RealProxy> {
 protected:
  void SetUp() override {
    NETKIT_NEEDS(GetParam().program);
    Launch launch;
    launch.argv = GetParam().command(where_, dir_);
    launch.session = Launch::Session::own;  // some fork
    proxy_ = std::make_unique<Process>(launch);
    const Deadline deadline;
    while (connect_error(where_) != 0) {  // ncat listens on every address
      if (deadline.passed() || proxy_->wait_at_most(Duration(2)))
        throw TooLate("it does not come to listen: " + proxy_->stderr_so_far());
    }
  }
  void TearDown() override {
    if (proxy_) ::kill(-proxy_->pid(), SIGKILL);
  }

  TempDir dir_;
  Where where_ = unused_where(Transport::tcp4);
  std::unique_ptr<Process> proxy_;
};

// Many proxies take an end for the end of everything, so ours comes last.
TEST_P(RealProxies, PassBytesBothWays) {
  const Server echo = start_server("echo", Transport::tcp4);
  Process client(
      netkit(Words{"connect", "--proxy", GetParam().url(where_), "localhost", port_of(echo.where)}));
  const std::string bytes = random_bytes(1 * MiB);
  client.write_stdin(bytes);
  EXPECT_TRUE(same_bytes(bytes, client.wait_for_stdout(bytes.size()))) << client.stderr_so_far();
  client.close_stdin();
  EXPECT_EQ(client.wait(), 0) << client.read_stderr_until_eof();
}

TEST_P(RealProxies, SayThatATargetIsNotThere) {
  const Where nobody = refusing_where();
  const Outcome outcome =
      run_netkit({"connect", "-z", "--proxy", GetParam().url(where_), nobody.host, port_of(nobody)});
  EXPECT_EQ(outcome.status, 4) << outcome.err;
}

TEST_P(RealProxies, ServeForwardersAndChains) {
  const Server echo = start_server("echo", Transport::tcp4);
  Words way{"-k", "--proxy", GetParam().url(where_), "--to", echo.where.text()};
  if (GetParam().name != "Tinyproxy")
    way = way + Words{"--proxy", GetParam().url(where_)};  // it refuses loops
  const Server forwarder = start_server("listen", Transport::tcp4, way);
  Process client(netkit(Words{"connect"} + forwarder.where.netkit_words()));
  client.write_stdin("hello");
  EXPECT_EQ(client.wait_for_stdout(5), "hello") << client.stderr_so_far();
  client.close_stdin();
  EXPECT_EQ(client.wait(), 0);
}

INSTANTIATE_TEST_SUITE_P(, RealProxies, testing::ValuesIn(real_proxies),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace netkit::test
