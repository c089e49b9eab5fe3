// SPDX-License-Identifier: MIT
#include "cli/text/command_words.h"

#include <gtest/gtest.h>

namespace netkit::cli {
namespace {

using Words = std::vector<std::string>;

TEST(CommandWords, AreSplitAtBlanks) {
  EXPECT_EQ(command_words("cat"), Words{"cat"});
  EXPECT_EQ(command_words("  ls\t-l \n /tmp "), (Words{"ls", "-l", "/tmp"}));
}

TEST(CommandWords, MayBeQuoted) {
  EXPECT_EQ(command_words("echo 'a  b'"), (Words{"echo", "a  b"}));
  EXPECT_EQ(command_words("echo \"a  'b'\""), (Words{"echo", "a  'b'"}));
  EXPECT_EQ(command_words("echo '' \"\""), (Words{"echo", "", ""}));
  EXPECT_EQ(command_words("pre'fix and'\" more\"\\ end"), Words{"prefix and more end"});
}

TEST(CommandWords, HaveBackslashesAsTheShellHas) {
  EXPECT_EQ(command_words("a\\ b \\\\ \\'"), (Words{"a b", "\\", "'"}));
  EXPECT_EQ(command_words("'a\\b'"), Words{"a\\b"});
  EXPECT_EQ(command_words("\"\\\"\\\\\\n\""), Words{"\"\\\\n"});
}

TEST(CommandWords, HaveNothingElseThatIsSpecial) {
  EXPECT_EQ(command_words("echo $HOME * ~ a;b | c > d # e"),
            (Words{"echo", "$HOME", "*", "~", "a;b", "|", "c", ">", "d", "#", "e"}));
}

TEST(CommandWords, ThatAreNotWholeAreRefused) {
  for (const char* const text : {"'a", "a \"b", "\"a\\\"", "'"})
    EXPECT_EQ(command_words(text).error(), "a quote is not closed") << text;
  EXPECT_EQ(command_words("a \\").error(), "a backslash at the end takes nothing");
  for (const char* const text : {"", "  ", "\n"})
    EXPECT_EQ(command_words(text).error(), "there is no program") << text;
}

}  // namespace
}  // namespace netkit::cli
