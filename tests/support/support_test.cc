// SPDX-License-Identifier: MIT
// Tests of the test support, with cat, sh and sleep.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <csignal>

#include "data.h"
#include "name_of.h"
#include "netkit.h"
#include "peers.h"
#include "proc.h"
#include "process.h"
#include "temp_dir.h"

namespace netkit::test {
namespace {

Launch shell(const std::string& script, const Stdios& stdio = {}) {
  Launch launch;
  launch.argv = {"sh", "-c", script};
  launch.stdio = stdio;
  return launch;
}

TEST(Process, CarriesBytesBothWays) {
  const std::string data = random_bytes(5 * MiB + 1);
  const Outcome outcome = run(shell("cat"), data);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(same_bytes(data, outcome.out));
}

TEST(Process, KnowsExitStatusAndSignal) {
  EXPECT_EQ(run(shell("exit 7")).status, 7);
  Process process(shell("exec sleep 100"));
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait(), 128 + SIGTERM);
  EXPECT_TRUE(process.was_killed());
}

TEST(Process, WaitsForTextOnStderr) {
  Process process(shell("read line; echo got $line >&2; read more"));
  process.write_stdin("this\n");
  process.wait_for_stderr("got this");
  EXPECT_TRUE(process.running());
  EXPECT_THROW(process.wait_for_stderr("that", Deadline(Duration(20))), TooLate);
}

TEST(Process, ThrowsWhenTheProgramIsMissing) {
  Launch launch;
  launch.argv = {"no-such-program-anywhere"};
  EXPECT_THROW(Process{launch}, std::runtime_error);
}

TEST(Process, ClosesWhatIsToBeClosed) {
  Process process(shell("kill -STOP $$", {Stdio::closed(), Stdio::closed(), Stdio::null()}));
  // Before that the shell is still being loaded, and holds its libraries' files.
  for (const Deadline deadline; state_of(process.pid()) != 'T';) {
    ASSERT_FALSE(deadline.passed());
    elapse(Duration(1));
  }
  const auto held = descriptors(process.pid());
  EXPECT_FALSE(held.contains(0));
  EXPECT_FALSE(held.contains(1));
  EXPECT_EQ(held.at(2), "/dev/null");
  EXPECT_EQ(held.size(), 1U) << "a descriptor of ours was inherited";
}

TEST(Process, HasFilesPairsAndTerminals) {
  const TempDir dir;
  dir.write("in", "from a file\n");
  EXPECT_EQ(
      run(shell("cat", {Stdio::file_to_read(dir / "in"), Stdio::file_to_append(dir / "out"), {}})).status, 0);
  EXPECT_EQ(
      run(shell("cat", {Stdio::file_to_read(dir / "in"), Stdio::file_to_append(dir / "out"), {}})).status, 0);
  EXPECT_EQ(contents(dir / "out"), "from a file\nfrom a file\n");

  SocketPair pair = socket_pair();
  Process over_socket(shell("cat", {Stdio::descriptor(pair.childs), Stdio::descriptor(pair.childs), {}}));
  pair.childs.reset();
  write_all(pair.ours.get(), "through a socket");
  send_end(pair.ours.get());
  EXPECT_EQ(read_to_end(pair.ours.get()).bytes, "through a socket");

  Terminal tty = raw_terminal();
  Process on_terminal(shell("test -t 1 && echo yes", {Stdio::null(), Stdio::descriptor(tty.slave), {}}));
  tty.slave.reset();
  EXPECT_EQ(read_to_end(tty.master.get()).bytes, "yes\n");
}

TEST(Process, CanHaveAControllingTerminal) {
  Terminal tty = raw_terminal();
  Launch launch = shell("exec 3</dev/tty && echo ok", {Stdio::descriptor(tty.slave), {}, {}});
  launch.session = Launch::Session::own_with_terminal;
  EXPECT_EQ(run(launch).out, "ok\n");
}

TEST(Process, StartsWithDefaultSignalsLimitsAndEnvironment) {
  Launch launch = shell("ulimit -n; umask; echo $NETKIT_X; kill -HUP $$; echo alive");
  launch.limits = {{RLIMIT_NOFILE, 200}};
  launch.umask = 0027;
  launch.environment = {{"NETKIT_X", "x"}};
  launch.ignored_signals = {SIGHUP};
  EXPECT_EQ(run(launch).out, "200\n0027\nx\nalive\n");
}

TEST(RawSocket, ConnectsToItsListenerOverEveryTransport) {
  for (const auto transport :
       {Transport::tcp4, Transport::tcp6, Transport::unix_path, Transport::abstract_name}) {
    if (why_missing(transport)) continue;
    RawListener listener(transport);
    EXPECT_TRUE(listens(::getpid(), listener.where())) << listener.where().text();
    UniqueFd client = connect_to(listener.where());
    UniqueFd server = listener.accept();
    write_all(client.get(), "hello");
    send_end(client.get());
    EXPECT_EQ(read_to_end(server.get()).bytes, "hello");
    EXPECT_TRUE(stays_silent(client.get(), Duration(1)));
  }
  EXPECT_EQ(connect_error(unused_where(Transport::tcp4)), ECONNREFUSED);
  EXPECT_EQ(connect_error(unused_where(Transport::unix_path)), ENOENT);
}

TEST(RawSocket, ResetsItsPeer) {
  RawListener listener(Transport::tcp4);
  UniqueFd client = connect_to(listener.where());
  reset(listener.accept());
  EXPECT_EQ(read_to_end(client.get()).error, ECONNRESET);
}

class PeersTest : public testing::TestWithParam<Peer> {};

TEST_P(PeersTest, TalkToEachOther) {
  NETKIT_NEEDS(GetParam().program);
  for (const Transport transport : GetParam().transports) {
    if (why_missing(transport)) continue;
    SCOPED_TRACE(name_of(transport));
    Server server = start_server(GetParam(), transport);
    auto client = start_client(GetParam(), server.where);
    client->write_stdin("hello");
    EXPECT_EQ(server.process->wait_for_stdout(5), "hello");
    client->close_stdin();
    server.process->close_stdin();
    EXPECT_EQ(client->wait(), 0);
    EXPECT_EQ(server.process->wait(), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(All, PeersTest, testing::ValuesIn(peers()), NameOf());

}  // namespace
}  // namespace netkit::test
