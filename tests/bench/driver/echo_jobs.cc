// SPDX-License-Identifier: MIT
// Servers that give back what they are sent, under the same load.
#include <thread>

#include "block_files.h"
#include "echo_contests.h"
#include "job.h"
#include "peers.h"

namespace netkit::bench {

namespace {

/// Of messages, processor time, p50 and p99: the limit's p99 times 1.1 is at least ours.
Sample ping_pong_goals(const Load& load, const Echoer& other) {
  if (is_limit(other.name)) return {0.95, 0.95, 0, 1 / 1.1};
  return other.name == "node" && load.connections >= 64 ? Sample{1.3} : Sample{};
}

}  // namespace

void echo_pingpong(const Setting& setting, Report& report) {
  const auto all = echoers(setting, report);
  for (const Load& load : {Load{"64 B, 1 connection", 1, 64}, Load{"64 B, 64 connections", 64, 64},
                           Load{"64 B, 1000 connections", 1000, 64},
                           Load{"64 KiB, 16 connections", 16, std::size_t{64} * 1024}}) {
    hold_ping_pong(setting, report, load, all,
                   [&](const Echoer& each) { return ping_pong_goals(load, each); });
  }
}

void connect_churn(const Setting& setting, Report& report) {
  hold_churn(setting, report, echoers(setting, report), 0.9);
}

void workers(const Setting& setting, Report& report) {
  if (!netkit_has(setting, {"echo"}, "--workers")) throw CannotRun("netkit echo has no --workers yet");
  const std::vector<Echoer> all{netkit_echo(setting, "netkit --workers 2", {"--workers", "2"}),
                                netkit_echo(setting, "netkit --workers 1", {"--workers", "1"}),
                                epoll_echo(setting, "limit (epoll, two threads)", {"2"}),
                                epoll_echo(setting, "limit (epoll, one thread)", {})};
  const double goal = std::thread::hardware_concurrency() >= 4 ? 1.7 : 1;
  const Load load{"64 B, 64 connections", 64, 64};
  hold_ping_pong(setting, report, load, all,
                 [&](const Echoer& each) { return is_limit(each.name) ? Sample{} : Sample{goal}; });
  report.note("The goal is 1.7 where there are four cores, elsewhere 1; the load takes a core of its own.");
}

void echo_blocked(const Setting& setting, Report& report) {
  if (!netkit_has(setting, {"echo"}, "--block-list")) throw CannotRun("netkit echo has no --block-list yet");
  const std::string rules = make_prefixes(setting, Family::both);
  const std::vector<Echoer> both{netkit_echo(setting, "netkit with a list", {"--block-list", rules}),
                                 netkit_echo(setting, "netkit without", {})};
  hold_ping_pong(setting, report, {"64 B, 64 connections", 64, 64}, both,
                 [](const Echoer&) { return Sample{0.98, 0.98}; });
  hold_churn(setting, report, both, 0.98);
  report.note("The list has " + std::to_string(prefixes_in_file(setting)) + " rules.");
}

}  // namespace netkit::bench
