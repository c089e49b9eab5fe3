// SPDX-License-Identifier: MIT
// What --help and --version print.
#include <gtest/gtest.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "help_pages.h"
#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  for (const std::string& line : lines_of(text)) longest = std::max(longest, line.size());
  return longest;
}

/// What `netkit connect --help` prints on a terminal this many columns wide, and with this in COLUMNS.
std::string help_on_terminal(unsigned short columns, const std::string& variable = "") {
  Terminal tty = raw_terminal();
  winsize size{};
  size.ws_col = columns;
  EXPECT_EQ(::ioctl(tty.slave.get(), TIOCSWINSZ, &size), 0);
  Launch launch = netkit({"connect", "--help"}, {{}, Stdio::descriptor(tty.slave), {}});
  launch.environment = {{"COLUMNS", variable}};
  Process process(launch);
  tty.slave.reset();
  const std::string text = read_to_end(tty.master.get()).bytes;
  EXPECT_EQ(process.wait(), 0);
  return text;
}

/// A folder with the files that the examples name.
struct Folder {
  Folder() {
    dir.write("bad.txt", "192.0.2.1\n10.0.0.0/8\n");
    dir.write("worse.txt", "10.0.0.0/7\n");
    dir.write("good.txt", "10.0.0.1\n");
    dir.write("access.log", "10.1.2.3 GET /\n192.0.2.2 GET /\n");
    dir.write("addresses.txt", "10.1.2.3\n");
    dir.write("numbers", "1\n2\n");
    dir.write("request", "GET / HTTP/1.0\r\n\r\n");
  }
  TempDir dir;
};

/// Runs it where servers end by themselves, and every name is this machine's.
Outcome run_example(const std::string& command) {
  const Folder folder;
  Launch launch;
  launch.argv = {"sh", "-c", command};
  launch.directory = folder.dir.path();
  const std::string programs = std::filesystem::path(netkit_program()).parent_path();
  launch.environment = {{"PATH", programs + ":" + std::getenv("PATH")},
                        {"NETKIT_LISTEN_MAX_TIME", "10ms"},
                        {"NETKIT_ECHO_MAX_TIME", "10ms"},
                        {"NETKIT_CONNECT_MAX_TIME", "10ms"},
                        {"NETKIT_CONNECT_RESOLVE", "example.com=127.0.0.1\nlocalhost=127.0.0.1"}};
  return run(launch);
}

// In use, refused and timed out depend on the machine, and 1 without a message is an answer.
bool makes_sense(const Outcome& outcome) {
  const bool says_no = outcome.status == 1 && outcome.err.empty();
  return outcome.status == 0 || outcome.status == 4 || outcome.status == 10 || outcome.status == 124 ||
         says_no;
}

TEST(Help, OfEveryCommandBeginsWithTwoExamplesThatRun) {
  for (const HelpPage& page : help_pages()) {
    SCOPED_TRACE(page.text);
    const auto lines = lines_of(page.text);
    ASSERT_GE(lines.size(), 6u);
    EXPECT_TRUE(lines[0].starts_with("Usage: netkit " + page.command));
    EXPECT_EQ(lines[3], "Examples:");
    EXPECT_LE(longest_line(page.text), 80u);
    EXPECT_FALSE(page.text.contains(" \n"));
    EXPECT_EQ(page.examples().size(), 2u);
    for (const std::string& example : page.examples()) {
      EXPECT_TRUE(example.starts_with("netkit " + page.command));
      const Outcome outcome = run_example(example);
      EXPECT_TRUE(makes_sense(outcome)) << example << ": " << outcome.status << "\n" << outcome.err;
    }
  }
}

TEST(Help, HasEachHeadingNameAndLetterOnce) {
  for (const HelpPage& page : help_pages()) {
    std::multiset<std::string> seen;
    for (const std::string& line : lines_of(page.text)) {
      const bool has_letter = line.size() > 6 && line.starts_with("  -") && line.substr(4, 4) == ", --";
      if (has_letter) seen.insert(line.substr(2, 2));
      if (has_letter || line.starts_with("      --"))
        seen.insert(line.substr(6, line.find_first_of(" =[", 6) - 6));
      if (!line.starts_with(' ') && line.ends_with(':')) seen.insert(line);
    }
    EXPECT_GT(seen.size(), 2u);
    for (const std::string& one : seen) EXPECT_EQ(seen.count(one), 1u) << page.command << ": " << one;
  }
}

TEST(Help, IsWrappedToTheTerminal) {
  const std::string narrow = help_on_terminal(70);
  EXPECT_LE(longest_line(narrow), 70u);
  EXPECT_EQ(help_on_terminal(100, "70"), narrow);
  EXPECT_EQ(help_on_terminal(70, "wide"), narrow);
  EXPECT_EQ(help_on_terminal(20), help_on_terminal(60));
  const std::string wide = help_on_terminal(300);
  EXPECT_LE(longest_line(wide), 100u);
  EXPECT_GT(longest_line(wide), 90u);
}

TEST(Help, HasAWidthOfItsOwnWhereATerminalHasNone) {
  EXPECT_EQ(help_on_terminal(0), run_netkit({"connect", "--help"}).out);
}

TEST(Help, ContinuesInTheColumnOfItsText) {
  const auto lines = lines_of(run_netkit({"connect", "--help"}).out);
  const auto line = std::ranges::find_if(lines, [](const std::string& each) {
    return each.starts_with("  -w, --connect-timeout DURATION  time");
  });
  ASSERT_NE(line, lines.end());
  EXPECT_TRUE((line + 1)->starts_with(std::string(34, ' ') + "included")) << *(line + 1);
}

TEST(Version, IsOneLineAndMoreIfAsked) {
  const std::string line = run_netkit({"--version"}).out;
  EXPECT_TRUE(line.starts_with("netkit "));
  EXPECT_EQ(std::ranges::count(line, '\n'), 1);
  const std::string text = run_netkit({"-V", "-v"}).out;
  EXPECT_TRUE(text.starts_with(line));
  for (const std::string what :
       {"registries ", "libuv ", "CLI11 ", "spdlog ", "fmt ", "compiler ", "features "}) {
    EXPECT_TRUE(text.contains(what)) << what << " in\n" << text;
  }
}

}  // namespace
}  // namespace netkit::test
