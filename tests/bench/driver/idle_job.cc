// SPDX-License-Identifier: MIT
// What a connection costs a server that does nothing for it.
#include "bench/load/ping_pong.h"
#include "job.h"
#include "listening.h"
#include "peers.h"
#include "usage.h"

namespace netkit::bench {

namespace {

/// The server's memory with them less that without, for each. Every connection has once carried a message.
Sample memory_for_each(const Echoer& echoer, std::size_t connections) {
  const test::Where where = unused_tcp();
  Child server(echoer.command(where));
  wait_until_listening(server, where);
  const PingPong first(where, 1, 64);  // what is made for it alone is not counted
  const double without = memory_of(server.pid());
  const PingPong clients(where, connections, 64);
  return {(memory_of(server.pid()) - without) / static_cast<double>(connections)};
}

void hold(Report& report, std::size_t connections, const std::vector<Echoer>& echoers, const Rounds& rounds) {
  Contest contest{std::to_string(connections) + " connections",
                  {{"server's memory", "B/connection", Better::less, 1024}},
                  {}};
  for (const Echoer& each : echoers) {
    if (each.most_clients < connections) continue;
    contest.entrants.push_back({each.name, [=] { return memory_for_each(each, connections); }});
  }
  report.add(contest, compete(contest, rounds));
}

}  // namespace

void idle(const Setting& setting, Report& report) {
  // Each connection is a descriptor of ours and one of the server's; both need some besides.
  const std::size_t most = use_all_descriptors() - 200;
  const auto all = echoers(setting, report);
  const Rounds rounds{0, setting.pick(1, 5)};
  std::size_t before = 0;
  for (const std::size_t wanted : {setting.pick(2'000, 10'000), setting.pick(10'000, 100'000)}) {
    const std::size_t connections = std::min(wanted, most);
    if (connections < wanted) {
      report.note("Not " + std::to_string(wanted) + " connections: the hard limit on descriptors is " +
                  std::to_string(most + 200) + ".");
    }
    if (connections > before) hold(report, connections, all, wanted > 10'000 ? Rounds{0, 1} : rounds);
    before = connections;
  }
  report.note("Memory is the server's own (Pss), without the kernel's for its sockets.");
  report.note(output_of({setting.limit("connection_sizes")}));
}

}  // namespace netkit::bench
