// SPDX-License-Identifier: MIT
// Servers that give back what they are sent, under the same load.
#include <thread>

#include "bench/load/churn.h"
#include "bench/load/ping_pong.h"
#include "block_files.h"
#include "job.h"
#include "listening.h"
#include "peers.h"
#include "usage.h"

namespace netkit::bench {

namespace {

using test::Where;

struct Load {
  std::string name;
  std::size_t connections;
  std::size_t message_size;
};

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
  wait_until_listening(server, where);
  PingPong clients(where, load.connections, load.message_size);
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

/// The goal is what the first has to reach of the second.
void hold_churn(const Setting& setting, Report& report, const std::vector<Echoer>& echoers, double goal) {
  Contest contest{"16 at a time", churn_quantities, {}};
  for (const Echoer& each : echoers) {
    const double seconds = duration(setting);
    contest.entrants.push_back({each.name, [=] { return connect_and_close(each, seconds); },
                                &each == &echoers[1] ? Sample{goal, goal} : Sample{}});
  }
  report.add(contest, compete(contest, setting.rounds()));
}

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
