// SPDX-License-Identifier: MIT
#include "cli/filter/rate_meter.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace netkit::cli {
namespace {

using Time = RateMeter::Time;

/// How long a source that always has more takes for so many bytes, in reads of at most `most`.
Time time_for(std::size_t bytes, std::size_t rate, std::size_t most) {
  RateMeter meter(rate);
  Time now(1000);
  const Time start = now;
  while (bytes > 0) {
    now += meter.wait(now);
    const std::size_t count = std::min({bytes, most, meter.allowed(now)});
    meter.pass(count);
    bytes -= count;
  }
  return now - start;
}

TEST(RateMeter, LetsBytesPassAtTheRate) {
  for (const std::size_t rate : {1u, 10u, 1000u, 100'000u, 1u << 30}) {
    for (const std::size_t most : {std::size_t{1}, std::size_t{65536}}) {
      if (most == 1 && rate > 1000) continue;
      const std::size_t bytes = rate * 4;
      const Time taken = time_for(bytes, rate, most);
      EXPECT_GE(taken, Time(rate == 1 ? 3000 : 3750)) << rate;
      EXPECT_LE(taken, Time(4250)) << rate;
    }
  }
}

TEST(RateMeter, DoesNotSaveUp) {
  RateMeter meter(1000);
  EXPECT_EQ(meter.allowed(Time(0)), 150U);
  EXPECT_EQ(meter.allowed(Time(3'600'000)), 150U);
}

TEST(RateMeter, MakesUpForWhatWasTooMuch) {
  RateMeter meter(1000);
  meter.allowed(Time(0));
  meter.pass(1150);
  EXPECT_GE(meter.wait(Time(0)), Time(1000));
  EXPECT_EQ(meter.wait(Time(1010)), Time(0));
}

TEST(RateMeter, WakesAtMostTwentyTimesASecond) {
  RateMeter meter(1 << 20);
  meter.pass(meter.allowed(Time(0)));
  EXPECT_EQ(meter.wait(Time(0)), Time(50));
}

}  // namespace
}  // namespace netkit::cli
