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
  Words argv;          ///< runs a script
  std::string script;  ///< run in the folder where the file "completion" is
};

/// For each line that is an argument, one with what is offered, words between tabs. bash gets words as with
/// '=' out of COMP_WORDBREAKS; a file is offered as "<default>".
const Shell bash{"bash",
                 {"bash", "--norc"},
                 R"sh(
compopt() { [[ $2 == default ]] && COMPREPLY+=('<default>'); return 0; }
source ./completion
for line; do
  read -ra COMP_WORDS <<<"$line"
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_LINE=$line COMP_POINT=${#line} COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _netkit netkit "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
  (IFS=$'\t'; echo "${COMPREPLY[*]}")
done
)sh"};

const Shell fish{"fish",
                 {"fish", "--no-config"},
                 R"sh(
source ./completion
for line in $argv
  printf '%s\n' "$(complete -C $line | string replace -r '\t.*' '' | string join \t)"
end
)sh"};

/// Of zsh the words that _arguments and _describe are called with, which name all there is; completing itself
/// takes a terminal.
const Shell zsh{"zsh",
                {"zsh", "-f"},
                R"sh(
compdef() {}
_arguments() {
  for spec; do
    spec=${${spec#\*}#\(*\)}
    [[ $spec == -* ]] && offers+=(${spec%%[=+\[]*})
  done
  offers+=(${commands%%:*})
}
source ./completion
for line; do
  words=(${=line} '') CURRENT=$#words offers=()
  _netkit
  print -r -- ${(pj:\t:)offers:#-}
done
)sh"};

void PrintTo(const Shell& shell, std::ostream* out) {
  *out << shell.name;
}

Offers split(const std::string& line) {
  Offers words;
  std::istringstream stream(line);
  for (std::string word; std::getline(stream, word, '\t');) words.insert(word);
  return words;
}

/// What is offered at the end of each line.
std::vector<Offers> offers_of(const Shell& shell, const Words& lines) {
  const TempDir dir;
  dir.write("completion", run_netkit({"--completion", shell.name}).out);
  Launch launch;
  launch.argv = shell.argv + Words{dir.write("script", shell.script)} + lines;
  launch.directory = dir.path();
  launch.environment = {{"HOME", dir.path()}, {"XDG_CONFIG_HOME", dir.path()}, {"XDG_DATA_HOME", dir.path()}};
  const Outcome outcome = run(launch);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.status, 0);
  std::vector<Offers> all;
  for (const std::string& line : lines_of(outcome.out)) all.push_back(split(line));
  all.resize(lines.size());
  return all;
}

/// fish has "--half-open=" as well where that may have a value.
std::set<std::string> long_options_in(const Offers& words) {
  std::set<std::string> options;
  for (const std::string& word : words) {
    if (word.starts_with("--")) options.insert(word.substr(0, word.find('=')));
  }
  return options;
}

Offers commands_in(Offers words) {
  std::erase_if(words, [](const std::string& word) { return word.starts_with('-'); });
  return words;
}

void expect_what_pages_have(const std::vector<HelpPage>& pages, const Shell& shell) {
  Words lines;
  for (const HelpPage& page : pages) {
    const std::string line = "netkit " + page.command + (page.command.empty() ? "" : " ");
    lines.push_back(line);
    lines.push_back(line + "--");
  }
  const auto offers = offers_of(shell, lines);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    SCOPED_TRACE(shell.name + ": " + lines[2 * i]);
    EXPECT_EQ(long_options_in(offers[2 * i + 1]), pages[i].long_options());
    const auto commands = pages[i].subcommands();
    if (!commands.empty()) {
      EXPECT_EQ(commands_in(offers[2 * i]), Offers(commands.begin(), commands.end()));
    }
  }
}

TEST(CompletionScripts, HaveTheCommandsAndLongOptionsOfTheHelp) {
  const std::vector<HelpPage> pages = help_pages();
  ASSERT_GT(pages.size(), 10u);
  std::string missing;
  for (const Shell* const shell : {&bash, &fish, &zsh}) {
    if (const auto reason = why_missing(shell->name)) {
      missing += *reason + "; ";
    } else {
      expect_what_pages_have(pages, *shell);
    }
  }
  if (!missing.empty()) GTEST_SKIP() << missing;
}

class Completion : public testing::TestWithParam<Shell> {
 protected:
  void SetUp() override { NETKIT_NEEDS(GetParam().name); }
};

TEST_P(Completion, KnowsWhatEachPlaceTakes) {
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
  const auto offers = offers_of(GetParam(), lines);
  for (std::size_t i = 0; i < offers.size(); ++i) EXPECT_EQ(offers[i], expected[i].second) << lines[i];
}

TEST_P(Completion, KnowsFilesAndInterfaces) {
  const Offers files{GetParam().name == "bash" ? "<default>" : "completion"};
  const Words lines{"netkit listen -U com",           "netkit echo --block-list com",
                    "netkit listen --allow-list com", "netkit blocklist add com",
                    "netkit blocklist filter com",    "netkit connect --events=com",
                    "netkit echo --interface lo"};
  const auto offers = offers_of(GetParam(), lines);
  for (const std::size_t i : {0u, 1u, 2u, 3u, 4u}) EXPECT_EQ(offers[i], files) << lines[i];
  EXPECT_EQ(offers[5].size(), 1u);
  EXPECT_TRUE(offers[6].contains("lo"));
}

INSTANTIATE_TEST_SUITE_P(, Completion, testing::Values(bash, fish),
                         [](const auto& test) { return test.param.name; });

TEST(CompletionScripts, AreForKnownShells) {
  const Outcome unknown = run_netkit({"--completion", "fsh"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_EQ(unknown.err,
            "netkit: --completion: 'fsh' is not valid: choose bash, zsh or fish; did you mean zsh?\n");
  const Outcome missing = run_netkit({"--completion"});
  EXPECT_EQ(missing.status, 2);
  EXPECT_EQ(missing.err, "netkit: option --completion needs a value\n");
}

TEST(CompletionScripts, FailIfTheyCannotBeWritten) {
  const Outcome full = run(netkit({"--completion", "bash"}, {{}, Stdio::file_to_write("/dev/full"), {}}));
  EXPECT_EQ(full.status, 11);
  EXPECT_EQ(full.err, "netkit: write ENOSPC: no space left on device (stdout)\n");
}

}  // namespace
}  // namespace netkit::test
