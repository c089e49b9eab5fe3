// SPDX-License-Identifier: MIT
#include "cli/text/chat_lines.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace netkit::cli {
namespace {

using Lines = std::vector<std::string>;

/// In chunks of this size, with the end.
Lines lines_of(std::string_view text, std::size_t chunk) {
  ChatLines lines;
  Lines all;
  for (std::size_t at = 0; at < text.size(); at += chunk) {
    for (std::string& line : lines.add(as_bytes(text.substr(at, chunk)))) all.push_back(std::move(line));
  }
  for (std::string& line : lines.finish()) all.push_back(std::move(line));
  return all;
}

struct Case {
  std::string text;
  Lines lines;
};

const Case cases[] = {
    {"one\ntwo\n", {"one", "two"}},
    {"no end", {"no end"}},
    {"\n\r\n\n", {}},
    {"with CR\r\nand in\r it\n", {"with CR", "and in it"}},
    {"tab\tstays \x1b[31mred\x07\x7f\n", {"tab\tstays [31mred"}},
    {std::string("a\0b\n", 4), {"ab"}},
    {"C1 \xc2\x80\xc2\x9f \xc2\xa0 stays\n", {"C1  \xc2\xa0 stays"}},
    {"caf\xc3\xa9 \xe2\x82\xac\n", {"caf\xc3\xa9 \xe2\x82\xac"}},
    {"bad \xff\xc3\n", {"bad \xef\xbf\xbd\xef\xbf\xbd"}},
    {"cut off \xe2\x82", {"cut off \xef\xbf\xbd"}},
};

TEST(ChatLines, AreCleanAndTheSameHoweverTheyAreCut) {
  for (const Case& one : cases) {
    for (const std::size_t chunk : {1U, 2U, 3U, 100U})
      EXPECT_EQ(lines_of(one.text, chunk), one.lines) << one.text;
  }
}

TEST(ChatLines, AreCutBetweenCharacters) {
  const std::string start(ChatLines::longest - 1, 'x');
  EXPECT_EQ(lines_of(start + "\xc3\xa9y\n", 100), (Lines{start, "\xc3\xa9y"}));
  EXPECT_EQ(lines_of(start + "xy\n", 100), (Lines{start + "x", "y"}));
}

TEST(ChatLines, AreSentAsSoonAsTheyAreWhole) {
  ChatLines lines;
  EXPECT_EQ(lines.add(as_bytes("one\ntw")), (Lines{"one"}));
  EXPECT_EQ(lines.add(as_bytes("o\n")), (Lines{"two"}));
}

}  // namespace
}  // namespace netkit::cli
