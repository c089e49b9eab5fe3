// SPDX-License-Identifier: MIT
// --allow-user and --allow-group: who may connect to a Unix socket.
#include "support/peers.h"

#include <grp.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "event_lines.h"
#include "support/fd_io.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

constexpr uid_t other_user = 4711;
constexpr gid_t other_group = 4712, further_group = 4713;

bool is_let_in(int client) {
  write_all(client, "x");
  send_end(client);
  return read_to_end(client).bytes == "x";
}

/// The same of a process of the other user, in both other groups.
bool is_let_in_as_other_user(const Where& where) {
  const pid_t child = ::fork();
  if (child == 0) {
    const bool changed =
        ::setgroups(1, &further_group) == 0 && ::setgid(other_group) == 0 && ::setuid(other_user) == 0;
    ::_exit(changed && is_let_in(connect_to(where).get()) ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  return status == 0;
}

class AllowedPeers : public testing::Test {
 protected:
  void SetUp() override { NETKIT_NEEDS(Transport::abstract_name); }
  static Server allowing(const Words& options) {
    return start_server("echo", Transport::abstract_name, Words{"-v"} + options);
  }
};

TEST_F(AllowedPeers, AreLetInByUserOrGroup) {
  const std::string user = std::to_string(::geteuid()), group = std::to_string(::getegid());
  for (const Words& options : {Words{}, Words{"--allow-user", user}, Words{"--allow-group", group},
                               Words{"--allow-user", "4711", "--allow-user", user},
                               Words{"--allow-user", "4711", "--allow-group", group}}) {
    const Server server = allowing(options);
    EXPECT_TRUE(is_let_in(connect_to(server.where).get()));
  }
}

TEST_F(AllowedPeers, MayBeNamed) {
  const passwd* const user = ::getpwuid(::geteuid());
  const group* const group = ::getgrgid(::getegid());
  if (user == nullptr || group == nullptr) GTEST_SKIP() << "this user or group has no name";
  const std::string user_name = user->pw_name, group_name = group->gr_name;
  for (const Words& options : {Words{"--allow-user", user_name}, Words{"--allow-group", group_name}}) {
    const Server server = allowing(options);
    EXPECT_TRUE(is_let_in(connect_to(server.where).get()));
  }
}

TEST_F(AllowedPeers, OthersAreClosedAndReported) {
  for (const Words& options : {Words{"--allow-user", "4711"}, Words{"--allow-group", "4712"}}) {
    const Server server = allowing(options + Words{"--events"});
    EXPECT_EQ(read_to_end(connect_to(server.where).get()).bytes, "");
    server.process->signal(SIGTERM);
    EXPECT_EQ(server.process->wait(), 0);
    const auto events = event_lines(server.process->read_stderr_until_eof());
    EXPECT_EQ(names_of(events), "listening blocked exit");
    EXPECT_EQ(events.at(1)["uid"], ::geteuid());
    EXPECT_EQ(events.at(1)["gid"], ::getegid());
    EXPECT_EQ(events.at(1)["pid"], ::getpid());
  }
}

TEST_F(AllowedPeers, AreFoundInTheirOtherGroupsToo) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root may become another user";
  const std::vector<std::pair<Words, bool>> cases{
      {{"--allow-user", "4711"}, true},
      {{"--allow-group", "4712"}, true},
      {{"--allow-group", "4713"}, true},
      {{"--allow-user", "0", "--allow-group", "0"}, false},
  };
  for (const auto& [options, expected] : cases) {
    const Server server = allowing(options);
    EXPECT_EQ(is_let_in_as_other_user(server.where), expected) << options.at(1);
  }
}

TEST_F(AllowedPeers, OneClientIsWaitedForUntilItMayConnect) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root may become another user";
  Server server = start_server("listen", Transport::abstract_name, {"--allow-user", "0"});
  EXPECT_FALSE(is_let_in_as_other_user(server.where));
  const UniqueFd client = connect_to(server.where);
  write_all(client.get(), "in");
  EXPECT_EQ(server.process->wait_for_stdout(2), "in");
}

TEST(AllowedPeersOption, IsRefusedWithoutAUnixSocketOrAName) {
  const std::vector<std::pair<Words, std::string>> bad{
      {{"listen", "--allow-user", "0", "80"}, "--allow-user is for Unix sockets and needs --unix"},
      {{"echo", "--allow-group", "0", "80"}, "--allow-group is for Unix sockets and needs --unix"},
      {{"echo", "--allow-user", "no-such-user", "-U", "@x"}, "--allow-user: there is no user 'no-such-user'"},
      {{"echo", "--allow-group", "no-such-group", "-U", "@x"},
       "--allow-group: there is no group 'no-such-group'"},
      {{"echo", "--allow-user", "4294967295", "-U", "@x"}, "'4294967295' is not a number in 0..4294967294"},
      {{"echo", "--allow-user", "", "-U", "@x"}, "--allow-user: there is no user ''"},
  };
  for (const auto& [words, complaint] : bad) {
    const Outcome outcome = run_netkit(words);
    EXPECT_EQ(outcome.status, 2) << complaint;
    EXPECT_TRUE(outcome.err.contains(complaint)) << outcome.err;
  }
}

}  // namespace
}  // namespace netkit::test
