// SPDX-License-Identifier: MIT
// Servers that pass on what a client sends to all others.
#include "bench/load/fan_out.h"
#include "job.h"
#include "listening.h"
#include "peers.h"
#include "usage.h"

namespace netkit::bench {

namespace {

constexpr std::size_t readers = 16;
constexpr double MiB = 1024.0 * 1024, GiB = 1024 * MiB;

const std::vector<Quantity> quantities{{"rate of the sender", "MiB/s"},
                                       {"server's processor time", "s/GiB of the sender", Better::less}};

Sample measured(Child& server, FanOut& clients, std::size_t bytes) {
  clients.run(bytes / 8);
  const double used_before = processor_seconds(server.pid());
  const double seconds = clients.run(bytes);
  const double used = processor_seconds(server.pid()) - used_before;
  const auto sent = static_cast<double>(bytes);
  return {sent / MiB / seconds, used / (sent / GiB)};
}

Sample fanned_out(const Echoer& broker, std::size_t bytes) {
  const test::Where where = unused_tcp();
  Child server(broker.command(where));
  wait_until_listening(server, where);
  FanOut clients(where, readers);
  return measured(server, clients, bytes);
}

/// After the broker has done without a client that does not read.
Sample fanned_out_beside_a_stuck_reader(const Echoer& broker, std::size_t bytes) {
  const test::Where where = unused_tcp();
  Child server(broker.command(where));
  wait_until_listening(server, where);
  FanOut clients(where, readers);
  clients.add_stuck_reader(where);
  clients.run(std::size_t{16} << 20U);
  return measured(server, clients, bytes);
}

}  // namespace

void broker(const Setting& setting, Report& report) {
  if (!netkit_has(setting, {"listen"}, "--broker")) throw CannotRun("netkit listen has no --broker yet");
  const std::size_t bytes = setting.pick<std::size_t>(64, 256) << 20U;
  const auto all = brokers(setting, report);
  Contest contest{"1 sender, 16 readers", quantities, {}};
  for (const Echoer& each : all) {
    contest.entrants.push_back({each.name, [=] { return fanned_out(each, bytes); },
                                is_limit(each.name) ? Sample{0.8} : Sample{1.5, 3}});
  }
  report.add(contest, compete(contest, setting.rounds()));
  const Echoer& netkit = all.front();
  Contest stuck{"after a reader that is stuck", quantities, {}};
  stuck.entrants.push_back({"netkit", [=] { return fanned_out_beside_a_stuck_reader(netkit, bytes); }});
  stuck.entrants.push_back({"netkit, none stuck", [=] { return fanned_out(netkit, bytes); }, {0.95}});
  report.add(stuck, compete(stuck, setting.rounds()));
}

}  // namespace netkit::bench
