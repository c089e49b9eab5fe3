// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <stdexcept>

#include "report.h"

namespace netkit::bench {
namespace {

TEST(Spread, HasTheMiddleValueAsItsMedian) {
  const Spread spread = spread_of({5, 1, 3});
  EXPECT_EQ(spread.median, 3);
  EXPECT_EQ(spread.least, 1);
  EXPECT_EQ(spread.most, 5);
  EXPECT_EQ(spread_of({4, 1, 2, 9}).median, 3);
  EXPECT_EQ(spread_of({7}).median, 7);
}

TEST(Advantage, IsTakenRoundByRound) {
  const Quantity rate{"rate", "1/s"};
  const Spread ratio = advantage(rate, {10, 40, 90}, {10, 20, 30});
  EXPECT_EQ(ratio.median, 2);
  EXPECT_EQ(ratio.least, 1);
  EXPECT_EQ(ratio.most, 3);
}

TEST(Advantage, OfWhatOughtToBeLittleIsAboveOneWhereThereIsLess) {
  const Quantity time{"time", "ms", Better::less};
  EXPECT_EQ(advantage(time, {2}, {6}).median, 3);
}

/// Writes its name down at each turn and measures its length.
Entrant recorded(std::string& turns, const std::string& name) {
  return {name, [&turns, name] {
            turns += name;
            return Sample{static_cast<double>(turns.size())};
          }};
}

TEST(Contest, TakesTurnsAndDoesNotCountTheWarmUp) {
  std::string turns;
  const Contest contest{"c", {{"rate", "1/s"}}, {recorded(turns, "A"), recorded(turns, "B")}};
  const Outcome outcome = compete(contest, {1, 2});
  EXPECT_EQ(turns, "ABABAB");
  ASSERT_EQ(outcome.standings.size(), 2u);
  EXPECT_EQ(outcome.standings[0].values, (std::vector<std::vector<double>>{{3, 5}}));
  EXPECT_EQ(outcome.standings[1].values, (std::vector<std::vector<double>>{{4, 6}}));
}

Entrant broken(std::string& turns) {
  return {"X", [&turns]() -> Sample {
            turns += "X";
            throw std::runtime_error("it broke");
          }};
}

TEST(Contest, GoesOnWithoutOneThatFails) {
  std::string turns;
  const Contest contest{"c", {{"rate", "1/s"}}, {recorded(turns, "A"), broken(turns), recorded(turns, "B")}};
  const Outcome outcome = compete(contest, {0, 2});
  EXPECT_EQ(turns, "AXBAB");
  EXPECT_EQ(outcome.standings.size(), 2u);
  EXPECT_EQ(outcome.dropped, std::vector<std::string>{"X: it broke"});
}

TEST(Contest, IsNoneWithoutTheFirst) {
  std::string turns;
  EXPECT_THROW(compete({"c", {{"rate", "1/s"}}, {broken(turns)}}, {0, 1}), std::runtime_error);
}

Entrant steady(const std::string& name, double value, double goal) {
  return {name, [value] { return Sample{value}; }, {goal}};
}

TEST(Report, SaysWhetherGoalsAreMet) {
  const Contest contest{"c",
                        {{"rate", "1/s", Better::more, 5}},
                        {steady("netkit", 10, 0), steady("slow", 4, 2), steady("fast", 20, 0.9)}};
  Report report("job", "what it is");
  report.add(contest, compete(contest, {0, 3}));
  const std::string text = report.text();
  EXPECT_TRUE(text.starts_with("## job: what it is\n\n| case |")) << text;
  EXPECT_TRUE(text.contains("≥ 5.00 1/s: met")) << text;
  EXPECT_TRUE(text.contains("2.50 (2.50–2.50) | ≥ 2.00: met")) << text;
  EXPECT_TRUE(text.contains("0.50 (0.50–0.50) | ≥ 0.90: **not met**")) << text;
}

TEST(Report, SaysOnceWhatIsSaidTwice) {
  Report report("job", "what it is");
  report.note("ncat is not installed.");
  report.note("ncat is not installed.");
  EXPECT_EQ(report.text(), "## job: what it is\n\nncat is not installed.\n\n");
}

TEST(Table, KeepsItsColumnsStraight) {
  Table table({"a", "b"});
  table.add({"–", "longer"});
  EXPECT_EQ(table.text(), "| a | b      |\n|---|--------|\n| – | longer |\n");
}

TEST(Figures, AreThreeThatCount) {
  EXPECT_EQ(figures(0.9849), "0.98");
  EXPECT_EQ(figures(12.34), "12.3");
  EXPECT_EQ(figures(34567.8), "34568");
}

}  // namespace
}  // namespace netkit::bench
