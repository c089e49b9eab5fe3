// SPDX-License-Identifier: MIT
// Words that make a reader read a sentence twice stay out of what users read.
#include <gtest/gtest.h>

#include <cctype>

#include "manual_pages.h"
#include "source_tree.h"
#include "support/netkit.h"

namespace netkit::test {
namespace {

constexpr const char* unwanted[] = {
    "so many",   "so long", "so often",       "whoever",  "nobody",  "anew",    "at leisure",
    "part with", "our end", "without a word", "for good", "in vain", "is told", "hears",
};

/// In lower case, without punctuation, and with one blank before each word and at the end, so that line
/// breaks do not matter and only whole words are found.
std::string words_of(const std::string& text) {
  std::string words = " ";
  for (const char c : text) {
    const bool in_word = std::isalnum(static_cast<unsigned char>(c)) || c == '\'';
    if (in_word) {
      words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (words.back() != ' ') {
      words += ' ';
    }
  }
  return words.back() == ' ' ? words : words + ' ';
}

std::string unwanted_in(const std::string& text) {
  const std::string words = words_of(text);
  std::string found;
  for (const char* one : unwanted) {
    const std::size_t at = words.find(" " + std::string(one) + " ");
    if (at == words.npos) continue;
    found += "\"" + std::string(one) + "\" in:" + words.substr(at < 40 ? 0 : at - 40, 100) + "\n";
  }
  return found;
}

/// What follows "netkit " and the command on the lines of its help that show how to call what is below it.
std::vector<std::string> names_below(const Words& command, const std::string& help) {
  std::string start = "  netkit ";
  for (const std::string& word : command) start += word + " ";
  std::vector<std::string> names;
  for (const std::string& line : lines_of(help)) {
    if (!line.starts_with(start)) continue;
    names.push_back(line.substr(start.size(), line.find_first_of(" [", start.size()) - start.size()));
  }
  return names;
}

void expect_plain_help(const Words& command) {
  const std::string help = run_netkit(command + Words{"--help"}).out;
  EXPECT_NE(help, "") << testing::PrintToString(command);
  EXPECT_EQ(unwanted_in(help), "") << testing::PrintToString(command);
  for (const std::string& name : names_below(command, help)) expect_plain_help(command + Words{name});
}

TEST(PlainEnglish, IsWhatTheHelpIsWrittenIn) {
  expect_plain_help({});
}

TEST(PlainEnglish, IsWhatTheManualPagesAreWrittenIn) {
  for (const std::string& page : manual_pages()) EXPECT_EQ(unwanted_in(manual_page(page)), "") << page;
}

TEST(PlainEnglish, IsWhatTheTextsAreWrittenIn) {
  for (const char* text : {"README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md",
                           "doc/architecture.md", "doc/differences-from-net.md"}) {
    EXPECT_NE(source_text(text), "") << text;
    EXPECT_EQ(unwanted_in(source_text(text)), "") << text;
  }
}

TEST(UnwantedWords, AreFoundAcrossLines) {
  EXPECT_NE(unwanted_in("It waits so\nlong."), "");
  EXPECT_NE(unwanted_in("Nobody waits"), "");
}

TEST(UnwantedWords, AreNotPartsOfOthers) {
  EXPECT_EQ(unwanted_in("your end"), "");
  EXPECT_EQ(unwanted_in("our endpoint"), "");
}

}  // namespace
}  // namespace netkit::test
