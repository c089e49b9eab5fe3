// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cli/option/values.h"

namespace netkit::cli {
namespace {

using std::chrono::milliseconds;
using std::string_view_literals::operator""sv;
using namespace std::chrono_literals;

using Table = std::vector<std::pair<std::string, milliseconds>>;

void expect_durations(const Table& table) {
  for (const auto& [text, duration] : table) EXPECT_EQ(parse_duration(text), duration) << text;
}

TEST(Duration, HasAUnit) {
  expect_durations({{"250ms", 250ms}, {"5s", 5s}, {"2m", 2min}, {"1h", 1h}, {"0ms", 0ms}, {"007s", 7s}});
}

TEST(Duration, IsInSecondsWithoutOne) {
  expect_durations({{"0", 0ms}, {"1", 1s}, {"90", 90s}, {"000", 0ms}, {"010", 10s}});
}

TEST(Duration, MayHaveAFractionWithAnyUnit) {
  expect_durations({{"1.5", 1500ms},
                    {"1.5s", 1500ms},
                    {".5s", 500ms},
                    {".5", 500ms},
                    {"0.25m", 15s},
                    {"1.25h", 75min},
                    {".001", 1ms},
                    {"1.0", 1s},
                    {"0.0", 0ms},
                    {"1.50000000000000000000", 1500ms},
                    {"2.0ms", 2ms},
                    {"0.1", 100ms},
                    {"0.29", 290ms},
                    {"1.001", 1001ms},
                    {".3m", 18s}});
}

TEST(Duration, IsRoundedUpToAMillisecond) {
  expect_durations({{"0.0001", 1ms},
                    {"0.1ms", 1ms},
                    {"1.0001", 1001ms},
                    {"1.5ms", 2ms},
                    {"0.0009999s", 1ms},
                    {"." + std::string(5000, '0') + "1", 1ms},
                    {"." + std::string(5000, '9'), 1s},
                    {"0.00000000000000000001h", 1ms},
                    {"." + std::string(5000, '0'), 0ms},
                    {"0.333h", 1198800ms},
                    {"0.33333333h", 1200000ms}});
}

TEST(Duration, IsAtMostTenYears) {
  expect_durations({{"315360000", longest_duration},
                    {"315360000000ms", longest_duration},
                    {"87600h", 87600h},
                    {"14d", 336h},
                    {"3650d", longest_duration}});
  for (const auto text :
       {"315360000.001", "315360000001ms", "315360000000.1ms", "87600.01h", "87601h", "18446744073709551615",
        "18446744073709551616", "5124095576030431h", "99999999999999999999999999999999h"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
  EXPECT_FALSE(parse_duration(std::string(100'000, '9')));
}

TEST(Duration, IsNothingElse) {
  for (const auto text :
       {""sv,     "."sv,     "5."sv,       "5.s"sv,  ".s"sv,  "s"sv,    "ms"sv,   "-1"sv,    "+1"sv,
        "-0"sv,   "1 s"sv,   " 1"sv,       "1 "sv,   "1s "sv, "1\n"sv,  "1e3"sv,  "0x10"sv,  "1,5"sv,
        "1S"sv,   "1MS"sv,   "1M"sv,       "1H"sv,   "1D"sv,  "1us"sv,  "1min"sv, "1sec"sv,  "1m30s"sv,
        "1:30"sv, "1.2.3"sv, "1..2"sv,     "inf"sv,  "nan"sv, "1s\0"sv, "\0"sv,   "1_000"sv, "--"sv,
        "1.-5"sv, "1.5.s"sv, "\xd9\xa1"sv, "1mss"sv, "on"sv}) {
    EXPECT_FALSE(parse_duration(text)) << testing::PrintToString(text);
  }
}

TEST(Duration, IsWrittenInTheLargestUnitThatIsExact) {
  for (const auto& [text, duration] : Table{{"0s", 0ms},
                                            {"1ms", 1ms},
                                            {"250ms", 250ms},
                                            {"1500ms", 1500ms},
                                            {"1s", 1s},
                                            {"90s", 90s},
                                            {"2m", 2min},
                                            {"1m", 60s},
                                            {"90m", 90min},
                                            {"1h", 1h},
                                            {"25h", 25h},
                                            {"1d", 24h},
                                            {"-250ms", -250ms}}) {
    EXPECT_EQ(format_duration(duration), text);
  }
}

TEST(Duration, ReadsBackWhatItWrites) {
  for (std::int64_t count = 0; count < 300'000'000'000; count = count * 3 / 2 + 1) {
    EXPECT_EQ(parse_duration(format_duration(milliseconds(count))), milliseconds(count));
  }
}

}  // namespace
}  // namespace netkit::cli
