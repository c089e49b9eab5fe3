// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "filtered.h"
#include "support/peers.h"
#include "support/process.h"
#include "support/temp_dir.h"

// grepcidr 2.0 knows other addresses than we do, so the logs here have nothing that
// - it misses: "1.2.3.4." and "::1:" at the end of a sentence, "a:1.2.3.4", "::ffff:1.2.3.4:80",
// "::1:closed",
//   "1.2.3.4..1.2.3.9", "::", an IPv4-mapped address where the rules are for IPv4, all that stands behind a
//   NUL byte;
// - it takes for an address: "v1.2.3.4", "_1.2.3.4", "1.2.3.4_", "x::1", "std::abc".
// It does not end a last line that has no "\n". Its -v leaves lines without any address out; -i does not.

namespace netkit::cli {
namespace {

template <typename Choices>
const auto& any_of(const Choices& choices, std::mt19937& random) {
  return choices[random() % choices.size()];
}

std::string number(std::mt19937& random, unsigned below) {
  return std::to_string(random() % below);
}

std::string some_address(std::mt19937& random) {
  static constexpr std::array networks{"2001:db8:", "2001:db9:", "fe80:"};
  if (random() % 3 == 0) return any_of(networks, random) + number(random, 9999) + "::" + number(random, 9999);
  return number(random, 20) + "." + number(random, 300) + "." + number(random, 256) + "." +
         number(random, 256);
}

std::string some_line(std::mt19937& random) {
  static constexpr std::array around{" ",  "client=", "[", "]", "\"", "(", ")",   ",",
                                     ", ", " - - ",   "/", "-", "\t", ";", "|",   "<",
                                     ">",  "@",       "=", "#", "&",  "'", "\xff"};
  static constexpr std::array words{"12:34:56",    "aa:bb:cc:dd:ee:ff",
                                    "HTTP/1.1",    "GET",
                                    "/index.html", "beef",
                                    "1.2.3.4.5",   "[22/Nov/2026:08:00:01 +0000]",
                                    "01.2.3.4",    "10.0.0.1a",
                                    "10.0.0"};
  std::string line;
  for (auto left = random() % 8; left > 0; --left) {
    line += random() % 3 == 0 ? any_of(words, random) : some_address(random);
    line += any_of(around, random);
  }
  return line + (random() % 8 == 0 ? "\r\n" : "\n");
}

TEST(LineFilter, WritesTheLinesOfGrepcidr) {
  if (const auto reason = test::why_missing("grepcidr")) GTEST_SKIP() << *reason;
  std::mt19937 random(1);
  std::string log;
  for (int i = 0; i < 20'000; ++i) log += some_line(random);
  const test::TempDir dir;
  const std::string file = dir.write("log", log);

  for (const auto& [wanted, option] : {std::pair{Wanted::lines_with, "-e"}, {Wanted::lines_without, "-ie"}}) {
    Filtered filtered(wanted);
    filtered.filter().read(log);
    filtered.filter().finish();
    test::Launch grepcidr;
    grepcidr.argv = {"grepcidr", option, "10.0.0.0/8,2001:db8::/32", file};
    const test::Outcome theirs = test::run(grepcidr);
    EXPECT_EQ(theirs.status, 0) << theirs.err;
    EXPECT_TRUE(filtered.text() == theirs.out) << option;
  }
}

}  // namespace
}  // namespace netkit::cli
