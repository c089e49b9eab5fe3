// SPDX-License-Identifier: MIT
// Programs that find out which of many ports listen.
#include <string>

#include "job.h"
#include "peers.h"

namespace netkit::bench {

namespace {

// Below those that the system gives to clients (ip_local_port_range), and hardly in use.
constexpr int first_port = 20'000, ports = 1'000;

struct Prober {
  std::string name;
  Words argv;
  double goal = 0;
};

/// Milliseconds of the wall's clock and of processor time. Some end with a failure where nothing listens.
Sample probe_once(const Words& argv) {
  const Usage usage = Child(argv).wait_for_any_end();
  return {usage.seconds * 1e3, usage.processor_seconds * 1e3};
}

}  // namespace

void probe(const Setting& setting, Report& report) {
  const std::string first = std::to_string(first_port), last = std::to_string(first_port + ports - 1);
  const std::string range = first + "-" + last, limit = setting.limit("port_probe");
  const Prober probers[] = {{"netkit", {setting.netkit(), "connect", "-z", "127.0.0.1", range}},
                            {"limit (connect)", {limit, first, last}, 0.9},
                            {"nc.openbsd -z", {"nc.openbsd", "-z", "127.0.0.1", range}, 1.4},
                            {"nc.openbsd -zv", {"nc.openbsd", "-zv", "127.0.0.1", range}, 1.4},
                            {"nmap -sT", {"nmap", "-n", "-Pn", "-sT", "-p", range, "127.0.0.1"}, 1.4}};
  Contest contest{"1000 ports of loopback",
                  {{"start to end", "ms", Better::less}, {"processor time", "ms", Better::less}},
                  {}};
  for (const Prober& each : probers) {
    if (!is_there(each.argv[0], report)) continue;
    contest.entrants.push_back({each.name, [=] { return probe_once(each.argv); }, {each.goal}});
  }
  report.add(contest, compete(contest, {1, setting.pick(5, 15)}));
}

}  // namespace netkit::bench
