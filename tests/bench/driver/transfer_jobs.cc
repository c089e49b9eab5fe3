// SPDX-License-Identifier: MIT
// Bytes from one program's stdin to another's stdout: each kind of source into each kind of sink.
#include <algorithm>
#include <stdexcept>
#include <string>

#include "listening.h"
#include "peers.h"
#include "transfer_ends.h"

namespace netkit::bench {

namespace {

using test::Where;
using Place = Where (*)();

constexpr double GiB = 1024.0 * 1024 * 1024;

void check_arrived(std::size_t arrived, std::size_t sent) {
  if (arrived == sent) return;
  throw std::runtime_error(std::to_string(arrived) + " of " + std::to_string(sent) + " bytes arrived");
}

/// Both programs, from the sender's start to the end of the later one.
Sample transfer(const Movers& movers, const Where& where, std::size_t size, TransferEnd from,
                TransferEnd to) {
  Child receiver(movers.receiver(where), {-1, to.fd.get()});
  wait_until_listening(receiver, where);
  const double start = now();
  Child sender(movers.sender(where), {from.fd.get(), -1});
  const Usage sent = sender.wait();
  const Usage received = receiver.wait();
  const double seconds = now() - start;
  check_arrived(from.finish(), size);
  check_arrived(to.finish(), size);
  const double gib = static_cast<double>(size) / GiB;
  return {gib / seconds, (sent.processor_seconds + received.processor_seconds) / gib};
}

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
