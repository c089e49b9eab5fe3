// SPDX-License-Identifier: MIT
#include "contest.h"

#include <exception>
#include <utility>

namespace netkit::bench {

namespace {

struct Runner {
  const Entrant* entrant;
  std::vector<Sample> samples = {};
  std::optional<std::string> failure = std::nullopt;
};

void take_turn(Runner& runner) {
  try {
    runner.samples.push_back(runner.entrant->measure());
  } catch (const std::exception& failure) {
    runner.failure = failure.what();
  }
}

Standing standing_of(const Runner& runner, std::size_t quantities, const Rounds& rounds) {
  Standing made{runner.entrant->name, std::vector<std::vector<double>>(quantities)};
  for (std::size_t i = static_cast<std::size_t>(rounds.warm_up); i < runner.samples.size(); ++i) {
    for (std::size_t j = 0; j < quantities; ++j) made.values[j].push_back(runner.samples[i].at(j));
  }
  return made;
}

}  // namespace

Outcome compete(const Contest& contest, const Rounds& rounds) {
  std::vector<Runner> runners;
  for (const Entrant& entrant : contest.entrants) runners.push_back({&entrant});
  for (int round = 0; round < rounds.warm_up + rounds.counted; ++round) {
    for (Runner& runner : runners) {
      if (&runner == &runners.front()) {
        runner.samples.push_back(runner.entrant->measure());
      } else if (!runner.failure) {
        take_turn(runner);
      }
    }
  }
  Outcome outcome;
  for (const Runner& runner : runners) {
    if (runner.failure) {
      outcome.dropped.push_back(runner.entrant->name + ": " + *runner.failure);
    } else {
      outcome.standings.push_back(standing_of(runner, contest.quantities.size(), rounds));
    }
  }
  return outcome;
}

Spread advantage(const Quantity& quantity, const std::vector<double>& first,
                 const std::vector<double>& other) {
  return spread_of(quantity.better == Better::more ? ratios(first, other) : ratios(other, first));
}

}  // namespace netkit::bench
