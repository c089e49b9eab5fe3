// SPDX-License-Identifier: MIT
// Completion of a line with the Tab key, in shells at a terminal.
#include <gtest/gtest.h>
#include <unistd.h>

#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

struct Shell {
  std::string name;
  Words argv;
  std::string prelude;
};

// Words come back marked, which distinguishes them from the terminal's echo.
constexpr const char* marker = R"(netkit() { printf '{%s}' "$@"; printf '%s\n' '{}'; }; )";

const Shell bash{"bash",
                 {"bash", "--norc", "--noprofile", "-i"},
                 "bind 'set enable-bracketed-paste off'; source ./completion; "};
const Shell zsh{"zsh", {"zsh", "-f", "-i"}, "autoload -U compinit; compinit -D -u; source ./completion; "};

void PrintTo(const Shell& shell, std::ostream* out) {
  *out << shell.name;
}

class CompletionAtATerminal : public testing::TestWithParam<Shell> {
 protected:
  void SetUp() override {
    NETKIT_NEEDS(GetParam().name);
    dir_.write("completion", run_netkit({"--completion", GetParam().name}).out);
    dir_.write("my list.txt", "");
    dir_.write("other.txt", "");
    Launch launch;
    launch.argv = GetParam().argv;
    launch.directory = dir_.path();
    launch.environment = {{"HOME", dir_.path()}, {"TERM", "dumb"}, {"HISTFILE", ""}};
    launch.stdio = {Stdio::descriptor(tty_.slave), Stdio::descriptor(tty_.slave),
                    Stdio::descriptor(tty_.slave)};
    launch.session = Launch::Session::own_with_terminal;
    shell_ = std::make_unique<Process>(launch);
    tty_.slave.reset();
    type(GetParam().prelude + marker + "netkit ready");
  }

  /// Types a line, and returns the words that netkit is started with: "{listen}{8124}".
  std::string type(const std::string& line) {
    write_all(tty_.master.get(), line + "\n");
    const Deadline deadline;
    std::string printed;
    while (!printed.contains("{}\r\n")) {
      const Read read = read_some(tty_.master.get(), 4096, deadline);
      if (read.bytes.empty()) throw TooLate("the shell ended after: " + printed);
      printed += read.bytes;
    }
    const std::size_t begin = printed.rfind('\n', printed.find("{}\r\n")) + 1;
    return printed.substr(begin, printed.find("{}\r\n") - begin);
  }

 private:
  TempDir dir_;
  Terminal tty_ = terminal();
  std::unique_ptr<Process> shell_;
};

TEST_P(CompletionAtATerminal, PutsWordsInTheirPlace) {
  EXPECT_EQ(type("netkit lis\t8124"), "{listen}{8124}");
  EXPECT_EQ(type("netkit listen --keep-o\t-6 ::1 8124"), "{listen}{--keep-open}{-6}{::1}{8124}");
  EXPECT_EQ(type("netkit connect --on-idle=des\t80"), "{connect}{--on-idle=destroy}{80}");
  EXPECT_EQ(type("netkit connect --on-idle des\t80"), "{connect}{--on-idle}{destroy}{80}");
  EXPECT_EQ(type("netkit connect ::1:80 --prob\t"), "{connect}{::1:80}{--probe}");
  EXPECT_EQ(type("netkit connect --attempts=\tr\t80"), "{connect}{--attempts=race}{80}");
}

TEST_P(CompletionAtATerminal, QuotesNamesOfFiles) {
  EXPECT_EQ(type("netkit blocklist add my\t192.0.2.1"), "{blocklist}{add}{my list.txt}{192.0.2.1}");
  EXPECT_EQ(type("netkit blocklist mer\t-f \"my\t-f oth\t"),
            "{blocklist}{merge}{-f}{my list.txt}{-f}{other.txt}");
  EXPECT_EQ(type("netkit listen --block-list=my\t1"), "{listen}{--block-list=my list.txt}{1}");
  EXPECT_EQ(type("netkit connect 80 < oth\t"), "{connect}{80}");
  EXPECT_EQ(type("netkit connect 80 <oth\t"), "{connect}{80}");
  EXPECT_EQ(type("netkit listen --events=oth\t1"), "{listen}{--events=other.txt}{1}");
}

INSTANTIATE_TEST_SUITE_P(, CompletionAtATerminal, testing::Values(bash, zsh),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace netkit::test
