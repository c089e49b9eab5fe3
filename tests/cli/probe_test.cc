// SPDX-License-Identifier: MIT
// connect --probe of several ports, and what follows it.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "event_lines.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

std::string port_of(const RawListener& listener) {
  return std::to_string(listener.where().port);
}

std::string closed_port() {
  return std::to_string(unused_where(Transport::tcp4).port);
}

class ProbeOfPorts : public testing::Test {
 protected:
  const RawListener one_{Transport::tcp4}, other_{Transport::tcp4};
  const std::string closed_ = closed_port();
  const std::string both_ = port_of(other_) + "," + closed_ + "," + port_of(one_);
  const std::string found_ = other_.where().text() + "\n" + one_.where().text() + "\n";
};

TEST_F(ProbeOfPorts, PrintsThoseThatAnswerInTheOrderGiven) {
  for (const Words& address : {Words{"127.0.0.1", both_}, Words{"127.0.0.1:" + both_},
                               Words{"-4", "--resolve", "name=127.0.0.1", "name", both_}}) {
    const Outcome outcome = run_netkit(Words{"connect", "-z"} + address);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.out, found_);
    EXPECT_EQ(outcome.err, "");
  }
}

TEST_F(ProbeOfPorts, SaysWhyOthersDoNot) {
  const Outcome outcome = run_netkit({"connect", "-zv", "127.0.0.1", both_});
  EXPECT_EQ(outcome.out, found_);
  EXPECT_EQ(outcome.err, "netkit: connect ECONNREFUSED 127.0.0.1:" + closed_ + "\n");
}

TEST_F(ProbeOfPorts, ReportsEach) {
  const Outcome outcome =
      run_netkit({"connect", "-z", "--events", "--resolve", "name=127.0.0.1", "name", both_});
  const auto events = event_lines(outcome.err);
  EXPECT_EQ(names_of(events), "lookup probe probe probe exit");
  std::vector<std::pair<std::string, int>> states;
  for (const auto& event : events) {
    if (event["event"] != "probe") continue;
    states.emplace_back(event["state"], event["port"]);
    EXPECT_EQ(event["address"], "127.0.0.1");
    EXPECT_EQ(event["family"], "IPv4");
  }
  std::ranges::sort(states);
  std::vector<std::pair<std::string, int>> expected{
      {"open", one_.where().port}, {"open", other_.where().port}, {"refused", std::stoi(closed_)}};
  std::ranges::sort(expected);
  EXPECT_EQ(states, expected);
}

TEST_F(ProbeOfPorts, FindsOneAmongMany) {
  const int port = one_.where().port;
  const std::string range =
      std::to_string(std::max(1, port - 1000)) + "-" + std::to_string(std::min(65535, port + 100));
  const Outcome outcome = run_netkit({"connect", "-z", "127.0.0.1", range});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(outcome.out.contains(one_.where().text() + "\n"));
}

TEST(Probe, SaysHowLongItTook) {
  const RawListener listener(Transport::tcp4);
  const Outcome outcome = run_netkit(Words{"connect", "-zv"} + listener.where().netkit_words());
  const std::string line = "netkit: connected to " + listener.where().text() + " in ";
  const auto start = outcome.err.find(line);
  ASSERT_NE(start, std::string::npos) << outcome.err;
  EXPECT_TRUE(std::regex_search(outcome.err.substr(start + line.size()), std::regex("^[0-9]+\\.[0-9]ms\n")))
      << outcome.err;
}

TEST(Probe, OfSeveralPortsHasAStatusIfNoneAnswers) {
  const std::string ports = closed_port() + "," + closed_port();
  const std::vector<std::pair<Words, int>> cases{
      {{"127.0.0.1", ports}, 4},
      {{"no-such-host.invalid", ports}, 3},
      {{"--deny", "127.0.0.1", "127.0.0.1", ports}, 9},
  };
  for (const auto& [words, status] : cases) {
    const Outcome outcome = run_netkit(Words{"connect", "-z"} + words);
    EXPECT_EQ(outcome.status, status) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
  }
}

TEST(Probe, RefusesPortsThatAreNone) {
  for (const auto& [ports, complaint] :
       {std::pair("0", "'0' is not a port: 1..65535"), std::pair("0,1", "'0' is not a port: 1..65535"),
        std::pair("9-3", "'9-3' ends before it begins"),
        std::pair("1-70000", "'70000' is not a port: 1..65535")}) {
    const Outcome outcome = run_netkit({"connect", "-z", "127.0.0.1", ports});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_TRUE(outcome.err.contains(complaint)) << outcome.err;
  }
  const Outcome without = run_netkit({"connect", "127.0.0.1", "20-25"});
  EXPECT_EQ(without.status, 2);
  EXPECT_TRUE(without.err.contains("write netkit connect -z HOST 20-25")) << without.err;
}

TEST(Probe, IsFollowedByTheProgram) {
  const RawListener listener(Transport::tcp4);
  const Words address = listener.where().netkit_words();
  Launch launch =
      netkit(Words{"connect", "-z", "--then", "sh -c 'cat; echo \"$0 $1\" $WORD; exit 5' a 'b c'"} + address);
  launch.environment = {{"WORD", "kept"}};
  const Outcome outcome = run(launch, "our stdin\n");
  EXPECT_EQ(outcome.status, 5);
  EXPECT_EQ(outcome.out, "our stdin\na b c kept\n");
  EXPECT_EQ(outcome.err, "");
}

TEST(Probe, ThatFailsIsFollowedByNothing) {
  const Outcome failed = run_netkit({"connect", "-z", "--then", "echo no", "127.0.0.1", closed_port()});
  EXPECT_EQ(failed.status, 4);
  EXPECT_EQ(failed.out, "");
  const RawListener listener(Transport::tcp4);
  const Outcome absent =
      run_netkit(Words{"connect", "-z", "--then", "nonsense"} + listener.where().netkit_words());
  EXPECT_EQ(absent.status, 127);
  EXPECT_EQ(absent.err, "netkit: exec ENOENT: no such file or directory nonsense\n");
  EXPECT_TRUE(listener.stays_alone(Duration(20)));  // it is looked up first
  const Outcome alone = run_netkit({"connect", "--then", "true", "127.0.0.1", "1"});
  EXPECT_EQ(alone.status, 2);
  EXPECT_TRUE(alone.err.contains("--then is for what follows a probe and needs --probe")) << alone.err;
}

}  // namespace
}  // namespace netkit::test
