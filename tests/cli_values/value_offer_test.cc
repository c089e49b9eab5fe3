// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/option/value_hint.h"

namespace netkit::cli {
namespace {

using Kind = ValueOffer::Kind;

TEST(ValueOffer, IsReadFromWhatTheHelpCallsIt) {
  EXPECT_EQ(offer_for("end|destroy|report"),
            (ValueOffer{Kind::nothing, {"end", "destroy", "report"}, false}));
  EXPECT_EQ(offer_for("on|off|DURATION"), (ValueOffer{Kind::nothing, {"on", "off"}, false}));
  EXPECT_EQ(offer_for("v4mapped,all"), (ValueOffer{Kind::nothing, {"v4mapped", "all"}, true}));
  EXPECT_EQ(offer_for("hosts.deny"), (ValueOffer{Kind::nothing, {"hosts.deny"}, false}));
  EXPECT_EQ(offer_for("FILE|fd:N"), (ValueOffer{Kind::files, {}, false}));
  EXPECT_EQ(offer_for("PATH").kind, Kind::files);
  EXPECT_EQ(offer_for("INTERFACE").kind, Kind::interfaces);
  EXPECT_EQ(offer_for("HOST").kind, Kind::hosts);
}

TEST(ValueOffer, IsNothingForWhatNobodyCanList) {
  for (const std::string_view name : {"", "N", "DURATION", "NAME=ADDRESS[,ADDRESS...]", "RULE"}) {
    EXPECT_EQ(offer_for(name), ValueOffer{}) << name;
  }
}

TEST(Joined, HasTheSeparatorBetweenWordsOnly) {
  EXPECT_EQ(joined({}, "|"), "");
  EXPECT_EQ(joined({"a"}, "|"), "a");
  EXPECT_EQ(joined({"a", "b"}, ", "), "a, b");
}

}  // namespace
}  // namespace netkit::cli
