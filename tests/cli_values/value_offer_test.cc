// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/option/value_hint.h"

namespace netkit::cli {
namespace {

using Kind = ValueHint::Kind;

TEST(ValueHint, IsReadFromWhatTheHelpCallsIt) {
  EXPECT_EQ(hint_for("end|destroy|report"), (ValueHint{Kind::nothing, {"end", "destroy", "report"}, false}));
  EXPECT_EQ(hint_for("on|off|DURATION"), (ValueHint{Kind::nothing, {"on", "off"}, false}));
  EXPECT_EQ(hint_for("v4mapped,all"), (ValueHint{Kind::nothing, {"v4mapped", "all"}, true}));
  EXPECT_EQ(hint_for("hosts.deny"), (ValueHint{Kind::nothing, {"hosts.deny"}, false}));
  EXPECT_EQ(hint_for("FILE|fd:N"), (ValueHint{Kind::files, {}, false}));
  EXPECT_EQ(hint_for("PATH").kind, Kind::files);
  EXPECT_EQ(hint_for("INTERFACE").kind, Kind::interfaces);
  EXPECT_EQ(hint_for("HOST").kind, Kind::hosts);
}

TEST(ValueHint, IsNothingForWhatNobodyCanList) {
  for (const std::string_view name : {"", "N", "DURATION", "NAME=ADDRESS[,ADDRESS...]", "RULE"}) {
    EXPECT_EQ(hint_for(name), ValueHint{}) << name;
  }
}

TEST(Joined, HasTheSeparatorBetweenWordsOnly) {
  EXPECT_EQ(joined({}, "|"), "");
  EXPECT_EQ(joined({"a"}, "|"), "a");
  EXPECT_EQ(joined({"a", "b"}, ", "), "a, b");
}

}  // namespace
}  // namespace netkit::cli
