// SPDX-License-Identifier: MIT
#include "cli/session/retries.h"

#include <gtest/gtest.h>

namespace netkit::cli {
namespace {

using namespace std::chrono_literals;
using Wait = std::optional<std::chrono::milliseconds>;

TEST(Retries, AreNoneUnlessAskedFor) {
  Retries none({});
  EXPECT_EQ(none.next(0ms, 1), std::nullopt);
  Retries zero({.times = 0});
  EXPECT_EQ(zero.next(0ms, 1), std::nullopt);
}

TEST(Retries, WaitTwiceAsLongEachTimeUpToFiveSeconds) {
  Retries retries({.times = 8});
  for (const auto wait : {250ms, 500ms, 1000ms, 2000ms, 4000ms, 5000ms, 5000ms, 5000ms}) {
    EXPECT_EQ(retries.next(0ms, 1), Wait(wait));
  }
  EXPECT_EQ(retries.next(0ms, 1), std::nullopt);
}

TEST(Retries, WaitBetweenHalfOfTheDelayAndAllOfIt) {
  Retries retries({.times = 3, .first_delay = 100ms});
  EXPECT_EQ(retries.next(0ms, 0), Wait(50ms));
  EXPECT_EQ(retries.next(0ms, 0.5), Wait(150ms));
  EXPECT_EQ(retries.next(0ms, 1), Wait(400ms));
}

TEST(Retries, KeepALongFirstDelayAndDoNotSpinOnNone) {
  Retries slow({.times = 2, .first_delay = 60s});
  EXPECT_EQ(slow.next(0ms, 1), Wait(60s));
  EXPECT_EQ(slow.next(0ms, 1), Wait(60s));
  Retries quick({.times = 2, .first_delay = 0ms});
  EXPECT_EQ(quick.next(0ms, 1), Wait(0ms));
  EXPECT_EQ(quick.next(0ms, 1), Wait(1ms));
}

TEST(Retries, GoOnForAPeriodWhoseEndSeesTheLastTry) {
  Retries retries({.period = 1s, .first_delay = 400ms});
  EXPECT_EQ(retries.next(10ms, 1), Wait(400ms));
  EXPECT_EQ(retries.next(410ms, 1), Wait(590ms));
  EXPECT_EQ(retries.next(1000ms, 1), std::nullopt);
}

TEST(Retries, EndWithWhicheverLimitComesFirst) {
  Retries retries({.times = 1, .period = 1h});
  EXPECT_NE(retries.next(0ms, 1), std::nullopt);
  EXPECT_EQ(retries.next(1ms, 1), std::nullopt);
}

Error failure(const std::string& name) {
  Error error;
  error.name = name;
  return error;
}

TEST(Failure, MayPassIfTheServerTheNameTheRouteOrAPortMayBeThereLater) {
  for (const char* name :
       {"ECONNREFUSED", "ETIMEDOUT", "ECONNRESET", "EAGAIN", "ENOENT", "ENOTFOUND", "EAI_AGAIN",
        "EHOSTUNREACH", "ENETUNREACH", "ENETDOWN", "EHOSTDOWN", "EADDRINUSE", "EADDRNOTAVAIL"}) {
    EXPECT_TRUE(may_pass(failure(name))) << name;
  }
}

TEST(Failure, DoesNotPassIfItsCauseStays) {
  for (const char* name : {"EACCES", "EPERM", "EINVAL", "ERR_IP_BLOCKED", "ENOTDIR", "EAI_ADDRFAMILY",
                           "EAI_FAIL", "EPROTOTYPE", ""}) {
    EXPECT_FALSE(may_pass(failure(name))) << name;
  }
}

TEST(Failure, OfSeveralAttemptsMayPassIfOneMay) {
  Error all;
  all.errors = {failure("ERR_IP_BLOCKED"), failure("EACCES")};
  EXPECT_FALSE(may_pass(all));
  all.errors.push_back(failure("ECONNREFUSED"));
  EXPECT_TRUE(may_pass(all));
}

}  // namespace
}  // namespace netkit::cli
