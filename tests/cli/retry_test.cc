// SPDX-License-Identifier: MIT
// Trying again: --retry and --retry-for of connect, --retry-in-use of listen and echo.
#include <gtest/gtest.h>

#include <algorithm>

#include "event_lines.h"
#include "support/netkit.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

std::size_t tries(const Outcome& outcome) {
  const auto events = event_lines(outcome.err);
  return static_cast<std::size_t>(std::ranges::count_if(
      events, [](const nlohmann::json& event) { return event.at("event") == "error"; }));
}

TEST(Retry, IsMadeAtMostNTimes) {
  const Words there = unused_where(Transport::tcp4).netkit_words();
  const Words quickly{"connect", "--events", "--retry-delay=1ms"};
  const Outcome twice = run_netkit(quickly + Words{"--retry", "2"} + there);
  EXPECT_EQ(twice.status, 4);
  EXPECT_EQ(tries(twice), 3U);
  EXPECT_EQ(tries(run_netkit(quickly + Words{"--retry", "0"} + there)), 1U);
  EXPECT_EQ(tries(run_netkit(quickly + there)), 1U);
}

TEST(Retry, ReportsEachFailureWithV) {
  const Where where = unused_where(Transport::tcp4);
  const Outcome outcome =
      run_netkit(Words{"connect", "--retry=1", "--retry-delay=1ms"} + where.netkit_words());
  const std::string refused = "netkit: connect ECONNREFUSED " + where.text() + "\n";
  EXPECT_EQ(outcome.err, refused);
  const Outcome verbose =
      run_netkit(Words{"connect", "-v", "--retry=1", "--retry-delay=0"} + where.netkit_words());
  const std::string connecting = "netkit: connecting to " + where.text() + "\n";
  EXPECT_EQ(verbose.err, connecting + refused + "netkit: trying again in 0s\n" + connecting + refused);
}

TEST(Retry, FindsAListenerThatComesLater) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path, Transport::abstract_name}) {
    const Where where = unused_where(transport);
    Process client(
        netkit(Words{"connect", "-v", "--retry-for=1h", "--retry-delay=5ms"} + where.netkit_words()));
    client.wait_for_stderr("trying again in");
    RawListener listener(where);
    const UniqueFd accepted = listener.accept();
    client.write_stdin("x");
    EXPECT_EQ(read_exactly(accepted.get(), 1).bytes, "x");
  }
}

TEST(Retry, EndsWithItsTime) {
  const Outcome outcome = run_netkit(Words{"connect", "--events", "--retry-for=150ms", "--retry-delay=20ms"} +
                                     unused_where(Transport::tcp4).netkit_words());
  EXPECT_EQ(outcome.status, 4);
  EXPECT_GE(tries(outcome), 2U);
}

TEST(Retry, IsNotMadeAfterAPermanentFailure) {
  const Words quickly{"connect", "--events", "--retry=5", "--retry-delay=0"};
  EXPECT_EQ(tries(run_netkit(quickly + Words{"-6", "--resolve=h=127.0.0.1", "h", "80"})), 1U);
  EXPECT_EQ(tries(run_netkit(quickly + Words{"--deny=127.0.0.1", "127.0.0.1", "80"})), 1U);
}

TEST(Retry, GoesOnForWhatPassesByItself) {
  const Words twice{"connect", "--events", "--retry=1", "--retry-delay=0"};
  EXPECT_EQ(tries(run_netkit(twice + Words{"no-such-host.invalid", "80"})), 2U) << "no such name";
  const RawListener taken(Transport::tcp4);
  const std::string port = std::to_string(taken.where().port);
  EXPECT_EQ(tries(run_netkit(twice + Words{"-s", "127.0.0.1", "-p", port, "127.0.0.1", "1"})), 2U)
      << "-p in use";
  EXPECT_EQ(tries(run_netkit(twice + Words{"-s", "192.0.2.1", "127.0.0.1", "1"})), 2U) << "-s not there";
}

TEST(Retry, ReachesANetworkThatComesLater) {
  Launch launch;
  launch.argv = {"unshare",
                 "-rn",
                 "sh",
                 "-c",
                 R"(ip link set lo up && ip route add unreachable 10.9.9.9 || exit 77
exec 3>&1
"$0" connect -v -z --retry-for=1h --retry-delay=5ms 10.9.9.9 8124 2>&1 | {
  sed -u "/trying again/q" >/dev/null
  ip route del unreachable 10.9.9.9
  ip addr add 10.9.9.9/32 dev lo
  "$0" echo -q 10.9.9.9 8124 & server=$!
  cat >&3
  kill $server
})",
                 netkit_program()};
  const Outcome outcome = run(launch);
  if (outcome.status == 77 || outcome.err.contains("unshare")) GTEST_SKIP() << outcome.err;
  EXPECT_TRUE(outcome.out.contains("connected to 10.9.9.9:8124")) << outcome.out << outcome.err;
}

TEST(Retry, StopsAtASignal) {
  Process client(
      netkit(Words{"connect", "-v", "--retry-for=1h"} + unused_where(Transport::tcp4).netkit_words()));
  client.wait_for_stderr("trying again in");
  client.signal(SIGTERM);
  EXPECT_EQ(client.wait(), 128 + SIGTERM);
}

TEST(RetryInUse, ListensOnceTheAddressIsFree) {
  auto taken = std::make_unique<RawListener>(Transport::tcp4);
  const Where where = taken->where();
  Process server(netkit(Words{"echo", "-v", "--retry-in-use=1h"} + where.netkit_words()));
  server.wait_for_stderr("EADDRINUSE");
  taken.reset();
  server.wait_for_stderr("listening on " + where.text());
  EXPECT_EQ(connect_error(where), 0);
}

TEST(RetryInUse, EndsWithItsTime) {
  const RawListener taken(Transport::tcp4);
  const Outcome outcome = run_netkit(Words{"listen", "--retry-in-use=50ms"} + taken.where().netkit_words());
  EXPECT_EQ(outcome.status, 10);
  EXPECT_EQ(outcome.err, "netkit: listen EADDRINUSE: address already in use " + taken.where().text() + "\n");
}

TEST(RetryInUse, StopsAtASignal) {
  const RawListener taken(Transport::tcp4);
  Process server(netkit(Words{"echo", "-v", "--retry-in-use=1h"} + taken.where().netkit_words()));
  server.wait_for_stderr("EADDRINUSE");
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
}

}  // namespace
}  // namespace netkit::test
