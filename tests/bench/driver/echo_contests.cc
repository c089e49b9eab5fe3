// SPDX-License-Identifier: MIT
#include "echo_contests.h"

#include "bench/load/churn.h"
#include "bench/load/ping_pong.h"
#include "listening.h"
#include "usage.h"

namespace netkit::bench {

namespace {

using test::Where;

double duration(const Setting& setting) {
  return setting.pick(0.15, 0.6);
}

const std::vector<Quantity> ping_pong_quantities{{"messages", "1/s"},
                                                 {"server's processor time", "µs/message", Better::less},
                                                 {"latency, p50", "µs", Better::less},
                                                 {"latency, p99", "µs", Better::less}};

Sample ping_pong(const Echoer& echoer, const Load& load, double seconds) {
  const Where where = unused_tcp();
  Child server(echoer.command(where));
  if (load.type == SOCK_DGRAM) {
    wait_until_bound(server, where);
  } else {
    wait_until_listening(server, where);
  }
  PingPong clients(where, load.connections, load.message_size, load.type);
  clients.run(seconds / 4);
  const double used_before = processor_seconds(server.pid());
  const double start = now();
  const Latencies latencies = clients.run(seconds);
  const double taken = now() - start;
  const double used = processor_seconds(server.pid()) - used_before;
  const auto count = static_cast<double>(latencies.count());
  return {count / taken, used / count * 1e6, latencies.quantile(0.5) * 1e6, latencies.quantile(0.99) * 1e6};
}

const std::vector<Quantity> churn_quantities{{"connections", "1/s"},
                                             {"server's processor time", "µs/connection", Better::less}};

Sample connect_and_close(const Echoer& echoer, double seconds) {
  const Where where = unused_tcp();
  Child server(echoer.command(where));
  wait_until_listening(server, where);
  churn(where, {.most = 500, .seconds = seconds / 4});
  const double used_before = processor_seconds(server.pid());
  const Churned done = churn(where, {.seconds = seconds});
  const double used = processor_seconds(server.pid()) - used_before;
  const auto count = static_cast<double>(done.connections);
  return {count / done.seconds, used / count * 1e6};
}

/// The server's memory with them less that without, for each. Every connection has once carried a message.
Sample memory_for_each(const Echoer& echoer, std::size_t connections) {
  const Where where = unused_tcp();
  Child server(echoer.command(where));
  wait_until_listening(server, where);
  const PingPong first(where, 1, 64);  // what is made for it alone is not counted
  const double without = memory_of(server.pid());
  const PingPong clients(where, connections, 64);
  return {(memory_of(server.pid()) - without) / static_cast<double>(connections)};
}

}  // namespace

void hold_idle(Report& report, const Idle& load, const std::vector<Echoer>& echoers, const Rounds& rounds) {
  Contest contest{load.name, {{"server's memory", "B/connection", Better::less, load.goal}}, {}};
  for (const Echoer& each : echoers) {
    if (each.most_clients < load.connections) continue;
    contest.entrants.push_back({each.name, [=] { return memory_for_each(each, load.connections); }});
  }
  report.add(contest, compete(contest, rounds));
}

void hold_ping_pong(const Setting& setting, Report& report, const Load& load,
                    const std::vector<Echoer>& echoers, const std::function<Sample(const Echoer&)>& goals) {
  Contest contest{load.name, ping_pong_quantities, {}};
  for (const Echoer& each : echoers) {
    if (each.most_clients < load.connections) {
      report.note(each.name + " is left out of " + load.name + ": it starts a process for each.");
      continue;
    }
    const double seconds = duration(setting);
    contest.entrants.push_back({each.name, [=] { return ping_pong(each, load, seconds); }, goals(each)});
  }
  report.add(contest, compete(contest, setting.rounds()));
}

void hold_churn(const Setting& setting, Report& report, const std::vector<Echoer>& echoers, double goal) {
  Contest contest{"16 at a time", churn_quantities, {}};
  for (const Echoer& each : echoers) {
    const double seconds = duration(setting);
    contest.entrants.push_back({each.name, [=] { return connect_and_close(each, seconds); },
                                &each == &echoers[1] ? Sample{goal, goal} : Sample{}});
  }
  report.add(contest, compete(contest, setting.rounds()));
}

}  // namespace netkit::bench
