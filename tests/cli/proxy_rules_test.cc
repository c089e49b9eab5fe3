// SPDX-License-Identifier: MIT
// listen --proxy-server: what it lets clients reach, and who may use it.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <string>
#include <utility>

#include "proxy_server.h"

namespace netkit::test {
namespace {

class ProxyRules : public ProxyServer {};

// ---- Targets.

TEST_F(ProxyRules, ReachesOnlyPublicAddressesIfToldSo) {
  start({"--target-allow", "public", "--resolve", "a.test=127.0.0.1", "--resolve",
         "b.test=10.0.0.1,127.0.0.1"});
  for (const std::string host : {"127.0.0.1",
                                 "127.9.9.9",
                                 "0.0.0.0",
                                 "10.0.0.1",
                                 "172.16.0.1",
                                 "192.168.1.1",
                                 "100.64.0.1",
                                 "169.254.169.254",
                                 "168.63.129.16",
                                 "192.0.2.1",
                                 "224.0.0.1",
                                 "255.255.255.255",
                                 "[::]",
                                 "[::1]",
                                 "[::ffff:127.0.0.1]",
                                 "[::127.0.0.1]",
                                 "[64:ff9b::127.0.0.1]",
                                 "[64:ff9b::a83f:8110]",
                                 "[64:ff9b:1::7f00:1]",
                                 "[2002:7f00:1::]",
                                 "[2002:a9fe:a9fe::]",
                                 "[fe80::1]",
                                 "[fc00::1]",
                                 "[fd00:ec2::254]",
                                 "[ff02::1]",
                                 "[2001:db8::1]",
                                 "[::ffff:168.63.129.16]",
                                 "a.test",
                                 "b.test"})
    EXPECT_EQ(connect_status(host + ":80"), "403") << host;
  for (const std::string host :
       {"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.0.0.1", "127.0.0.01"})
    EXPECT_EQ(connect_status(host + ":80"), "400") << host;
  EXPECT_EQ(answer_to(bytes({5, 1, 0, 5, 1, 0, 3, 9}) + "127.0.0.1" + bytes({0, 80})).substr(2, 2),
            bytes({5, 2}));
}

TEST_F(ProxyRules, ReachesWhatItsRulesAllow) {
  const std::string here = target_.where().text();
  start({"--target-allow", "private"});
  EXPECT_EQ(connect_status(here), "403");
  start({"--target-allow", "private", "--target-allow", "loopback"});
  EXPECT_EQ(tunnel_status(here), "200");
  start({"--target-allow", "127.0.0.0/8", "--target-deny", "127.0.0.1"});
  EXPECT_EQ(connect_status(here), "403");
  start({"--target-allow", "any", "--target-deny", "127.0.0.1"});
  EXPECT_EQ(connect_status("[::ffff:127.0.0.1]:80"), "403");
  EXPECT_EQ(connect_status("[64:ff9b::127.0.0.1]:80"), "403");
  EXPECT_EQ(connect_status("0.0.0.0:80"), "403");
  start({"--target-allow", "127.0.0.1"});
  EXPECT_EQ(tunnel_status(here), "200");
  start({"--target-ports", std::to_string(target_.where().port) + ",80-81"});
  EXPECT_EQ(tunnel_status(here), "200");
  EXPECT_EQ(connect_status("127.0.0.1:82"), "403");
}

// The event names the rule, of whichever list, and of the address that it is about.
TEST_F(ProxyRules, AreNamedWhereTheyRefuse) {
  start({"--events", "--deny", "127.0.0.3", "--target-deny", "0.0.0.0", "--target-allow", "127.0.0.0/8",
         "--target-allow", "64:ff9b::/96"});
  const std::pair<std::string, std::string> targets[]{{"127.0.0.3", "--deny: 127.0.0.3"},
                                                      {"[64:ff9b::7f00:3]", "--deny: 127.0.0.3"},
                                                      {"0.0.0.0", "--target-deny: 0.0.0.0"},
                                                      {"10.0.0.1", "not allowed by --target-allow"}};
  for (const auto& [host, rule] : targets) EXPECT_EQ(connect_status(host + ":80"), "403") << host;
  EXPECT_EQ(stop(), 0);
  const std::string events = server_.process->read_stderr_until_eof();
  for (const auto& [host, rule] : targets)
    EXPECT_TRUE(events.contains("\"target\":\"" + host + ":80\",\"rule\":\"" + rule + "\"}"))
        << host << events;
}

TEST_F(ProxyRules, SkipsTheAddressesOfANameThatItMayNotReach) {
  start({"--resolve", "two.test=127.0.0.2,127.0.0.1", "--target-deny", "127.0.0.2", "--events"});
  EXPECT_EQ(tunnel_status("two.test:" + std::to_string(target_.where().port)), "200");
  EXPECT_EQ(stop(), 0);
  const std::string events = server_.process->read_stderr_until_eof();
  EXPECT_FALSE(events.contains("\"connectionAttempt\",\"id\":1,\"ip\":\"127.0.0.2\"")) << events;
}

TEST_F(ProxyRules, ReadsItsListsAgain) {
  const std::string list = dir_.write("deny.txt", "127.0.0.1\n");
  start({"--target-block-list", list});
  EXPECT_EQ(connect_status(target_.where().text()), "403");
  dir_.write("deny.txt", "192.0.2.1\n");
  server_.process->signal(SIGHUP);
  server_.process->wait_for_stderr("reloaded");
  EXPECT_EQ(tunnel_status(target_.where().text()), "200");
}

TEST_F(ProxyRules, IsNotItsOwnTarget) {
  start();
  const std::string itself = server_.where.text();
  EXPECT_EQ(status_in(answer_to("GET http://" + itself + "/ HTTP/1.1\r\n\r\n")), "403");
  const UniqueFd fd = asking("CONNECT " + itself + " HTTP/1.1\r\n\r\n");
  EXPECT_EQ(status_in(head_from(fd)), "200");
  write_all(fd.get(), connect_words());
  EXPECT_EQ(status_in(head_from(fd)), "200");
  start({"--resolve", "me.test=127.0.0.1"});
  const std::string name = "me.test:" + std::to_string(server_.where.port);
  EXPECT_EQ(status_in(answer_to("GET http://" + name + "/ HTTP/1.1\r\n\r\n")), "403");
}

// ---- Who may use it.

Outcome refused_start(const Words& words) {
  return run_netkit(Words{"listen", "--proxy-server"} + words);
}

TEST_F(ProxyRules, IsNotForAnyone) {
  const std::string start_of_line = "netkit: --proxy-server: anyone could use it: ";
  for (const Words& words : {Words{"0"}, Words{"0.0.0.0", "0"}, Words{"--accept-proxy", "127.0.0.1", "0"}}) {
    const Outcome outcome = refused_start(words);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_TRUE(outcome.err.starts_with(start_of_line)) << outcome.err;
  }
  start_server("listen", Transport::unix_path, {"--proxy-server"});
}

TEST_F(ProxyRules, ReachesOnlyPublicAddressesIfOthersCanAskIt) {
  for (const auto& [allowed, status] : {std::pair("public", "403"), std::pair("loopback", "200")}) {
    server_ = start_server(netkit({"listen", "--proxy-server", "--allow", "::/0", "--allow", "0.0.0.0/0",
                                   "--target-allow", allowed, "0.0.0.0", "0"}));
    server_.where.host = "127.0.0.1";
    EXPECT_EQ(tunnel_status(target_.where().text()), status);
  }
  server_ = start_server(netkit({"listen", "--proxy-server", "--allow", "127.0.0.0/8", "0.0.0.0", "0"}));
  server_.where.host = "127.0.0.1";
  EXPECT_EQ(tunnel_status(target_.where().text()), "403");
}

TEST_F(ProxyRules, WantsAUserOfItsFile) {
  const std::string file = dir_.write("users", "# users\n\nme:word\nyou:a:b\n");
  ::chmod(file.c_str(), 0600);
  start({"--proxy-auth-file", file, "--events", "--drain", "0"});
  EXPECT_EQ(status_in(answer_to(connect_words())), "407");
  EXPECT_EQ(answer_to(bytes({4, 1, 0, 1, 127, 0, 0, 1, 0})), bytes({0, 91, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(answer_to(bytes({5, 1, 0})), bytes({5, 0xff}));
  const std::string proxy = server_.where.text(), target = target_.where().text();
  for (const std::string url :
       {"http://me:word@", "socks5://me:word@", "http://you:a%3Ab@", "socks5h://you:a%3Ab@"}) {
    const auto at = target.rfind(':');
    const Outcome outcome =
        run_netkit({"connect", "-z", "--proxy", url + proxy, target.substr(0, at), target.substr(at + 1)});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
  }
  EXPECT_EQ(run_netkit({"connect", "-z", "--proxy", "http://me:other@" + proxy, target}).status, 9);
  dir_.write("users", "me:new\n");
  server_.process->signal(SIGHUP);
  server_.process->wait_for_stderr("\"event\":\"reload\"");
  EXPECT_EQ(run_netkit({"connect", "-z", "--proxy", "http://me:word@" + proxy, target}).status, 9);
  EXPECT_EQ(run_netkit({"connect", "-z", "--proxy", "http://me:new@" + proxy, target}).status, 0);
  dir_.write("users", "\n");
  server_.process->signal(SIGHUP);
  server_.process->wait_for_stderr("has no USER:PASSWORD");
  EXPECT_EQ(run_netkit({"connect", "-z", "--proxy", "http://me:new@" + proxy, target}).status, 0);
  stop();  // the target has not accepted, nor ended, what the probes have made
  const std::string told = server_.process->read_stderr_until_eof();
  EXPECT_TRUE(told.contains("\"user\":\"me\""));
  for (const std::string secret : {"word", "new", "a:b"}) EXPECT_FALSE(told.contains(secret)) << told;
}

TEST_F(ProxyRules, ChecksItsUsage) {
  const auto line = [](const Words& words) {
    const Outcome outcome = refused_start(words + Words{"127.0.0.1", "0"});
    EXPECT_EQ(outcome.status, 2);
    return outcome.err.substr(0, outcome.err.find('\n'));
  };
  EXPECT_EQ(line({"--to", "1"}), "netkit: --to and --proxy-server exclude each other");
  EXPECT_EQ(line({"-e", "cat"}), "netkit: --exec and --proxy-server exclude each other");
  EXPECT_EQ(line({"--broker"}), "netkit: --broker and --proxy-server exclude each other");
  EXPECT_EQ(line({"-u"}), "netkit: --proxy-server is for streams and cannot go with --udp");
  EXPECT_EQ(line({"--proxy", "env"}), "netkit: --proxy env and --proxy-server exclude each other");
  EXPECT_EQ(line({"--proxy-server=ftp"}),
            "netkit: --proxy-server: 'ftp' is not valid: choose http, socks4 or socks5");
  EXPECT_EQ(line({"--target-ports", "0"}), "netkit: --target-ports: '0' is not a port: 1..65535");
  EXPECT_TRUE(line({"--target-allow", "all"}).starts_with("netkit: --target-allow: 'all' is not "));
  const std::string file = dir_.write("users", "me\n");
  ::chmod(file.c_str(), 0600);
  EXPECT_EQ(line({"--proxy-auth-file", file}),
            "netkit: --proxy-auth-file: " + file + ":1: not USER:PASSWORD");
  dir_.write("users", "# none\n");
  EXPECT_EQ(line({"--proxy-auth-file", file}),
            "netkit: --proxy-auth-file: " + file + ": has no USER:PASSWORD");
  EXPECT_EQ(run_netkit({"listen", "--target-ports", "1", "0"}).err.substr(0, 55),
            "netkit: --target-ports is for the targets of --proxy-se");
}

}  // namespace
}  // namespace netkit::test
