// SPDX-License-Identifier: MIT
#include "cli/text/line_filter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "filtered.h"

namespace netkit::cli {
namespace {

using Pieces = std::vector<std::string_view>;

std::string filtered(Wanted wanted, const Pieces& pieces) {
  Filtered filtered(wanted);
  for (const std::string_view piece : pieces) filtered.filter().read(piece);
  filtered.filter().finish();
  EXPECT_EQ(filtered.filter().found_any(), !filtered.text().empty());
  return filtered.text();
}

using namespace std::string_literals;

const std::string text =
    "no address\n"
    "\n"
    "client=10.1.2.3 and 10.1.2.4\r\n"
    "11.0.0.1 is not in it\n"
    "a NUL \0 before [2001:db8::1]:443\n"s
    "\n"
    "\xff 10.1.2.3.4, and then 10.0.0.0.\n"
    "11.0.0.1\n"
    "the last one 10.255.255.255";
const std::string with =
    "client=10.1.2.3 and 10.1.2.4\r\n"
    "a NUL \0 before [2001:db8::1]:443\n"s
    "\xff 10.1.2.3.4, and then 10.0.0.0.\n"
    "the last one 10.255.255.255\n";
const std::string without =
    "no address\n"
    "\n"
    "11.0.0.1 is not in it\n"
    "\n"
    "11.0.0.1\n";
const std::string addresses = "10.1.2.3\n10.1.2.4\n2001:db8::1\n10.0.0.0\n10.255.255.255\n";

const std::string& expected(Wanted wanted) {
  if (wanted == Wanted::addresses) return addresses;
  return wanted == Wanted::lines_with ? with : without;
}

class LineFilterFor : public testing::TestWithParam<Wanted> {};
INSTANTIATE_TEST_SUITE_P(Each, LineFilterFor,
                         testing::Values(Wanted::lines_with, Wanted::lines_without, Wanted::addresses));

TEST_P(LineFilterFor, WritesWhatIsWanted) {
  EXPECT_EQ(filtered(GetParam(), {text}), expected(GetParam()));
}

TEST_P(LineFilterFor, WritesTheSameHoweverTheInputIsCut) {
  const std::string_view all = text;
  for (std::size_t one = 0; one <= all.size(); ++one) {
    ASSERT_EQ(filtered(GetParam(), {all.substr(0, one), all.substr(one)}), expected(GetParam())) << one;
    const std::size_t two = std::min(one + 1 + one % 23, all.size());
    ASSERT_EQ(filtered(GetParam(), {all.substr(0, one), all.substr(one, two - one), all.substr(two)}),
              expected(GetParam()))
        << one << ", " << two;
  }
  Pieces bytes;
  for (std::size_t at = 0; at < all.size(); ++at) bytes.push_back(all.substr(at, 1));
  EXPECT_EQ(filtered(GetParam(), bytes), expected(GetParam()));
}

TEST_P(LineFilterFor, WritesNothingForNothing) {
  EXPECT_EQ(filtered(GetParam(), {}), "");
  EXPECT_EQ(filtered(GetParam(), {""}), "");
}

TEST(LineFilter, KeepsTextsApart) {
  Filtered filtered(Wanted::lines_with);
  for (const char* const piece : {"10.0.0.", "1", "\nx", "10.0.0.1"}) {
    filtered.filter().read(piece);
    filtered.filter().finish();
  }
  EXPECT_EQ(filtered.text(), "10.0.0.1\n");
}

TEST(LineFilter, WritesALineAsSoonAsItIsComplete) {
  Filtered filtered(Wanted::lines_with);
  filtered.filter().read("10.0.0.1\n10.0.0.2");
  EXPECT_EQ(filtered.text(), "10.0.0.1\n");
  filtered.filter().read(" and more\n");
  EXPECT_EQ(filtered.text(), "10.0.0.1\n10.0.0.2 and more\n");
}

/// A line and two short ones around it, in pieces of 64 KiB and a bit.
std::string filtered_around(Wanted wanted, const std::string& line, std::uint64_t cut_lines) {
  Filtered filtered(wanted);
  const std::string around = "10.0.0.1\n" + line + "\n11.0.0.1\n";
  std::string_view rest = around;
  while (!rest.empty()) {
    filtered.filter().read(rest.substr(0, 65'537));
    rest.remove_prefix(std::min<std::size_t>(rest.size(), 65'537));
  }
  filtered.filter().finish();
  EXPECT_EQ(filtered.filter().cut_lines(), cut_lines);
  return filtered.text();
}

TEST(LineFilter, JudgesALongLineByAllOfIt) {
  const std::string line = std::string(LineFilter::longest - 100, 'x') + " 10.0.0.2 y";
  EXPECT_EQ(filtered_around(Wanted::lines_with, line, 0), "10.0.0.1\n" + line + "\n");
  EXPECT_EQ(filtered_around(Wanted::lines_without, line, 0), "11.0.0.1\n");
  EXPECT_EQ(filtered_around(Wanted::addresses, line, 0), "10.0.0.1\n10.0.0.2\n");
}

TEST(LineFilter, JudgesAnEndlessLineByItsBeginningAndWritesItWhole) {
  const std::string matching = "10.0.0.2 " + std::string(2 * LineFilter::longest, 'x') + " 10.0.0.3";
  EXPECT_EQ(filtered_around(Wanted::lines_with, matching, 1), "10.0.0.1\n" + matching + "\n");
  EXPECT_EQ(filtered_around(Wanted::lines_without, matching, 1), "11.0.0.1\n");
  EXPECT_EQ(filtered_around(Wanted::addresses, matching, 1), "10.0.0.1\n10.0.0.2\n");

  const std::string other = "11.0.0.2 " + std::string(2 * LineFilter::longest, 'x') + " 10.0.0.3";
  EXPECT_EQ(filtered_around(Wanted::lines_with, other, 1), "10.0.0.1\n");
  EXPECT_EQ(filtered_around(Wanted::lines_without, other, 1), other + "\n11.0.0.1\n");
  EXPECT_EQ(filtered_around(Wanted::addresses, other, 1), "10.0.0.1\n");
}

TEST(LineFilter, TakesNoPieceOfAnAddressForOne) {
  for (std::size_t digits = 1; digits < 12; ++digits) {
    const std::string line =
        std::string(LineFilter::longest - digits - 1, 'x') + " 10.0.0.2.5.6.7.8 " + std::string(70'000, 'y');
    EXPECT_EQ(filtered_around(Wanted::lines_with, line, 1), "10.0.0.1\n");
  }
}

TEST(LineFilter, EndsAnEndlessLastLine) {
  Filtered filtered(Wanted::lines_with);
  const std::string line = "10.0.0.2 " + std::string(LineFilter::longest, 'x');
  filtered.filter().read(line);
  filtered.filter().finish();
  EXPECT_EQ(filtered.text(), line + "\n");
}

}  // namespace
}  // namespace netkit::cli
