// SPDX-License-Identifier: MIT
// What the scripts of netkit --completion offer, asked in the shells themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "help_pages.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

using Offers = std::set<std::string>;

struct Shell {
  std::string name;
  Words argv;           ///< runs a script
  std::string prelude;  ///< what the script begins with; FILE is where the completion is
};

/// For each line that is an argument, one with what is offered, words between tabs. bash gets words as with
/// '=' out of COMP_WORDBREAKS; that a file is asked for is told as "<default>".
const Shell bash{"bash",
                 {"bash", "--norc", "--noprofile", "-c"},
                 R"(
compopt() { [[ $2 == default ]] && COMPREPLY+=('<default>'); return 0; }
source FILE
for line; do
  read -ra COMP_WORDS <<<"$line"
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_LINE=$line COMP_POINT=${#line} COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _netkit netkit "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
  (IFS=$'\t'; echo "${COMPREPLY[*]}")
done
)"};

const Shell fish{"fish",
                 {"fish", "--no-config", "-c"},
                 R"(
source FILE
for line in $argv
  string join \t (complete -C $line | string replace -r '\t.*' '')
  or echo
end
)"};

/// Of zsh the words that _arguments and _describe are called with, which name all there is; completing itself
/// takes a terminal.
const Shell zsh{"zsh",
                {"zsh", "-f", "-c"},
                R"(
compdef() {}
_arguments() {
  for spec; do
    spec=${${spec#\*}#\(*\)}
    [[ $spec == -* ]] && offers+=(${spec%%[=+\[]*})
  done
  offers+=(${commands%%:*})
}
source FILE
for line; do
  words=(${=line} '') CURRENT=$#words offers=()
  _netkit
  print -r -- ${(pj:\t:)offers:#-}
done
)"};

void PrintTo(const Shell& shell, std::ostream* out) {
  *out << shell.name;
}

Offers split(const std::string& line) {
  Offers words;
  std::istringstream stream(line);
  for (std::string word; std::getline(stream, word, '\t');) words.insert(word);
  return words;
}

/// The offers for lines that end where the cursor stands.
class Completion : public testing::TestWithParam<Shell> {
 protected:
  void SetUp() override { NETKIT_NEEDS(GetParam().name); }

  std::vector<Offers> offers(const Words& lines) {
    const std::string file = dir_.write("completion", run_netkit({"--completion", GetParam().name}).out);
    std::string script = GetParam().prelude;
    script.replace(script.find("FILE"), 4, file);
    Launch launch;
    launch.argv = GetParam().argv + Words{script};
    if (GetParam().name != "fish") launch.argv.push_back(GetParam().name);
    launch.argv = launch.argv + lines;
    launch.directory = dir_.path();
    launch.environment = {
        {"HOME", dir_.path()}, {"XDG_CONFIG_HOME", dir_.path()}, {"XDG_DATA_HOME", dir_.path()}};
    const Outcome outcome = run(launch);
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.status, 0);
    std::vector<Offers> all;
    for (const std::string& line : lines_of(outcome.out)) all.push_back(split(line));
    all.resize(lines.size());
    return all;
  }

 private:
  TempDir dir_;
};

TEST_P(Completion, HasTheCommandsAndLongOptionsOfTheHelp) {
  const std::vector<HelpPage> pages = help_pages();
  ASSERT_GT(pages.size(), 10u);
  Words lines;
  for (const HelpPage& page : pages) {
    const std::string line = "netkit " + page.command + (page.command.empty() ? "" : " ");
    lines.push_back(line);
    lines.push_back(line + "--");
  }
  const auto all = offers(lines);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    SCOPED_TRACE(lines[2 * i]);
    Offers options = all[2 * i + 1];
    std::erase_if(options, [](const std::string& word) { return !word.starts_with("--"); });
    const auto expected = pages[i].long_options();
    EXPECT_EQ(options, Offers(expected.begin(), expected.end()));
    if (const auto commands = pages[i].subcommands(); !commands.empty()) {
      Offers words = all[2 * i];
      std::erase_if(words, [](const std::string& word) { return word.starts_with("-"); });
      EXPECT_EQ(words, Offers(commands.begin(), commands.end()));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, Completion, testing::Values(bash, fish, zsh),
                         [](const auto& test) { return test.param.name; });

class CompletionOfWords : public Completion {};

TEST_P(CompletionOfWords, KnowsWhatEachPlaceTakes) {
  const std::vector<std::pair<std::string, Offers>> expected{
      {"netkit lis", {"listen"}},
      {"netkit --completion ", {"bash", "fish", "zsh"}},
      {"netkit blocklist exp", {"export"}},
      {"netkit listen --on-idle ", {"destroy", "end", "report"}},
      {"netkit listen --on-idle=d", {"--on-idle=destroy"}},
      {"netkit listen --half-open=o", {"--half-open=off", "--half-open=on"}},
      {"netkit connect --no-a", {"--no-auto-select-family"}},
      {"netkit connect --hints addrconfig,v", {"addrconfig,v4mapped"}},
      {"netkit connect -4 --attempts=race --attempts s", {"sequential"}},
      {"netkit connect --hints=v4mapped,a", {"--hints=v4mapped,addrconfig", "--hints=v4mapped,all"}},
      {"netkit blocklist export --format h", {"hosts.deny"}},
      {"netkit listen --fd ", {}},
      {"netkit listen --tos=", {}},
      {"netkit listen -- --keep-o", {}},
      {"netkit blocklist filter --enc", {}},
      {"netkit check-ip ", {}},
      {"netkit lisen --", {}},
  };
  Words lines;
  for (const auto& [line, words] : expected) lines.push_back(line);
  const auto all = offers(lines);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], expected[i].second) << lines[i];
}

TEST_P(CompletionOfWords, KnowsFilesAndInterfaces) {
  const Offers files{GetParam().name == "bash" ? "<default>" : "completion"};
  const Words lines{"netkit listen -U com",           "netkit echo --block-list com",
                    "netkit listen --allow-list com", "netkit blocklist add com",
                    "netkit blocklist filter com",    "netkit connect --events=com",
                    "netkit echo --interface lo"};
  const auto all = offers(lines);
  for (const std::size_t i : {0, 1, 2, 3, 4}) EXPECT_EQ(all[i], files) << lines[i];
  EXPECT_EQ(all[5].size(), 1u);
  EXPECT_TRUE(all[6].contains("lo"));
}

INSTANTIATE_TEST_SUITE_P(, CompletionOfWords, testing::Values(bash, fish),
                         [](const auto& test) { return test.param.name; });

TEST(CompletionScripts, AreForKnownShells) {
  const Outcome unknown = run_netkit({"--completion", "fsh"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_EQ(unknown.err, "netkit: --completion: 'fsh' is none of bash, zsh, fish; did you mean zsh?\n");
  const Outcome missing = run_netkit({"--completion"});
  EXPECT_EQ(missing.status, 2);
  EXPECT_EQ(missing.err, "netkit: option --completion needs a value\n");
}

TEST(CompletionScripts, ThatCannotBeWrittenAreAFailure) {
  const Outcome full = run(netkit({"--completion", "bash"}, {{}, Stdio::file_to_write("/dev/full"), {}}));
  EXPECT_EQ(full.status, 11);
  EXPECT_EQ(full.err, "netkit: write ENOSPC: no space left on device (stdout)\n");
}

}  // namespace
}  // namespace netkit::test
