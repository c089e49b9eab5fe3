// SPDX-License-Identifier: MIT
// Servers that pass a client on: to another server, or to a program.
#include <algorithm>
#include <string>

#include "echo_contests.h"
#include "job.h"
#include "listening.h"
#include "peers.h"

namespace netkit::bench {

namespace {

// Each pair has two descriptors of the server, and one each of ours and of the server behind.
void hold_idle_pairs(const Setting& setting, Report& report, const std::vector<Echoer>& all) {
  const std::size_t pairs =
      std::min(setting.pick<std::size_t>(1'000, 10'000), (use_all_descriptors() - 1'000) / 2);
  const Rounds rounds{0, setting.pick(1, 3)};
  hold_idle(report, {std::to_string(pairs) + " idle pairs", pairs, 2560}, all, rounds);
}

}  // namespace

void forward(const Setting& setting, Report& report) {
  if (!netkit_has(setting, {"listen"}, "--to")) throw CannotRun("netkit listen has no --to yet");
  const test::Where target = unused_tcp();
  Child echo(epoll_echo(setting, "the server behind", {}).command(target));
  wait_until_listening(echo, target);
  const auto all = forwarders(setting, report, target);
  const auto goals = [](const Echoer& other) {
    return is_limit(other.name) ? Sample{0.95, 0.95} : Sample{1};
  };
  hold_ping_pong(setting, report, {"64 B, 64 connections", 64, 64}, all, goals);
  hold_ping_pong(setting, report, {"256 KiB, 4 connections", 4, std::size_t{256} * 1024}, all, goals);
  hold_churn(setting, report, all, 0.9);
  hold_idle_pairs(setting, report, all);
}

void exec(const Setting& setting, Report& report) {
  if (!netkit_has(setting, {"listen"}, "--exec")) throw CannotRun("netkit listen has no --exec yet");
  const auto all = spawners(setting, report);
  const auto goals = [](const Echoer& other) { return is_limit(other.name) ? Sample{0.95} : Sample{1}; };
  hold_ping_pong(setting, report, {"64 B, 16 connections", 16, 64}, all, goals);
  hold_churn(setting, report, all, 0.95);
}

}  // namespace netkit::bench
