// SPDX-License-Identifier: MIT
// What users of netcat type is refused with one line that says what to type instead.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "support/netkit.h"
#include "support/where.h"

namespace netkit::test {
namespace {

Words split(const std::string& text) {
  std::istringstream stream(text);
  Words words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

/// The line that `netkit ARGUMENTS` is refused with.
std::string complaint(const std::string& arguments) {
  const Outcome outcome = run_netkit(split(arguments));
  EXPECT_EQ(outcome.status, 2) << arguments;
  EXPECT_EQ(outcome.out, "") << arguments;
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << arguments;
  return outcome.err;
}

std::string did_you_mean(const std::string& command) {
  return "did you mean '" + command + "'?\n";
}

TEST(NetcatHabits, CommandLinesAreAnsweredWithThoseOfNetkit) {
  const std::vector<std::pair<std::string, std::string>> lines{
      {"-l 8124", "netkit listen 8124"},
      {"-l", "netkit listen"},
      {"--listen 8124", "netkit listen 8124"},
      {"-lk 8124", "netkit listen -k 8124"},
      {"-lvnp 8124", "netkit listen -v 8124"},
      {"-lp8124", "netkit listen 8124"},
      {"-l -p 8124 -v", "netkit listen 8124 -v"},
      {"-zv host 80", "netkit connect -zv host 80"},
      {"-q0 host 80", "netkit connect -Q0 host 80"},
      {"-w 5 -p 1024 host 80", "netkit connect -w 5 -p 1024 host 80"},
      {"-nv host 80", "netkit connect -v host 80"},
      {"-U /tmp/x", "netkit connect -U /tmp/x"},
      {"-v host 80", "netkit connect -v host 80"},
      {"-v listen 80", "netkit listen -v 80"},
  };
  for (const auto& [typed, meant] : lines) {
    EXPECT_EQ(complaint(typed), "netkit: no command: " + did_you_mean(meant)) << typed;
  }
}

TEST(NetcatHabits, OptionsOfACommandAreAnsweredWithTheWholeLine) {
  const std::vector<std::pair<std::string, std::string>> lines{
      {"listen -lvnp 8124", "netkit listen -v 8124"},    {"listen -vlnp 8124", "netkit listen -v 8124"},
      {"listen -l -p 8124 -v", "netkit listen 8124 -v"}, {"listen -lk 8124", "netkit listen -k 8124"},
      {"listen -lkp8124", "netkit listen -k 8124"},      {"echo -l 8124", "netkit echo 8124"},
      {"connect -N host 80", "netkit connect host 80"},
  };
  for (const auto& [typed, meant] : lines) {
    EXPECT_TRUE(complaint(typed).ends_with("; " + did_you_mean(meant))) << complaint(typed);
  }
}

TEST(NetcatHabits, ALineThatWouldBeRefusedIsNotSuggestedWithoutTheReason) {
  const std::vector<std::pair<std::string, std::string>> lines{
      {"-v h 1-100",
       "no command: as 'netkit connect -v h 1-100' it would be refused, too: '1-100' names several ports"},
      {"-l 99999", "no command: as 'netkit listen 99999' it would be refused, too: '99999' is not a port"},
      {"-U", "no command: as 'netkit connect -U' it would be refused, too: option --unix needs a value"},
      {"h:80 h:80",
       "unknown command 'h:80': as 'netkit connect h:80 h:80' it would be refused, too: more than"},
  };
  for (const auto& [typed, answer] : lines)
    EXPECT_TRUE(complaint(typed).starts_with("netkit: " + answer)) << complaint(typed);
}

TEST(NetcatHabits, WordsThatAreNoCommandAreAddressesOrHelp) {
  const std::vector<std::pair<std::string, std::string>> lines{
      {"host 8150", "netkit connect host 8150"},
      {"localhost:8150 -v", "netkit connect localhost:8150 -v"},
      {"help", "netkit --help"},
      {"help listen", "netkit listen --help"},
      {"help blocklist check", "netkit blocklist check --help"},
      {"help nonsense", "netkit --help"},
      {"version", "netkit --version"},
  };
  for (const auto& [typed, meant] : lines) {
    const std::string word = typed.substr(0, typed.find(' '));
    EXPECT_EQ(complaint(typed), "netkit: unknown command '" + word + "': " + did_you_mean(meant));
  }
  EXPECT_EQ(complaint("8124"),
            "netkit: unknown command '8124': did you mean 'netkit listen 8124' or 'netkit connect 8124'?\n");
}

TEST(NetcatHabits, OptionsThatNetkitDoesNotHaveAreAnswered) {
  const std::vector<std::pair<std::string, std::string>> answers{
      {"listen -l 80", "unknown option -l: 'netkit listen' listens without it"},
      {"listen -lk 80", "unknown option -l: "},
      {"listen -kl 80", "unknown option -l: "},
      {"listen -p 80", "unknown option -p: the port is an operand, as in 'netkit listen 8124'"},
      {"connect --port 80", "unknown option --port: the port is an operand"},
      {"listen -z 80", "unknown option -z: it is for connect"},
      {"connect -k h 80", "unknown option -k: 'netkit listen -k' serves many clients"},
      {"connect -q0 h 80",
       "'-q0': -q is --quiet and takes no time; to quit some time after stdin ends write -Q 0"},
      {"connect -N h 80", "unknown option -N: leave it out"},
      {"connect --nodns h 80", "unknown option --nodns: write --numeric"},
      {"echo -C 80", "unknown option -C: it is for listen and connect"},
      {"connect --wait 5 h 80", "unknown option --wait: write --connect-timeout DURATION (connect)"},
      {"listen --timeout=5 80", "unknown option --timeout: write --connect-timeout DURATION (connect)"},
      {"--tls host 443", "no command: did you mean 'netkit connect --tls host 443'?"},
      {"-ulp 53", "no command: did you mean 'netkit listen -u 53'?"},
      {"-zu h 53", "no command: did you mean 'netkit connect -zu h 53'?"},
  };
  for (const auto& [typed, answer] : answers) {
    EXPECT_TRUE(complaint(typed).starts_with("netkit: " + answer)) << complaint(typed);
  }
  for (const std::string command : {"listen", "connect", "echo"}) {
    EXPECT_TRUE(
        complaint(command + " --ssl 80").contains("unknown option --ssl: write --tls, which verifies"));
  }
  EXPECT_TRUE(
      complaint("echo --proxy x 80").contains("unknown option --proxy: it is for connect and listen"));
  EXPECT_TRUE(complaint("listen --proxy x 80")
                  .contains("--proxy is for the connections that --to and --proxy-server make"));
}

TEST(NetcatHabits, MeanNothingToCommandsWithoutSockets) {
  EXPECT_EQ(complaint("check-ip -e ::1"), "netkit: unknown option -e (see netkit check-ip --help)\n");
  EXPECT_EQ(complaint("blocklist check -c"),
            "netkit: unknown option -c (see netkit blocklist check --help)\n");
}

TEST(NetcatHabits, CommonSlipsAreAnsweredWithWhatToType) {
  const std::string probe = "write netkit connect -z ";
  const std::vector<std::pair<std::string, std::string>> slips{
      {"connect -G 5 h 80", "write --connect-timeout DURATION"},
      {"connect -X 5 h 80", "write --proxy SCHEME://[USER:PASSWORD@]HOST[:PORT]"},
      {"SOCKS5:g:h:80", "write --proxy SCHEME://"},
      {"connect -q4 h 80", "write -Q 4"},
      {"connect -6q1 h 80", "write -Q 1"},
      {"connect --sendonly h 80", "did you mean --send-only?"},
      {"listen --keepopen 80", "did you mean --keep-open?"},
      {"listen --alow 10.0.0.0/8 80", "did you mean --allow?"},
      {"-vv -z", "netkit connect -z localhost 8124"},
      {"-l -e /bin/sh 80", "netkit listen -e /bin/sh 80"},
      {"listen --lua-exec f 80", "write --exec 'lua FILE'"},
      {"echo -e /bin/cat 80", "write --exec COMMAND (listen, connect), as in 'netkit listen -k -e cat 8124'"},
      {"listen --append-output f 80", "write --append"},
      {"connect -", "'-' is stdin and stdout: leave it out"},
      {"connect STDIO 80", "'STDIO' is stdin and stdout: leave it out"},
      {"connect h 80,443", probe + "HOST 80,443"},
      {"connect h 80-90", probe + "HOST 80-90"},
      {"connect h 80 90", probe + "h 80,90"},
      {"connect TCP:h:80", "'TCP:h:80' is an address of socat: write 'netkit connect h 80'"},
      {"tcp4:h:80,retry=3", "write 'netkit connect h 80'"},
      {"STDIO TCP:[::1]:80", "write 'netkit connect [::1] 80'"},
      {"- TCP:h:80", "write 'netkit connect h 80'"},
      {"TCP-LISTEN:80,fork STDOUT", "write 'netkit listen -k 80'"},
      {"listen TCP-L:80", "write 'netkit listen 80'"},
      {"UNIX-CONNECT:/tmp/x", "write 'netkit connect -U /tmp/x'"},
      {"STDIN UNIX-LISTEN:/tmp/x,fork", "write 'netkit listen -k -U /tmp/x'"},
      {"ABSTRACT-CONNECT:x", "write 'netkit connect -U @x'"},
      {"UDP:h:53", "write 'netkit connect -u h 53'"},
      {"UDP-LISTEN:53,fork", "write 'netkit listen -k -u 53'"},
      {"UDP4-RECV:53", "write 'netkit listen -u -k --recv-only 53'"},
      {"UNIX-SENDTO:/dev/log", "write 'netkit connect -u -U /dev/log'"},
      {"OPENSSL:h:443", "write 'netkit connect --tls h 443'"},
      {"OPENSSL-LISTEN:443,fork", "write 'netkit listen -k --tls 443'"},
      {"TCP-LISTEN:80 EXEC:cat", "write 'netkit listen 80'"},
      {"connect EXEC:cat", "write --exec COMMAND (listen, connect)"},
      {"http://h/", "write 'netkit connect h http'"},
      {"connect https://user:word@h/x", "write 'netkit connect --tls h https'"},
      {"tcp://h:80", "write 'netkit connect h 80'"},
      {"connect unix:///tmp/x", "write 'netkit connect -U /tmp/x'"},
      {"unix:/tmp/x", "write 'netkit connect -U /tmp/x'"},
      {"listen tcp://127.0.0.1:80", "write 'netkit listen 127.0.0.1 80'"},
      {"udp://h:53", "write 'netkit connect -u h 53'"},
  };
  for (const auto& [typed, answer] : slips)
    EXPECT_TRUE(complaint(typed).contains(answer)) << complaint(typed);
}

TEST(NetcatHabits, AHostMayHaveTheNameOfASocatAddress) {
  const std::string port = std::to_string(unused_where(Transport::tcp4).port);
  const Outcome outcome = run_netkit({"connect", "--resolve", "tcp=127.0.0.1", "tcp:" + port});
  EXPECT_EQ(outcome.status, 4) << outcome.err;
}

TEST(NetcatHabits, QuietTakesNoTime) {
  const std::string not_a_host =
      "netkit: '1' is not a host: -q is --quiet; to quit some time after stdin ends write -Q 1\n";
  EXPECT_EQ(complaint("connect -q 1 127.0.0.1 80"), not_a_host);
  EXPECT_EQ(complaint("listen -q 1 80"), not_a_host);
}

TEST(NetcatHabits, ClustersOfKnownLettersAreOptions) {
  EXPECT_EQ(complaint("listen -kv 99999"), complaint("listen -k -v 99999"));
  EXPECT_EQ(run_netkit({"listen", "-kvQ1", "-4", "--max-time=10ms", "127.0.0.1", "0"}).status, 124);
}

TEST(Addresses, OfOtherKindsAreAnsweredWithWhatToWrite) {
  const std::vector<std::pair<std::string, std::string>> answers{
      {"connect ./x.sock", "'./x.sock' is a path: for a Unix-domain socket write -U ./x.sock"},
      {"listen /tmp/x", "'/tmp/x' is a path: for a Unix-domain socket write -U /tmp/x"},
      {"echo x.sock", "'x.sock' is a path: for a Unix-domain socket write -U x.sock"},
      {"connect http://localhost:8150/",
       "'http://localhost:8150/' is a URL: write 'netkit connect localhost 8150'"},
      {"connect http://h/x?y:z", "'http://h/x?y:z' is a URL: write 'netkit connect h http'"},
      {"connect ftp://[::1]", "'ftp://[::1]' is a URL: write 'netkit connect [::1] ftp'"},
      {"connect tcp://h 80", "'tcp://h' is a URL: write 'netkit connect h PORT'"},
      {"connect h 8140-8151",
       "'8140-8151' names several ports: to probe them write netkit connect -z HOST 8140-8151"},
      {"listen 8140-8151",
       "'8140-8151' names several ports: to probe them write netkit connect -z HOST 8140-8151"},
      {"connect h:20-25", "'20-25' names several ports: to probe them write netkit connect -z HOST 20-25"},
  };
  for (const auto& [typed, answer] : answers) EXPECT_EQ(complaint(typed), "netkit: " + answer + "\n");
}

TEST(ValuesBehindABlank, AreNamedWhereTheyAreNoOperands) {
  for (const std::string value : {"fd:3", "f.jsonl"}) {
    const std::string hint = " (a value of --events needs '=', as in --events=" + value + ")";
    for (const std::string address : {"h", "h 80", "h:80"}) {
      EXPECT_TRUE(complaint("connect --events " + value + " " + address).contains(hint)) << address;
    }
  }
  EXPECT_TRUE(complaint("connect --half-open 5s h 80").ends_with(" as in --half-open=5s)\n"));
  EXPECT_TRUE(complaint("connect --keep-alive h 99999").ends_with("such as http\n"));
}

}  // namespace
}  // namespace netkit::test
