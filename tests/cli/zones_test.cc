// SPDX-License-Identifier: MIT
// Link-local addresses are written with their zone wherever they are printed.
#include <gtest/gtest.h>

#include "support/netkit.h"

namespace netkit::test {
namespace {

/// Runs a script in a network namespace where fe80::7 is an address of lo; $0 is netkit, fe80::7%lo its first
/// argument. Skips the test where there can be none.
void run_with_link_local_address(const std::string& script, Outcome& outcome) {
  Launch launch;
  launch.argv = {"unshare",
                 "-rn",
                 "sh",
                 "-c",
                 "ip link set lo up && ip addr add fe80::7/64 dev lo nodad || exit 77\n" + script,
                 netkit_program(),
                 "fe80::7%lo"};
  outcome = run(launch);
  if (outcome.status == 77 || outcome.err.contains("unshare:")) GTEST_SKIP() << outcome.err;
}

TEST(Zones, OfAReadyLineAreWhatConnectTakes) {
  Outcome outcome;
  run_with_link_local_address(R"(
mkfifo "${TMPDIR:-/tmp}/ready.$$"; ready=${TMPDIR:-/tmp}/ready.$$
"$0" listen -q --ready-fd 3 "$1" 0 3>"$ready" & read -r address port <"$ready"; rm "$ready"
echo "$address"
echo hi | "$0" connect "$address" "$port"
wait)",
                              outcome);
  if (testing::Test::IsSkipped()) return;
  EXPECT_EQ(outcome.out, "fe80::7%lo\nhi\n") << outcome.err;
}

TEST(Zones, StandInMessages) {
  Outcome outcome;
  run_with_link_local_address(R"(
"$0" connect -v "$1" 9
"$0" connect --deny fe80::7 "$1" 9
"$0" connect -s "$1" -p 0 fe80::7 9
"$0" listen "$1" 9 --max-time 10ms -v)",
                              outcome);
  if (testing::Test::IsSkipped()) return;
  EXPECT_EQ(outcome.err,
            "netkit: connecting to [fe80::7%lo]:9\n"
            "netkit: connect ECONNREFUSED fe80::7%lo:9\n"
            "netkit: blocked fe80::7%lo: --deny: fe80::7\n"
            "netkit: connect ECONNREFUSED fe80::7:9\n"
            "netkit: listening on [fe80::7%lo]:9\n"
            "netkit: stopped after 10ms (--max-time)\n");
}

TEST(Zones, StandInEventsAndMessagesOfConnections) {
  Outcome outcome;
  run_with_link_local_address(R"(
for options in --events -v; do
  mkfifo "${TMPDIR:-/tmp}/ready.$$"; ready=${TMPDIR:-/tmp}/ready.$$
  "$0" listen $options --ready-fd 3 "$1" 0 3>"$ready" </dev/null & read -r address port <"$ready"; rm "$ready"
  "$0" connect $options "$address" "$port" </dev/null
  wait
  "$0" connect -z --events --resolve h=$1,::1 h 9
done)",
                              outcome);
  if (testing::Test::IsSkipped()) return;
  for (const std::string text :
       {R"("event":"listening","address":"fe80::7%lo")", R"("remoteAddress":"fe80::7%lo")",
        R"("localAddress":"fe80::7%lo")", R"("event":"lookup","host":"h","address":"fe80::7%lo")",
        R"("ip":"fe80::7%lo")", R"("message":"connect ECONNREFUSED fe80::7%lo:9)",
        "netkit: listening on [fe80::7%lo]:", "netkit: connected to [fe80::7%lo]:",
        "netkit: closed [fe80::7%lo]:"}) {
    EXPECT_TRUE(outcome.err.contains(text)) << text << "\n" << outcome.err;
  }
  EXPECT_FALSE(outcome.err.contains("fe80::7\"")) << outcome.err;
}

}  // namespace
}  // namespace netkit::test
