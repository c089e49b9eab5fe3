// SPDX-License-Identifier: MIT
// SIGHUP: listen and echo read their lists again.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "event_lines.h"
#include "support/netkit.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

bool serves(const UniqueFd& client) {
  write_all(client.get(), "x");
  return read_exactly(client.get(), 1).bytes == "x";
}

bool serves(const Server& server, const std::string& from) {
  return serves(connect_from(from, server.where));
}

class Reload : public testing::Test {
 protected:
  void hang_up(const Server& server, const std::string& then) {
    server.process->signal(SIGHUP);
    server.process->wait_for_stderr(then);
  }
  std::string list(const std::string& text) const { return dir_.write("list.txt", text); }
  std::string event(const std::string& rest) const {
    return "\"event\":\"reload\",\"file\":\"" + dir_ / "list.txt" + "\"," + rest;
  }

  TempDir dir_;
};

TEST_F(Reload, BringsNewRulesAndLeavesConnectionsAlone) {
  const Server server =
      start_server("echo", Transport::tcp4, {"--block-list", list("127.0.0.2\n"), "--events"});
  const UniqueFd live = connect_from("127.0.0.3", server.where);
  EXPECT_TRUE(serves(live));
  list("127.0.0.3\n127.0.0.4\n");
  hang_up(server, event("\"rules\":2}"));
  EXPECT_TRUE(serves(live));
  EXPECT_FALSE(serves(server, "127.0.0.3"));
  EXPECT_TRUE(serves(server, "127.0.0.2"));
}

TEST_F(Reload, KeepsTheOldListsIfOneIsBad) {
  const std::string bad = list("127.0.0.2\n"), other = dir_.write("other.txt", "127.0.0.3\n");
  const Server server =
      start_server("echo", Transport::tcp4, {"--block-list", other, "--block-list", bad, "-v"});
  dir_.write("other.txt", "127.0.0.4\n");
  list("<html>\n<p>gone\n");
  hang_up(server, "does not look like a list: 2 of 2 lines are not rules");
  server.process->wait_for_stderr("; all lists are unchanged\n");
  for (const std::string old : {"127.0.0.2", "127.0.0.3"}) EXPECT_FALSE(serves(server, old));
  EXPECT_TRUE(serves(server, "127.0.0.4"));
  std::filesystem::remove(bad);
  hang_up(server, "--block-list: cannot read '" + bad + "': No such file or directory; all lists are");
  EXPECT_FALSE(serves(server, "127.0.0.2"));
  list("127.0.0.5\n");
  hang_up(server, "reloaded '" + bad + "' (rules: 1)\n");
  EXPECT_FALSE(serves(server, "127.0.0.4"));
  EXPECT_FALSE(serves(server, "127.0.0.5"));
  EXPECT_TRUE(serves(server, "127.0.0.2"));
}

TEST_F(Reload, KeepsTheOldListsIfOneIsEmptyForAMoment) {
  const Server server = start_server("echo", Transport::tcp4, {"--block-list", list("127.0.0.2\n"), "-v"});
  list("");
  hang_up(server, "' is empty now; if that is meant, write a comment into it; all lists are unchanged\n");
  EXPECT_FALSE(serves(server, "127.0.0.2"));
  list("# nobody is blocked\n");
  hang_up(server, "' has no rules\n");
  server.process->wait_for_stderr("(rules: 0)\n");
  EXPECT_TRUE(serves(server, "127.0.0.2"));
  list("");
  hang_up(server, "(rules: 0)\n");
}

TEST_F(Reload, FailsWithAnEvent) {
  const Server server =
      start_server("echo", Transport::tcp4, {"--allow-list", list("127.0.0.2\n"), "--events"});
  list("nonsense\n");
  hang_up(server, event("\"error\":\"--allow-list: "));
  EXPECT_TRUE(serves(server, "127.0.0.2"));
  EXPECT_FALSE(serves(server, "127.0.0.1"));
}

TEST_F(Reload, ReadsAPipeOnce) {
  Launch launch = netkit({"echo", "--block-list", "/dev/fd/5", "127.0.0.1", "0"});
  Pipe pipe = pipe_to_child();
  write_all(pipe.write.get(), "127.0.0.2\n");
  pipe.write.reset();
  launch.inherited = {{pipe.read.get(), 5}};
  const Server server = start_server(launch);
  hang_up(server, "'/dev/fd/5' is not a regular file and cannot be read again; all lists are unchanged\n");
  EXPECT_FALSE(serves(server, "127.0.0.2"));
}

TEST_F(Reload, WorksForListenToo) {
  const Server once = start_server("listen", Transport::tcp4, {"--block-list", list("127.0.0.2\n")});
  const Server many = start_server("listen", Transport::tcp4, {"-k", "--block-list", dir_ / "list.txt"});
  list("127.0.0.1\n");
  hang_up(once, "' (rules: 1)");
  hang_up(many, "' (rules: 1)");
  const UniqueFd client = connect_from("127.0.0.2", once.where);
  write_all(client.get(), "hello");
  EXPECT_EQ(once.process->wait_for_stdout(5), "hello");
  list("127.0.0.1\n127.0.0.9\n");
  hang_up(once, "' (rules: 2)");
  EXPECT_TRUE(once.process->running());
  EXPECT_EQ(read_to_end(connect_from("127.0.0.1", many.where).get()).bytes, "");
}

TEST_F(Reload, NeedsAListFile) {
  const Server server = start_server("echo", Transport::tcp4, {"--deny", "127.0.0.2", "--events"});
  server.process->signal(SIGHUP);
  EXPECT_EQ(server.process->wait(), 0);
  const Server once = start_server("listen", Transport::tcp4, {"--allow", "127.0.0.2"});
  once.process->signal(SIGHUP);
  EXPECT_EQ(once.process->wait(), 128 + SIGHUP);
}

TEST_F(Reload, DoesNotHappenIfTheSignalWasIgnoredAtTheStart) {
  Launch launch = netkit({"echo", "--events", "--block-list", list("127.0.0.2\n"), "127.0.0.1", "0"});
  launch.ignored_signals = {SIGHUP};
  const Server server = start_server(launch);
  list("127.0.0.3\n");
  server.process->signal(SIGHUP);
  EXPECT_TRUE(serves(server, "127.0.0.3"));
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_EQ(names_of(event_lines(server.process->read_stderr_until_eof())),
            "listening connection end close exit");
}

// Memory runs out while the list is read (a limit on memory and the sanitizers exclude each other).
TEST_F(Reload, KeepsTheOldListsIfMemoryRunsOut) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the address sanitizer needs all address space";
#endif
  Launch launch = netkit({"echo", "--block-list", list("127.0.0.2\n"), "127.0.0.1", "0"});
  launch.limits = {{RLIMIT_AS, 96UL * 1024 * 1024}};
  const Server server = start_server(std::move(launch));
  std::string much;
  for (int i = 0; i < 2'000'000; ++i)
    much += "10." + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." +
            std::to_string(i & 255) + "\n";
  list(much);
  hang_up(server, ": not enough memory; all lists are unchanged\n");
  EXPECT_FALSE(serves(server, "127.0.0.2"));
  EXPECT_TRUE(serves(server, "127.0.0.3"));
}

}  // namespace
}  // namespace netkit::test
