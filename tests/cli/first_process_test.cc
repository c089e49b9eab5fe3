// SPDX-License-Identifier: MIT
// netkit as process 1, as in a container.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "support/netkit.h"
#include "support/peers.h"
#include "support/proc.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

/// Starts a program as process 1 of a PID namespace of its own; in a user namespace unless run by root.
Words as_first_process() {
  Words words{"unshare", "--pid", "--fork", "--kill-child", "--mount-proc"};
  return ::geteuid() == 0 ? words : words + Words{"--user", "--map-root-user"};
}

/// Why no such process can be started here, if so.
std::optional<std::string> why_no_first_process() {
  if (auto missing = why_missing("unshare")) return missing;
  Launch launch;
  launch.argv = as_first_process() + Words{"true"};
  const Outcome outcome = run(launch);
  if (outcome.status == 0) return std::nullopt;
  return "no namespaces of processes here: " + outcome.err;
}

bool waits_for_children(pid_t pid, std::size_t count) {
  const Deadline deadline;
  while (children(pid).size() != count && !deadline.passed()) elapse(Duration(2));
  return children(pid).size() == count;
}

class FirstProcess : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto reason = why_no_first_process()) GTEST_SKIP() << *reason;
  }

  static Launch first(const Words& arguments) {
    Launch launch = netkit(arguments);
    launch.argv = as_first_process() + launch.argv;
    return launch;
  }
  /// netkit itself, below the program that made the namespace.
  static pid_t netkit_below(const Process& process) { return children(process.pid()).at(0); }

  /// Sends the signal to netkit and returns its exit status.
  static int status_after(int signal, Process& process) {
    ::kill(netkit_below(process), signal);
    return process.wait();
  }
};

TEST_F(FirstProcess, EndsByASignalBeforeAndDuringAConnection) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    Server listen = start_server(first({"listen", "127.0.0.1", "0"}));
    EXPECT_EQ(status_after(signal, *listen.process), 128 + signal);
    RawListener listener(Transport::tcp4);
    Process connect(first(Words{"connect"} + listener.where().netkit_words()));
    const UniqueFd peer = listener.accept();
    EXPECT_EQ(status_after(signal, connect), 128 + signal);
  }
}

TEST_F(FirstProcess, EndsByASignalWhileItReadsStdin) {
  TempDir folder;
  const std::string list = folder.write("list", "192.0.2.1\n");
  for (const Words& arguments : {Words{"check-ip", "-"}, Words{"blocklist", "filter", "-f", list}}) {
    Process process(first(arguments));
    process.write_stdin("192.0.2.1\n");
    process.wait_for_stdout(1);
    EXPECT_EQ(status_after(SIGTERM, process), 128 + SIGTERM);
  }
}

TEST_F(FirstProcess, DrainsAsAServer) {
  Server echo = start_server(first({"echo", "127.0.0.1", "0"}));
  const UniqueFd client = connect_to(echo.where);
  write_all(client.get(), "x");
  EXPECT_EQ(read_exactly(client.get(), 1).bytes, "x");
  ::kill(netkit_below(*echo.process), SIGTERM);
  write_all(client.get(), "y");
  EXPECT_EQ(read_exactly(client.get(), 1).bytes, "y");
  send_end(client.get());
  EXPECT_EQ(echo.process->wait(), 0);
}

TEST_F(FirstProcess, ReapsOrphans) {
  Server echo = start_server(first({"echo", "127.0.0.1", "0"}));
  const pid_t netkit = netkit_below(*echo.process);
  Launch launch;
  launch.argv = {"nsenter", "--pid", "--target", std::to_string(netkit)};
  if (::geteuid() != 0) launch.argv = launch.argv + Words{"--user", "--preserve-credentials"};
  launch.argv = launch.argv + Words{"sh", "-c", "exec 3<&0; read line <&3 &"};
  Process parent(launch);
  ASSERT_EQ(parent.wait(), 0) << parent.stderr_so_far();
  ASSERT_TRUE(waits_for_children(netkit, 1));
  parent.close_stdin();
  EXPECT_TRUE(waits_for_children(netkit, 0));
}

TEST_F(FirstProcess, ReapsWhatProgramsLeaveBehind) {
  Server server =
      start_server(first({"listen", "-k", "-c", "(read line <&3) 3<&0 & echo left", "127.0.0.1", "0"}));
  const pid_t netkit = netkit_below(*server.process);
  for (int i = 0; i < 3; ++i) {
    const UniqueFd client = connect_to(server.where);
    EXPECT_EQ(read_to_end(client.get()).bytes, "left\n");
  }
  EXPECT_TRUE(waits_for_children(netkit, 0));
  EXPECT_EQ(status_after(SIGTERM, *server.process), 0);
}

}  // namespace
}  // namespace netkit::test
