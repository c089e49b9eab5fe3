// SPDX-License-Identifier: MIT
// NETKIT_<COMMAND>_<OPTION>: options from the environment, and how the command line overrides them.
#include <gtest/gtest.h>

#include "support/netkit.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

Outcome run_with(const Variables& variables, const Words& arguments) {
  Launch launch = netkit(arguments);
  launch.environment = variables;
  return run(launch);
}

std::string refused_port() {
  return std::to_string(unused_where(Transport::tcp4).port);
}

void expect_refused(const Variables& variables, const Words& arguments, const std::string& line) {
  SCOPED_TRACE(variables.front().first + "=" + variables.front().second);
  const Outcome outcome = run_with(variables, arguments);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.err, "netkit: " + line + "\n");
}

TEST(Environment, GivesOptionsThatTakeAValue) {
  const std::string port = refused_port();
  const Outcome outcome =
      run_with({{"NETKIT_CONNECT_RESOLVE", "a=127.0.0.1\nb=127.0.0.2,127.0.0.3"}}, {"connect", "b", port});
  EXPECT_EQ(outcome.err, "netkit: connect ECONNREFUSED 127.0.0.2:" + port +
                             "\nnetkit: connect ECONNREFUSED 127.0.0.3:" + port + "\n");
  Launch echo = netkit({"echo", "127.0.0.1", "0"});
  echo.environment = {{"NETKIT_ECHO_MAX_CONNECTIONS", "0"}, {"NETKIT_ECHO_GREETING", "never sent"}};
  const Server server = start_server(echo);
  EXPECT_EQ(read_to_end(connect_to(server.where).get()).bytes, "");
}

TEST(Environment, GivesFlags) {
  const std::string port = refused_port(), connecting = "netkit: connecting to 127.0.0.1:" + port + "\n",
                    refused = "netkit: connect ECONNREFUSED 127.0.0.1:" + port + "\n";
  for (const std::string on : {"1", "on"}) {
    EXPECT_EQ(run_with({{"NETKIT_CONNECT_VERBOSE", on}}, {"connect", "127.0.0.1", port}).err,
              connecting + refused);
  }
  for (const std::string off : {"0", "off", ""}) {
    EXPECT_EQ(run_with({{"NETKIT_CONNECT_VERBOSE", off}}, {"connect", "127.0.0.1", port}).err, refused);
  }
}

TEST(Environment, GivesOptionsWhoseValueMayBeMissing) {
  const std::string port = refused_port();
  const auto has_events = [&](const std::string& value) {
    const Outcome outcome = run_with({{"NETKIT_CONNECT_EVENTS", value}}, {"connect", "127.0.0.1", port});
    return outcome.err.starts_with("{");
  };
  EXPECT_TRUE(has_events("1"));
  EXPECT_TRUE(has_events("on"));
  EXPECT_TRUE(has_events("fd:2"));
  EXPECT_FALSE(has_events("0"));
  EXPECT_FALSE(has_events("off"));
  EXPECT_FALSE(has_events(""));
}

TEST(Environment, HalfOpenHasValuesOfItsOwn) {
  // The peer ends first while our input goes on: "off" is not "not given".
  RawListener listener(Transport::tcp4);
  Launch launch = netkit(Words{"connect"} + listener.where().netkit_words());
  launch.environment = {{"NETKIT_CONNECT_HALF_OPEN", "off"}};
  Process client(launch);
  const UniqueFd peer = listener.accept();
  send_end(peer.get());
  EXPECT_EQ(read_to_end(peer.get()).bytes, "");
  EXPECT_EQ(client.wait(), 0);
}

TEST(Environment, BadValuesAreReportedWithTheirVariable) {
  const Words arguments{"connect", "127.0.0.1", "1"};
  expect_refused({{"NETKIT_CONNECT_NO_DELAY", "yes"}}, arguments,
                 "NETKIT_CONNECT_NO_DELAY: 'yes' is not valid: choose 1, 0, on or off");
  expect_refused({{"NETKIT_CONNECT_AUTO_SELECT_FAMILY", "2"}}, arguments,
                 "NETKIT_CONNECT_AUTO_SELECT_FAMILY: '2' is not valid: choose 1, 0, on or off");
  expect_refused({{"NETKIT_CONNECT_TOS", "256"}}, arguments,
                 "NETKIT_CONNECT_TOS: '256' is not a number in 0..255");
  expect_refused({{"NETKIT_CONNECT_LOCAL_ADDRESS", "foobar"}}, arguments,
                 "NETKIT_CONNECT_LOCAL_ADDRESS: Invalid IP address: foobar");
  expect_refused(
      {{"NETKIT_CONNECT_UNIX", "\\\\.\\pipe\\x"}}, {"connect"},
      "NETKIT_CONNECT_UNIX: '\\\\.\\pipe\\x' is a Windows pipe; this system has Unix-domain sockets: "
      "-U /path or @name");
}

TEST(Environment, OptionsThatExcludeEachOtherAreRefused) {
  expect_refused({{"NETKIT_CONNECT_IPV4", "1"}, {"NETKIT_CONNECT_IPV6", "1"}}, {"connect", "1"},
                 "NETKIT_CONNECT_IPV6: -4 and -6 exclude each other");
  expect_refused({{"NETKIT_LISTEN_NO_DELAY", "1"}, {"NETKIT_LISTEN_UNIX", "@x"}}, {"listen"},
                 "NETKIT_LISTEN_NO_DELAY: --no-delay is for TCP and cannot go with --unix");
}

TEST(Environment, TheCommandLineDisplacesConflictingOptions) {
  const std::string port = refused_port(), refused = "netkit: connect ECONNREFUSED 127.0.0.1:" + port + "\n";
  const Words there{"connect", "127.0.0.1", port};
  const auto err = [](const Variables& variables, const Words& arguments) {
    return run_with(variables, arguments).err;
  };
  EXPECT_EQ(err({{"NETKIT_CONNECT_IPV6", "1"}}, there + Words{"-4"}), refused);
  EXPECT_EQ(err({{"NETKIT_CONNECT_IPV6", "1"}}, there), refused);
  EXPECT_EQ(err({{"NETKIT_CONNECT_UNIX", "/no/such"}}, there), refused);
  EXPECT_EQ(err({{"NETKIT_CONNECT_FD", "77"}}, there), refused);
  EXPECT_EQ(err({{"NETKIT_CONNECT_RECV_ONLY", "1"}}, there + Words{"--send-only"}), refused);
  EXPECT_EQ(err({{"NETKIT_CONNECT_LOCAL_PORT", "x"}}, there + Words{"-p", "0"}), refused);
  EXPECT_EQ(err({{"NETKIT_CONNECT_VERBOSE", "1"}}, there + Words{"-q"}), refused);
  EXPECT_EQ(err({{"NETKIT_CONNECT_QUIET", "1"}}, there + Words{"-v"}),
            "netkit: connecting to 127.0.0.1:" + port + "\n" + refused);
  EXPECT_EQ(
      err({{"NETKIT_CONNECT_NO_DELAY", "1"}, {"NETKIT_CONNECT_RESET", "1"}}, {"connect", "-U", "/no/such"}),
      "netkit: connect ENOENT /no/such\n");
}

TEST(Environment, MisspeltVariablesAreReportedWithV) {
  const Variables misspelt{{"NETKIT_CHECK_IP_QUITE", "1"}};
  const std::string line =
      "netkit: NETKIT_CHECK_IP_QUITE is not a variable of netkit check-ip; did you mean "
      "NETKIT_CHECK_IP_QUIET?\n";
  EXPECT_EQ(run_with(misspelt, {"check-ip", "-v", "::1"}).err, line);
  EXPECT_EQ(run_with(misspelt, {"check-ip", "::1"}).err, "");
}

TEST(Environment, VariablesWithAMisspeltCommandAreReportedWithV) {
  const Variables misspelt{
      {"NETKIT_CHEK_IP_QUIET", "1"}, {"NETKIT_LISTEN_QUIET", "1"}, {"NETKIT_OTHER", "1"}};
  EXPECT_EQ(run_with(misspelt, {"check-ip", "-v", "::1"}).err,
            "netkit: NETKIT_CHEK_IP_QUIET is not a variable of netkit check-ip; did you mean "
            "NETKIT_CHECK_IP_QUIET?\n");
}

TEST(Environment, VariablesOfOtherCommandsAndUnknownOptionsAreIgnored) {
  const std::string port = refused_port();
  EXPECT_EQ(run_with({{"NETKIT_LISTEN_VERBOSE", "x"},
                      {"NETKIT_CONNECT_NO_SUCH_OPTION", "x"},
                      {"NETKIT_CONNECT_HELP", "1"}},
                     {"connect", "127.0.0.1", port})
                .status,
            4);
}

}  // namespace
}  // namespace netkit::test
