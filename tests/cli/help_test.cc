// SPDX-License-Identifier: MIT
// What --help and --version print.
#include <gtest/gtest.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

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

/// What `netkit connect --help` prints on a terminal so many columns wide.
std::string help_on_terminal(unsigned short columns, const Launch& settings = {}) {
  Terminal tty = raw_terminal();
  winsize size{};
  size.ws_col = columns;
  EXPECT_EQ(::ioctl(tty.slave.get(), TIOCSWINSZ, &size), 0);
  Launch launch = netkit({"connect", "--help"}, {{}, Stdio::descriptor(tty.slave), {}});
  launch.environment = settings.environment;
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

TEST(Help, LeadsWithTwoExamplesThatRun) {
  for (const HelpPage& page : help_pages()) {
    const auto lines = lines_of(page.text);
    ASSERT_GE(lines.size(), 6u) << page.command;
    EXPECT_TRUE(lines[0].starts_with("Usage: netkit ")) << lines[0];
    EXPECT_EQ(lines[3], "Examples:") << page.command;
    const auto examples = page.examples();
    ASSERT_EQ(examples.size(), 2u) << page.command;
    for (const std::string& example : examples) {
      EXPECT_TRUE(example.starts_with("netkit " + page.command)) << example;
      const Outcome outcome = run_example(example);
      // In use, refused and out of time are the machine's; whether it makes sense is ours.
      const bool is_server_or_client = outcome.status == 10 || outcome.status == 4 || outcome.status == 124;
      EXPECT_TRUE(outcome.status == 0 || is_server_or_client || (outcome.status == 1 && outcome.err.empty()))
          << example << "\n"
          << outcome.status << "\n"
          << outcome.err;
    }
  }
}

TEST(Help, IsWrittenInLinesOf80ColumnsWithoutATerminal) {
  for (const HelpPage& page : help_pages()) {
    EXPECT_LE(longest_line(page.text), 80u) << page.text;
    for (const std::string& line : lines_of(page.text)) EXPECT_FALSE(line.ends_with(' ')) << line;
  }
}

TEST(Help, IsWrappedToTheTerminal) {
  const std::string usual = run_netkit({"connect", "--help"}).out;
  EXPECT_EQ(help_on_terminal(80), usual);
  EXPECT_EQ(help_on_terminal(0), usual);
  EXPECT_LE(longest_line(help_on_terminal(70)), 70u);
  EXPECT_EQ(help_on_terminal(20), help_on_terminal(60));
  EXPECT_EQ(help_on_terminal(300), help_on_terminal(100));
  EXPECT_GT(longest_line(help_on_terminal(100)), 90u);
  EXPECT_EQ(help_on_terminal(100, {.environment = {{"COLUMNS", "70"}}}), help_on_terminal(70));
  EXPECT_EQ(help_on_terminal(70, {.environment = {{"COLUMNS", "wide"}}}), help_on_terminal(70));
}

TEST(Help, ContinuesInTheColumnOfItsText) {
  const auto lines = lines_of(run_netkit({"connect", "--help"}).out);
  const auto line = std::ranges::find_if(lines, [](const std::string& each) {
    return each.starts_with("  -w, --connect-timeout DURATION  for");
  });
  ASSERT_NE(line, lines.end());
  EXPECT_TRUE((line + 1)->starts_with(std::string(34, ' ') + "one try")) << *(line + 1);
}

TEST(Version, IsOneLine) {
  const Outcome outcome = run_netkit({"--version"});
  EXPECT_TRUE(outcome.out.starts_with("netkit "));
  EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 1);
  EXPECT_EQ(run_netkit({"-V"}).out, outcome.out);
}

TEST(Version, TellsWhatItIsMadeOfIfAsked) {
  const std::string text = run_netkit({"-V", "-v"}).out;
  for (const std::string what : {"netkit ", "registries ", "libuv ", "CLI11 ", "compiler ", "features "}) {
    EXPECT_TRUE(text.contains(what)) << what << " in\n" << text;
  }
  EXPECT_EQ(run_netkit({"--verbose", "--version"}).out, text);
}

}  // namespace
}  // namespace netkit::test
