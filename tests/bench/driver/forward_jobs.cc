// SPDX-License-Identifier: MIT
// Servers that pass a client on: to another server, or to a program.
#include "echo_contests.h"
#include "job.h"
#include "listening.h"
#include "peers.h"

namespace netkit::bench {

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
}

void exec(const Setting& setting, Report& report) {
  if (!netkit_has(setting, {"listen"}, "--exec")) throw CannotRun("netkit listen has no --exec yet");
  const auto all = spawners(setting, report);
  const auto goals = [](const Echoer& other) { return is_limit(other.name) ? Sample{0.95} : Sample{1}; };
  hold_ping_pong(setting, report, {"64 B, 16 connections", 16, 64}, all, goals);
  hold_churn(setting, report, all, 0.95);
}

}  // namespace netkit::bench
