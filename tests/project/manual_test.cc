// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/addr/special_purpose.h>

#include <set>
#include <sstream>

#include "manual_pages.h"
#include "source_tree.h"
#include "support/netkit.h"

namespace netkit::test {
namespace {

using Options = std::set<std::string>;

/// "--[no-]race" stands for two.
void add_option(Options& options, const std::string& name) {
  if (name.starts_with("--[no-]")) {
    options.insert("--" + name.substr(7));
    options.insert("--no-" + name.substr(7));
  } else {
    options.insert(name);
  }
}

/// The long options that a page gives an entry: ".It Fl w , Fl -connect-timeout Ar duration".
Options options_of_page(const std::string& page) {
  Options options;
  for (const std::string& line : lines_of(page)) {
    if (!line.starts_with(".It Fl ")) {
      continue;
    }
    std::istringstream words(line);
    for (std::string before, word; words >> word; before = word) {
      if (before == "Fl" && word.starts_with('-')) {
        add_option(options, "-" + word);
      }
    }
  }
  return options;
}

/// The long options that a help has a line for: "  -w, --connect-timeout DURATION  text".
Options options_of_help(const std::string& help) {
  Options options;
  for (const std::string& line : lines_of(help)) {
    const std::size_t start = line.find_first_not_of(' ');
    if (start == line.npos || start == 0 || line[start] != '-') {
      continue;
    }
    const std::size_t name = line.find("--", start);
    if (name == start || name == start + 4) {
      const std::size_t negation = line.compare(name, 7, "--[no-]") == 0 ? 7 : 0;
      add_option(options, line.substr(name, line.find_first_of(" =[,", name + negation) - name));
    }
  }
  return options;
}

/// Of a command with verbs, those of all verbs.
Options options_in_help(const Words& command) {
  const Outcome help = run_netkit(command + Words{"--help"});
  EXPECT_EQ(help.status, 0) << help.err;
  Options options = options_of_help(help.out);
  const std::string verb = "\n  netkit " + (command.empty() ? "" : command.front()) + " ";
  if (command.size() != 1) return options;
  for (std::size_t at = help.out.find(verb); at != help.out.npos; at = help.out.find(verb, at + 1)) {
    const std::size_t begin = at + verb.size();
    options.merge(
        options_in_help(command + Words{help.out.substr(begin, help.out.find(' ', begin) - begin)}));
  }
  return options;
}

std::string difference(const Options& these, const Options& those) {
  std::string text;
  for (const std::string& option : these) {
    if (!those.contains(option)) {
      text += " " + option;
    }
  }
  return text;
}

/// "netkit" and "netkit-COMMAND".
std::vector<std::string> pages_of_commands() {
  std::vector<std::string> names;
  for (const std::string& page : manual_pages()) {
    if (page.ends_with(".1")) names.push_back(page.substr(0, page.size() - 2));
  }
  return names;
}

class ManualPage : public testing::TestWithParam<std::string> {};

TEST_P(ManualPage, HasTheOptionsOfTheHelp) {
  Words words;
  if (const std::size_t dash = GetParam().find('-'); dash != std::string::npos) {
    words.push_back(GetParam().substr(dash + 1));
  }
  const Options in_help = options_in_help(words);
  const Options in_page = options_of_page(manual_page(GetParam() + ".1"));
  EXPECT_FALSE(in_help.empty());
  EXPECT_EQ(difference(in_help, in_page), "") << "only in the help";
  EXPECT_EQ(difference(in_page, in_help), "") << "only on the page";
}

TEST_P(ManualPage, HasTheSectionsThatAreLookedFor) {
  const std::string page = manual_page(GetParam() + ".1");
  for (const std::string section :
       {"SYNOPSIS", "OPTIONS", "ENVIRONMENT", "EXIT STATUS", "EXAMPLES", "SEE ALSO"}) {
    EXPECT_TRUE(page.contains("\n.Sh " + section + "\n")) << section;
  }
  const bool has_events = options_of_page(page).contains("--events");
  EXPECT_EQ(page.contains("\n.Sh EVENTS\n"), has_events || GetParam() == "netkit");
  EXPECT_EQ(page.contains("\n.Sh SIGNALS\n"), has_events || GetParam() == "netkit");
}

INSTANTIATE_TEST_SUITE_P(, ManualPage, testing::ValuesIn(pages_of_commands()), [](const auto& page) {
  std::string name = page.param;
  std::erase(name, '-');
  return name;
});

TEST(Manual, ListsEveryClassOfAddress) {
  const std::string page = manual_page("netkit-check-ip.1");
  for (int value = 0; value <= static_cast<int>(AddressClass::reserved); ++value) {
    const std::string name(class_name(static_cast<AddressClass>(value)));
    EXPECT_TRUE(page.contains("\n.It Cm " + name + "\n")) << name;
  }
}

TEST(Manual, IsCleanForLint) {
  Launch lint;
  lint.argv = {"sh", "-c", "command -v mandoc >/dev/null || exit 77; mandoc -T lint -W style *.?"};
  lint.directory = manual_dir();                   // in their folder, where the pages find each other
  lint.environment = {{"MANPATH", manual_dir()}};  // and not those that are installed on this machine
  const Outcome outcome = run(lint);
  if (outcome.status == 77) {
    GTEST_SKIP() << "mandoc is not installed";
  }
  EXPECT_EQ(outcome.out + outcome.err, "");
  EXPECT_EQ(outcome.status, 0);
}

}  // namespace
}  // namespace netkit::test
