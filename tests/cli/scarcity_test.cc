// SPDX-License-Identifier: MIT
// What becomes of a run when the system has too few descriptors, threads or devices.
#include <gtest/gtest.h>
#include <netkit/loop/unique_fd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "support/data.h"
#include "support/netkit.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

// With fewer the sanitizers and the dynamic linker fail first.
constexpr rlim_t fewest = 6, most = 26;

Launch with_descriptors(const Words& arguments, rlim_t number) {
  Launch launch = netkit(arguments);
  launch.limits = {{RLIMIT_NOFILE, number}};
  return launch;
}

bool ends_before_it_connects(Process& client, const RawListener& server) {
  while (client.running()) {
    if (!server.stays_alone(Duration(20))) return false;
  }
  return server.stays_alone(Duration(0));
}

TEST(FewDescriptors, EndARunBeforeAnyByteOrNotAtAll) {
  const std::string text(300000, 'x');
  for (rlim_t number = fewest; number <= most; ++number) {
    RawListener server(Transport::tcp4);
    Process client(with_descriptors({"connect", "127.0.0.1", std::to_string(server.where().port)}, number));
    client.write_stdin(text);
    client.close_stdin();
    if (ends_before_it_connects(client, server)) {
      EXPECT_EQ(client.wait(), 11) << number;
      EXPECT_NE(client.read_stderr_until_eof().find("descriptors"), std::string::npos) << number;
      continue;
    }
    const UniqueFd peer = server.accept();
    EXPECT_EQ(read_exactly(peer.get(), text.size()).bytes.size(), text.size()) << number;
    send_end(peer.get());
    EXPECT_EQ(client.wait(), 0) << number;
  }
}

TEST(FewDescriptors, AreSaidByServersBeforeTheyListen) {
  for (const std::string command : {"listen", "echo"}) {
    for (const rlim_t number : {fewest, fewest + 4, fewest + 9, fewest + 14}) {
      const Outcome outcome = run(with_descriptors({command, "127.0.0.1", "0"}, number));
      EXPECT_EQ(outcome.status, 11) << command << " " << number;
      EXPECT_NE(outcome.err.find("descriptors"), std::string::npos) << outcome.err;
    }
  }
}

TEST(FewDescriptors, AreSaidForAllWorkers) {
  const Outcome outcome = run(with_descriptors({"echo", "--workers", "20", "127.0.0.1", "0"}, 64));
  EXPECT_EQ(outcome.status, 11);
  EXPECT_NE(outcome.err.find("descriptors"), std::string::npos) << outcome.err;
}

/// An echo server whose accept4(2) fails while a file is there.
class AcceptThatFails : public testing::TestWithParam<int> {
 protected:
  void fail_with(int error) const { dir_.write("error", std::to_string(error)); }
  void recover() const { ::unlink((dir_ / "error").c_str()); }
  Server server() const {
    Launch launch = netkit({"echo", "127.0.0.1", "0"});
    launch.environment = {{"LD_PRELOAD", NETKIT_FAILING_ACCEPT},
                          {"ASAN_OPTIONS", "verify_asan_link_order=0"},
                          {"NETKIT_TEST_ACCEPT_ERROR", dir_ / "error"}};
    return start_server(std::move(launch));
  }
  static void expect_echo(const UniqueFd& client) {
    write_all(client.get(), "x");
    EXPECT_EQ(read_exactly(client.get(), 1).bytes, "x");
  }

  TempDir dir_;
};

TEST_P(AcceptThatFails, IsSaidOnceAndLeavesTheRestAlone) {
  const Server echo = server();
  const UniqueFd served = connect_to(echo.where);
  expect_echo(served);
  fail_with(GetParam());
  const UniqueFd waiting = connect_to(echo.where);
  echo.process->wait_for_stderr("; new connections have to wait\n");
  expect_echo(served);
  recover();
  expect_echo(waiting);
  echo.process->wait_for_stderr("netkit: connections are accepted again\n");
  const std::string err = echo.process->stderr_so_far();
  EXPECT_EQ(err.find("netkit: accept E"), err.rfind("netkit: accept E")) << err;
}

TEST_P(AcceptThatFails, DoesNotKeepSignalsOut) {
  const Server echo = server();
  fail_with(GetParam());
  const UniqueFd waiting = connect_to(echo.where);
  echo.process->wait_for_stderr("new connections have to wait");
  echo.process->signal(SIGTERM);
  EXPECT_EQ(echo.process->wait(), 0);
}

INSTANTIATE_TEST_SUITE_P(, AcceptThatFails, testing::Values(EMFILE, ENFILE, ENOMEM, ENOBUFS, EPERM));

using AcceptOfABadConnection = AcceptThatFails;

// Linux passes on what the network has done to the new connection.
TEST_P(AcceptOfABadConnection, IsNoFailure) {
  const Server echo = server();
  fail_with(GetParam());
  const UniqueFd client = connect_to(echo.where);
  write_all(client.get(), "x");
  recover();
  EXPECT_EQ(read_exactly(client.get(), 1).bytes, "x");
  EXPECT_EQ(echo.process->stderr_so_far().find("accept"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(, AcceptOfABadConnection,
                         testing::Values(ENETDOWN, EPROTO, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH,
                                         EOPNOTSUPP, ENETUNREACH, ECONNABORTED));

// A user other than root, whose processes are limited.
Launch without_threads(const Words& arguments) {
  Launch launch = netkit(arguments);
  launch.limits = {{RLIMIT_NPROC, 1}};
  launch.environment = {{"ASAN_OPTIONS", "detect_leaks=0"}};  // which takes a thread
  const std::string user = std::to_string(70000 + ::getpid() % 10000);
  launch.argv = Words{"setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"} + launch.argv;
  return launch;
}

class NoThreads : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
    if (run(without_threads({"--version"})).status != 0)
      GTEST_SKIP() << "another user cannot run the program";
  }
};

TEST_F(NoThreads, LeaveLookUpsToTheThreadOfTheLoop) {
  const Outcome outcome = run(without_threads({"connect", "-z", "netkit.invalid", "1"}));
  EXPECT_EQ(outcome.status, 3) << outcome.err;
  EXPECT_NE(outcome.err.find("getaddrinfo"), std::string::npos) << outcome.err;
}

TEST_F(NoThreads, AreSaidByWorkers) {
  const Outcome outcome = run(without_threads({"echo", "--workers", "3", "127.0.0.1", "0"}));
  EXPECT_EQ(outcome.status, 11);
  EXPECT_EQ(outcome.err, "netkit: cannot start a thread: resource temporarily unavailable\n");
}

TEST(NoDevNull, LeavesNoStandardDescriptorFree) {
  const Words hidden{"unshare", "--mount", "sh", "-c", R"(mount -t tmpfs none /dev && exec "$@" <&- 2>&-)",
                     "sh"};
  Launch probe;
  probe.argv = hidden + Words{"true"};
  if (run(probe).status != 0) GTEST_SKIP() << "a file system cannot be mounted here";
  RawListener server(Transport::tcp4);
  Launch launch = netkit({"connect", "127.0.0.1", std::to_string(server.where().port)});
  launch.argv = hidden + launch.argv;
  Process client(launch);
  const UniqueFd peer = server.accept();
  EXPECT_EQ(read_to_end(peer.get()).bytes, "");
  send_end(peer.get());
  EXPECT_EQ(client.wait(), 0) << client.read_stderr_until_eof();
}

}  // namespace
}  // namespace netkit::test
