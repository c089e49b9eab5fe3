// SPDX-License-Identifier: MIT
// netkit blocklist merge compared with iprange(1), which has the same set operations. Only with input that
// both read alike: no IPv6 lists, whose lines iprange takes for host names, and no "010.0.0.1" or "1.2.3",
// which it reads as inet_aton(3) does (8.0.0.1, 1.2.0.3) and netkit refuses.
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>

#include "support/netkit.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

std::string text_of(std::uint32_t address) {
  return std::to_string(address >> 24) + '.' + std::to_string(address >> 16 & 255) + '.' +
         std::to_string(address >> 8 & 255) + '.' + std::to_string(address & 255);
}

/// Rules of every kind, close together so that they overlap and touch.
std::string rules_of(std::mt19937& random) {
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    const std::uint32_t address = 0x0a00'0000 | (random() % 0x4'0000);
    switch (random() % 3) {
      case 0:
        text += text_of(address) + '\n';
        break;
      case 1:
        text += text_of(address) + '/' + std::to_string(20 + random() % 13) + '\n';
        break;
      default:
        text += text_of(address) + '-' + text_of(address + static_cast<std::uint32_t>(random() % 300)) + '\n';
    }
  }
  return text;
}

class BesideIprange : public testing::Test {
 protected:
  void SetUp() override {
    Launch look;
    look.argv = {"sh", "-c", "command -v iprange"};
    if (run(look).status != 0) GTEST_SKIP() << "iprange is not installed";
    std::mt19937 random(20);
    one_ = folder_.write("one", rules_of(random));
    other_ = folder_.write("other", rules_of(random));
  }

  static std::string iprange(const Words& words) {
    Launch launch;
    launch.argv = Words{"iprange"} + words;
    return run(launch).out;
  }
  static std::string merge(const Words& words) {
    const Outcome outcome = run_netkit(Words{"blocklist", "merge"} + words);
    EXPECT_EQ(outcome.err, "");
    return outcome.out;
  }

  TempDir folder_;
  std::string one_, other_;
};

TEST_F(BesideIprange, MergesToTheSame) {
  EXPECT_EQ(merge({"-f", one_}), iprange({one_}));
  EXPECT_EQ(merge({"-f", one_, "-f", other_}), iprange({one_, other_}));
}

TEST_F(BesideIprange, HasTheSameRanges) {
  // It writes single addresses as ranges, too.
  const std::string sed = "iprange --print-ranges " + one_ + " | sed -E 's/^([^-]*)-\\1$/\\1/'";
  Launch launch;
  launch.argv = {"sh", "-c", sed};
  EXPECT_EQ(merge({"--ranges", "-f", one_}), run(launch).out);
}

TEST_F(BesideIprange, LeavesOutTheSame) {
  EXPECT_EQ(merge({"-f", one_, "--except", other_}), iprange({one_, "--except", other_}));
}

TEST_F(BesideIprange, KeepsTheSameInCommon) {
  EXPECT_EQ(merge({"-f", one_, "--common", other_}), iprange({one_, other_, "--common"}));
}

}  // namespace
}  // namespace netkit::test
