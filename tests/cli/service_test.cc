// SPDX-License-Identifier: MIT
// Notifications of a service manager: NOTIFY_SOCKET of sd_notify(3); and the units in examples/systemd.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <csignal>
#include <cstddef>
#include <filesystem>

#include "support/netkit.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

/// A service manager that receives notifications. Its name is a path, or "@" and an abstract name.
class Manager {
 public:
  explicit Manager(std::string name)
      : name_(std::move(name)), fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name_.copy(address.sun_path, name_.size());
    if (name_.front() == '@') address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    if (::bind(fd_.get(), reinterpret_cast<const sockaddr*>(&address), length) != 0) fail_errno("bind");
  }

  const std::string& name() const { return name_; }
  std::string next() const { return read_some(fd_.get(), 4096, Deadline()).bytes; }
  bool has_no_more() const { return bytes_waiting(fd_.get()) == 0; }

 private:
  std::string name_;
  UniqueFd fd_;
};

Launch managed(const Words& arguments, const std::string& socket) {
  Launch launch = netkit(arguments + Words{"127.0.0.1", "0"});
  launch.environment = {{"NOTIFY_SOCKET", socket}};
  return launch;
}

class Service : public testing::Test {
 protected:
  std::string file(const std::string& name) const { return folder_ / name; }
  TempDir folder_;
};

TEST_F(Service, ReportsWhenClientsCanConnectAndWhenNoMoreCan) {
  for (const std::string& name : {file("notify"), "@" + unused_name()}) {
    const Manager manager(name);
    const Server server = start_server(managed({"echo"}, name));
    EXPECT_EQ(manager.next(), "READY=1");
    const UniqueFd client = connect_to(server.where);
    server.process->signal(SIGTERM);
    EXPECT_EQ(manager.next(), "STOPPING=1");
    EXPECT_TRUE(server.process->running());
    send_end(client.get());
    EXPECT_EQ(server.process->wait(), 0);
    EXPECT_TRUE(manager.has_no_more());
  }
}

TEST_F(Service, CanBeListen) {
  const Manager manager(file("notify"));
  const Server once = start_server(managed({"listen"}, manager.name()));
  EXPECT_EQ(manager.next(), "READY=1");
  const Server many = start_server(managed({"listen", "-k"}, manager.name()));
  EXPECT_EQ(manager.next(), "READY=1");
  many.process->signal(SIGTERM);
  EXPECT_EQ(manager.next(), "STOPPING=1");
  EXPECT_EQ(many.process->wait(), 0);
}

TEST_F(Service, ReportsWhenItReadsItsListsAgain) {
  const Manager manager(file("notify"));
  const std::string list = folder_.write("list.txt", "127.0.0.2\n");
  const Server server = start_server(managed({"echo", "--block-list", list}, manager.name()));
  EXPECT_EQ(manager.next(), "READY=1");
  for (const std::string text : {"127.0.0.3\n", "no list\n"}) {  // the service is ready as it was before
    folder_.write("list.txt", text);
    server.process->signal(SIGHUP);
    EXPECT_TRUE(manager.next().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    EXPECT_EQ(manager.next(), "READY=1");
  }
}

TEST_F(Service, ServesWithoutAManagerThatListens) {
  const std::string missing = file("missing"), too_long = "/" + std::string(200, 'x');
  for (const auto& [name, reason] : {std::pair(missing, "no such file"), {too_long, "too long"}}) {
    const Server server = start_server(managed({"echo", "-v"}, name));
    server.process->wait_for_stderr("NOTIFY_SOCKET: cannot notify '" + name + "': ");
    server.process->wait_for_stderr(reason);
    const Server quiet = start_server(managed({"echo", "-q"}, name));
    quiet.process->signal(SIGTERM);
    EXPECT_EQ(quiet.process->wait(), 0);
    EXPECT_EQ(quiet.process->read_stderr_until_eof(), "");
  }
}

TEST_F(Service, DoesNotWaitForAManagerThatDoesNotRead) {
  const Manager manager(file("notify"));
  const UniqueFd crowd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  manager.name().copy(address.sun_path, manager.name().size());
  const auto* const to = reinterpret_cast<const sockaddr*>(&address);
  while (::sendto(crowd.get(), "x", 1, 0, to, sizeof(address)) == 1) continue;
  const Server server = start_server(managed({"echo"}, manager.name()));
  const UniqueFd client = connect_to(server.where);
  write_all(client.get(), "hello");
  EXPECT_EQ(read_exactly(client.get(), 5).bytes, "hello");
  std::string state = manager.next();
  while (state == "x") state = manager.next();
  EXPECT_EQ(state, "READY=1");  // it was not lost
}

bool is_missing(const std::string& program) {
  Launch launch;
  launch.argv = {"sh", "-c", "command -v " + program};
  return run(launch).status != 0;
}

TEST_F(Service, IsActivatedByItsSocket) {
  if (is_missing("systemd-socket-activate")) GTEST_SKIP() << "systemd-socket-activate is not installed";
  const Manager manager(file("notify"));
  Where where{Transport::unix_path, {}, 0, file("echo.sock")};
  Launch launch = netkit({"echo"});
  launch.argv = Words{"systemd-socket-activate", "-l", where.path, "-E", "NOTIFY_SOCKET=" + manager.name()} +
                launch.argv;
  Process server(launch);
  server.wait_for_stderr("Listening on " + where.path);
  const UniqueFd client = connect_to(where);
  write_all(client.get(), "hello");
  EXPECT_EQ(read_exactly(client.get(), 5).bytes, "hello");
  EXPECT_EQ(manager.next(), "READY=1");
  server.signal(SIGTERM);
  EXPECT_EQ(manager.next(), "STOPPING=1");
  send_end(client.get());
  EXPECT_EQ(server.wait(), 0);
}

/// The unit with the program that was built in place of the installed one, which need not be there.
void copy_unit(const std::filesystem::path& unit, const TempDir& to) {
  const std::string installed = "ExecStart=" NETKIT_BINDIR "/netkit ";
  std::string text = contents(unit);
  if (unit.extension() == ".service") {
    const auto at = text.find(installed);
    ASSERT_NE(at, text.npos) << text;
    text.replace(at, installed.size(), "ExecStart=" + netkit_program() + " ");
  }
  to.write(unit.filename().string(), text);
}

TEST_F(Service, HasUnitsThatSystemdTakes) {
  if (is_missing("systemd-analyze")) GTEST_SKIP() << "systemd-analyze is not installed";
  Launch verify;
  verify.argv = {"systemd-analyze", "verify", "--man=no"};  // the pages need not be installed
  for (const auto& unit : std::filesystem::directory_iterator(NETKIT_UNITS)) {
    copy_unit(unit.path(), folder_);
    verify.argv.push_back(file(unit.path().filename().string()));
  }
  ASSERT_EQ(verify.argv.size(), 5u);
  const Outcome outcome = run(verify);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out + outcome.err, "");
}

}  // namespace
}  // namespace netkit::test
