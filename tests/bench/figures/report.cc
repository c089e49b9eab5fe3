// SPDX-License-Identifier: MIT
#include "report.h"

#include <algorithm>

namespace netkit::bench {

namespace {

std::string verdict(const std::string& goal, bool met) {
  return goal + (met ? ": met" : ": **not met**");
}

/// For the first entrant: what its own median ought to be.
std::string own_goal(const Quantity& quantity, double median) {
  if (!quantity.goal) return "";
  const bool more = quantity.better == Better::more;
  return verdict((more ? "≥ " : "≤ ") + figures(*quantity.goal) + " " + quantity.unit,
                 more ? median >= *quantity.goal : median <= *quantity.goal);
}

std::string goal_against(const Entrant& other, std::size_t quantity, double ratio) {
  if (quantity >= other.goals.size() || other.goals[quantity] <= 0) return "";
  return verdict("≥ " + figures(other.goals[quantity]), ratio >= other.goals[quantity]);
}

std::string text_of(const Spread& spread) {
  return figures(spread.median) + " (" + figures(spread.least) + "–" + figures(spread.most) + ")";
}

const Entrant& entrant_of(const Contest& contest, const Standing& standing) {
  return *std::ranges::find(contest.entrants, standing.name, &Entrant::name);
}

}  // namespace

Report::Report(const std::string& job, const std::string& what)
    : heading_("## " + job + ": " + what + "\n\n"),
      table_({"case", "figure", "who", "median", "ratio (range)", "goal"}) {}

void Report::add(const Contest& contest, const Outcome& outcome) {
  const Standing& first = outcome.standings.front();
  for (std::size_t i = 0; i < contest.quantities.size(); ++i) {
    const Quantity& quantity = contest.quantities[i];
    for (const Standing& standing : outcome.standings) {
      const double median = spread_of(standing.values[i]).median;
      Table::Row row{
          contest.name, quantity.name, standing.name, figures(median) + " " + quantity.unit, "", ""};
      if (&standing == &first) {
        row[5] = own_goal(quantity, median);
      } else {
        const Spread ratio = advantage(quantity, first.values[i], standing.values[i]);
        row[4] = text_of(ratio);
        row[5] = goal_against(entrant_of(contest, standing), i, ratio.median);
      }
      table_.add(row);
    }
  }
  for (const std::string& failure : outcome.dropped)
    note("Left out of " + contest.name + ": " + failure + ".");
}

void Report::note(const std::string& sentence) {
  if (std::ranges::find(notes_, sentence) == notes_.end()) notes_.push_back(sentence);
}

std::string Report::text() const {
  std::string text = heading_;
  if (!table_.empty()) {
    text += table_.text() +
            "\nThe ratio is how many times as good netkit was as the row's program in the same round (more "
            "of what "
            "ought to be much, less of what ought to be little): median, least and most.\n";
  }
  for (const std::string& each : notes_) text += each + "\n";
  return text + "\n";
}

}  // namespace netkit::bench
