// SPDX-License-Identifier: MIT
// Bytes from one program's stdin to another's stdout: each kind of source into each kind of sink.
#include <algorithm>
#include <string>

#include "listening.h"
#include "peers.h"
#include "transfer.h"

namespace netkit::bench {

namespace {

using test::Where;
using Place = Where (*)();

/// In rate and, for programs that are no limits, processor time.
std::vector<double> goals_against(const Movers& movers) {
  if (is_limit(movers.name)) return {0.95};
  return {1.0, 1.0};
}

void transfer_all(const Setting& setting, Report& report, Place place) {
  const std::size_t size = setting.pick<std::size_t>(64, 512) * 1024 * 1024;
  for (const TransferKind& from : sources()) {
    for (const TransferKind& to : sinks()) {
      Contest contest{
          from.name + " → " + to.name, {{"rate", "GiB/s"}, {"processor time", "s/GiB", Better::less}}, {}};
      for (const Movers& each : movers(setting, report)) {
        const auto measure = [&, each] {
          return transfer(each, place(), size, from.open(setting, size), to.open(setting, size));
        };
        contest.entrants.push_back({each.name, measure, goals_against(each)});
      }
      report.add(contest, compete(contest, setting.rounds()));
    }
  }
}

}  // namespace

void transfer_tcp(const Setting& setting, Report& report) {
  transfer_all(setting, report, unused_tcp);
}

void transfer_unix(const Setting& setting, Report& report) {
  transfer_all(setting, report, unused_unix);
}

}  // namespace netkit::bench
