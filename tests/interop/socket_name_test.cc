// SPDX-License-Identifier: MIT
// What a socket file may be called and who may use it; abstract names.
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "role_test.h"
#include "support/peers.h"
#include "support/proc.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

namespace fs = std::filesystem;

class SocketMode : public testing::Test {
 protected:
  /// The permissions of the file that listen makes with these options under this umask.
  std::string mode(const Words& options, mode_t umask = 022) const {
    Launch launch = netkit(Words{"listen"} + options + Words{"-U", dir_ / "s"});
    launch.umask = umask;
    const Server server = start_server(launch);
    struct stat status{};
    EXPECT_EQ(::stat((dir_ / "s").c_str(), &status), 0);
    std::ostringstream text;
    text << std::oct << (status.st_mode & 07777U);
    server.process->signal(SIGTERM);
    server.process->wait();
    return text.str();
  }

  const TempDir dir_;
};

TEST_F(SocketMode, IsWhatTheUmaskLeaves) {
  EXPECT_EQ(mode({}, 022), "755");
  EXPECT_EQ(mode({}, 077), "700");
}

TEST_F(SocketMode, HasReadOrWriteForEveryone) {
  EXPECT_EQ(mode({"--readable-all"}, 077), "744");
  EXPECT_EQ(mode({"--writable-all"}, 077), "722");
  EXPECT_EQ(mode({"--readable-all", "--writable-all"}, 077), "766");
  EXPECT_EQ(mode({"--writable-all"}, 022), "777");
}

TEST_F(SocketMode, IsTheOneGiven) {
  EXPECT_EQ(mode({"--mode", "600"}), "600");
  EXPECT_EQ(mode({"--mode", "0777"}), "777");
  EXPECT_EQ(mode({"--mode=660"}, 077), "660");
}

TEST_F(SocketMode, IsRefusedIfItIsNotAnOctalNumber) {
  for (const char* text : {"rw", "888", "", "10000", "-1"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(run_netkit({"listen", std::string("--mode=") + text, "-U", dir_ / "s"}).status, 2);
    EXPECT_FALSE(fs::exists(dir_ / "s"));
  }
}

class SocketPath : public testing::Test {
 protected:
  /// A path in the directory that has exactly this many bytes.
  std::string path_of(std::size_t bytes) const {
    const std::string start = dir_.path() + "/";
    return start + std::string(bytes - start.size(), 'p');
  }

  const TempDir dir_;
};

TEST_F(SocketPath, Of107BytesWorks) {
  const std::string path = path_of(107);
  Server server = start_server(netkit({"echo", "-U", path}));
  EXPECT_EQ(server.where.path, path);
  const Outcome client = run_netkit({"connect", "-U", path}, "hello");
  EXPECT_EQ(client.status, 0) << client.err;
  EXPECT_EQ(client.out, "hello");
}

TEST_F(SocketPath, Of108BytesIsRefusedBeforeAnythingIsCreated) {
  for (const std::size_t bytes : {std::size_t{108}, std::size_t{109}, std::size_t{200}}) {
    for (const char* command : {"listen", "echo", "connect"}) {
      SCOPED_TRACE(command);
      const Outcome outcome = run_netkit({command, "-U", path_of(bytes)});
      EXPECT_EQ(outcome.status, 2);
      EXPECT_NE(outcome.err.find("EINVAL"), std::string::npos) << outcome.err;
      EXPECT_TRUE(fs::is_empty(dir_.path()));
    }
  }
}

TEST_F(SocketPath, CanBeRelative) {
  Launch launch = netkit({"echo", "-U", "s"});
  launch.directory = dir_.path();
  Server server = start_server(launch);
  EXPECT_EQ(connect_error({Transport::unix_path, {}, 0, dir_ / "s"}), 0);
}

TEST_F(SocketPath, ThatBeginsWithDotSlashAtIsAFile) {
  Launch launch = netkit({"echo", "-U", "./@name"});
  launch.directory = dir_.path();
  Server server = start_server(launch);
  EXPECT_TRUE(fs::is_socket(dir_ / "@name"));
}

TEST_F(SocketPath, OfWindowsIsReportedAsSuch) {
  for (const char* path : {R"(\\.\pipe\x)", R"(\\?\pipe\x)"}) {
    for (const char* command : {"listen", "connect"}) {
      Launch launch = netkit({command, "-U", path});
      launch.directory = dir_.path();
      const Outcome outcome = run(launch);
      EXPECT_NE(outcome.status, 0);
      EXPECT_NE(outcome.err.find("Windows"), std::string::npos) << outcome.err;
      EXPECT_TRUE(fs::is_empty(dir_.path()));
    }
  }
}

TEST(AbstractName, HasItsExactLength) {
  const Where name = unused_where(Transport::abstract_name);
  Server server = start_server(netkit(Words{"echo"} + name.netkit_words()));
  EXPECT_TRUE(listens(server.process->pid(), name));
  UniqueFd client = connect_to(name);
  write_all(client.get(), "hello");
  EXPECT_EQ(read_exactly(client.get(), 5).bytes, "hello");
}

TEST(AbstractName, LeavesNoFile) {
  const TempDir dir;
  Launch launch = netkit({"echo", "-U", "@" + unused_name()});
  launch.directory = dir.path();
  Server server = start_server(launch);
  EXPECT_TRUE(fs::is_empty(dir.path()));
}

TEST(AbstractName, CanBeInUse) {
  const RawListener live(Transport::abstract_name);
  const Outcome outcome = run_netkit(Words{"listen"} + live.where().netkit_words());
  EXPECT_EQ(outcome.status, 10);
  EXPECT_EQ(outcome.err, "netkit: listen EADDRINUSE: address already in use " + live.where().text() + "\n");
}

TEST(AbstractName, HasNoModeOfItsOwn) {
  for (const char* option : {"--readable-all", "--writable-all"}) {
    EXPECT_EQ(run_netkit({"listen", option, "-U", "@" + unused_name()}).status, 2);
  }
}

TEST(AbstractName, MeetsSocatBothWays) {
  NETKIT_NEEDS("socat");
  const Where name = unused_where(Transport::abstract_name);
  Server server = start_server(netkit(Words{"echo"} + name.netkit_words()));
  Launch socat;
  socat.argv = {"socat", "-t", "20", "STDIO", "ABSTRACT-CONNECT:" + name.path};
  EXPECT_EQ(run(socat, "hello").out, "hello");

  const RawListener listener(Transport::abstract_name);
  EXPECT_EQ(run_netkit(Words{"connect", "-z"} + listener.where().netkit_words()).status, 0);
}

}  // namespace
}  // namespace netkit::test
