// SPDX-License-Identifier: MIT
// When a socket file is created, taken over, left alone and removed.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>

#include "role_test.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

namespace fs = std::filesystem;

class SocketFile : public testing::Test {
 protected:
  Where where(const std::string& name = "s") const { return {Transport::unix_path, {}, 0, dir_ / name}; }
  std::string path() const { return dir_ / "s"; }

  /// Leaves a stale socket file.
  void leave_stale() const {
    const RawListener gone(where("gone"));
    fs::rename(dir_ / "gone", path());
  }

  Outcome listen(const Words& options = {}) const {
    return run_netkit(Words{"listen"} + options + Words{"-U", path()});
  }

  Server server(const std::string& command = "listen", const Words& options = {}) const {
    return start_server(netkit(Words{command} + options + Words{"-U", path()}));
  }

  const TempDir dir_;
};

bool exists(const std::string& path) {
  return fs::symlink_status(path).type() != fs::file_type::not_found;
}

TEST_F(SocketFile, IsRemovedWhenItsOneConnectionHasBeenServed) {
  Server server = this->server();
  EXPECT_TRUE(fs::is_socket(path()));
  UniqueFd client = connect_to(server.where);
  server.process->close_stdin();
  send_end(client.get());
  EXPECT_TRUE(ends_with(*server.process, 0));
  EXPECT_FALSE(exists(path()));
}

TEST_F(SocketFile, IsRemovedOnASignal) {
  for (const char* command : {"listen", "echo"}) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      SCOPED_TRACE(std::string(command) + " signal " + std::to_string(signal));
      Server server = this->server(command);
      EXPECT_TRUE(exists(path()));
      server.process->signal(signal);
      server.process->wait();
      EXPECT_FALSE(exists(path()));
    }
  }
}

TEST_F(SocketFile, StaysIfSomeoneHasReplacedIt) {
  for (const char* command : {"listen", "echo"}) {
    Server server = this->server(command);
    fs::remove(path());
    dir_.write("s", "someone else's");
    server.process->signal(SIGTERM);
    server.process->wait();
    ASSERT_TRUE(exists(path()));
    EXPECT_EQ(contents(path()), "someone else's");
    fs::remove(path());
  }
}

TEST_F(SocketFile, StaysIfAnotherSocketHasReplacedIt) {
  Server server = this->server();
  fs::remove(path());
  RawListener other(where());
  server.process->signal(SIGTERM);
  server.process->wait();
  EXPECT_EQ(connect_error(where()), 0);
}

TEST_F(SocketFile, CanBeRemovedBySomeoneElse) {
  Server server = this->server();
  fs::remove(path());
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 128 + SIGTERM);
}

TEST_F(SocketFile, NeverTakesThePlaceOfARegularFile) {
  for (const Words& options : {Words{}, Words{"--unlink"}}) {
    dir_.write("s", "precious");
    const Outcome outcome = listen(options);
    EXPECT_EQ(outcome.status, 10);
    EXPECT_EQ(outcome.err, "netkit: listen EADDRINUSE: address already in use " + path() +
                               " (a regular file, not a socket)\n");
    EXPECT_EQ(contents(path()), "precious");
  }
}

TEST_F(SocketFile, NeverTakesThePlaceOfADirectory) {
  fs::create_directory(path());
  for (const Words& options : {Words{}, Words{"--unlink"}}) {
    EXPECT_EQ(listen(options).status, 10);
    EXPECT_TRUE(fs::is_directory(path()));
  }
}

TEST_F(SocketFile, NeverTakesThePlaceOfASymbolicLink) {
  dir_.write("target", "precious");
  for (const char* target : {"target", "nowhere"}) {
    for (const Words& options : {Words{}, Words{"--unlink"}}) {
      fs::create_symlink(dir_ / target, path());
      EXPECT_EQ(listen(options).status, 10);
      EXPECT_TRUE(fs::is_symlink(path()));
      fs::remove(path());
    }
  }
  EXPECT_EQ(contents(dir_ / "target"), "precious");
  EXPECT_FALSE(exists(dir_ / "nowhere"));
}

TEST_F(SocketFile, NeverTakesThePlaceOfALiveSocketNorDisturbsIt) {
  RawListener live(where());
  for (const Words& options : {Words{}, Words{"--unlink"}}) {
    const Outcome outcome = listen(options);
    EXPECT_EQ(outcome.status, 10);
    EXPECT_EQ(outcome.err, "netkit: listen EADDRINUSE: address already in use " + path() +
                               " (a process uses this socket)\n");
    EXPECT_TRUE(live.stays_alone(Duration(50))) << "the live server has seen a connection";
  }
  UniqueFd client = connect_to(where());
  EXPECT_TRUE(live.accept());
}

TEST_F(SocketFile, NeverTakesThePlaceOfALiveSocketWhoseBacklogIsFull) {
  RawListener live(where(), 0);
  UniqueFd waiting = connect_to(where());
  EXPECT_EQ(listen({"--unlink"}).status, 10);
  EXPECT_TRUE(fs::is_socket(path()));
  EXPECT_TRUE(live.accept());
}

TEST_F(SocketFile, ThatIsStaleIsTakenOverWithUnlinkOnly) {
  leave_stale();
  EXPECT_EQ(connect_error(where()), ECONNREFUSED);
  EXPECT_EQ(listen().status, 10);
  EXPECT_TRUE(fs::is_socket(path()));
  for (const char* command : {"listen", "echo"}) {
    Server server = this->server(command, {"--unlink"});
    EXPECT_EQ(connect_error(where()), 0);
    server.process->signal(SIGTERM);
    server.process->wait();
    EXPECT_FALSE(exists(path()));
    leave_stale();
  }
}

TEST_F(SocketFile, IsCreatedWithUnlinkToo) {
  Server server = this->server("listen", {"--unlink"});
  EXPECT_EQ(connect_error(where()), 0);
}

TEST_F(SocketFile, CannotBeCreatedWhereThereIsNoDirectory) {
  const std::string missing = dir_ / "no/such/directory";
  const Outcome outcome = run_netkit({"listen", "-U", missing});
  EXPECT_EQ(outcome.status, 10);
  EXPECT_EQ(outcome.err, "netkit: listen ENOENT: no such file or directory " + missing + " (no directory '" +
                             (dir_ / "no") + "')\n");
}

TEST_F(SocketFile, CanBeConnectedToOnlyWhileItIsListenedOn) {
  const Outcome absent = run_netkit({"connect", "-U", path()});
  EXPECT_EQ(absent.status, 4);
  EXPECT_EQ(absent.err, "netkit: connect ENOENT " + path() + "\n");
  leave_stale();
  const Outcome stale = run_netkit({"connect", "-U", path()});
  EXPECT_EQ(stale.status, 4);
  EXPECT_EQ(stale.err, "netkit: connect ECONNREFUSED " + path() + " (no process listens on this socket)\n");
  EXPECT_TRUE(exists(path())) << "connect removes nothing";
}

}  // namespace
}  // namespace netkit::test
