// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "statistics.h"

namespace netkit::bench {

enum class Better { more, less };

/// Something that is measured of all who take part.
struct Quantity {
  std::string name;  ///< "messages"
  std::string unit;  ///< "1/s"
  Better better = Better::more;
  std::optional<double> goal = std::nullopt;  ///< for the first entrant's median, whatever the others do
};

/// One measurement: a value for each quantity.
using Sample = std::vector<double>;

struct Entrant {
  std::string name;
  std::function<Sample()> measure;  ///< throws what tells why it cannot be measured
  /// How many times as good as this one the first entrant ought to be, for each quantity; 0 or none: no goal.
  std::vector<double> goals = {};
};

/// Those who do the same thing, in turn.
struct Contest {
  std::string name;
  std::vector<Quantity> quantities;
  std::vector<Entrant> entrants;  ///< the one that the others are set against comes first
};

struct Rounds {
  int warm_up = 1;  ///< not counted
  int counted = 5;
};

struct Standing {
  std::string name;
  std::vector<std::vector<double>> values;  ///< by quantity, then by round
};

struct Outcome {
  std::vector<Standing> standings;   ///< in the order of the entrants
  std::vector<std::string> dropped;  ///< "name: why", for those that failed
};

/// Measures A B C A B C ... An entrant that throws takes no further part, and what it did before does not
/// count; if it is the first, the exception goes through.
Outcome compete(const Contest& contest, const Rounds& rounds);

/// How many times as good the first one was as the other, in each round: above 1, more of what ought to be
/// much or less of what ought to be little.
Spread advantage(const Quantity& quantity, const std::vector<double>& first,
                 const std::vector<double>& other);

}  // namespace netkit::bench
