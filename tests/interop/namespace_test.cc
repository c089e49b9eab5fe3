// SPDX-License-Identifier: MIT
// netkit on machines of its own: network namespaces with a cable between them that can be unplugged.
#include <gtest/gtest.h>
#include <unistd.h>

#include "support/netkit.h"
#include "support/peers.h"

namespace netkit::test {
namespace {

using std::chrono::seconds;

Outcome ip(const Words& arguments) {
  Launch launch;
  launch.argv = Words{"ip"} + arguments;
  return run(launch);
}

void must(const Words& arguments) {
  const Outcome outcome = ip(arguments);
  if (outcome.status != 0) throw std::runtime_error("ip: " + outcome.err);
}

/// A network namespace that is removed when this is destroyed.
class Machine {
 public:
  explicit Machine(const std::string& letter) : name_("nk" + std::to_string(::getpid()) + letter) {
    must({"netns", "add", name_});
  }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine() { ip({"netns", "delete", name_}); }

  const std::string& name() const { return name_; }
  void set(const Words& arguments) const { must(Words{"-n", name_} + arguments); }
  /// Starts netkit there.
  Launch netkit(const Words& arguments) const {
    Launch launch = test::netkit(arguments);
    launch.argv = Words{"ip", "netns", "exec", name_} + launch.argv;
    return launch;
  }

 private:
  std::string name_;
};

/// Two machines, 10.99.0.1 and 10.99.0.2, fe80::1 and fe80::2, each with an interface "cable".
class TwoMachines {
 public:
  TwoMachines() {
    near.set({"link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", far.name()});
    plug(near, "1");
    plug(far, "2");
  }
  void unplug() const { far.set({"link", "set", "cable", "down"}); }

  Machine near{"n"}, far{"f"};

 private:
  static void plug(const Machine& machine, const std::string& number) {
    machine.set({"addr", "add", "10.99.0." + number + "/24", "dev", "cable"});
    if (ipv6_available()) {
      machine.set({"addr", "add", "fe80::" + number + "/64", "dev", "cable", "nodad"});
    }
    machine.set({"link", "set", "lo", "up"});
    machine.set({"link", "set", "cable", "up"});
  }
};

/// Why no such machines can be made here, if so.
std::optional<std::string> why_no_machines() {
  if (auto missing = why_missing("ip")) return missing;
  try {
    TwoMachines();
  } catch (const std::runtime_error& problem) {
    return std::string("no network namespaces here: ") + problem.what();
  }
  return std::nullopt;
}

class NamespaceTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto reason = why_no_machines()) GTEST_SKIP() << *reason;
    machines_.emplace();
  }
  /// A server on the far machine and a client of it with these options that has said "hello".
  void connect(const Words& options) {
    server_ = start_server(machines_->far.netkit({"listen", "10.99.0.2", "0"}));
    client_ = std::make_unique<Process>(machines_->near.netkit(
        Words{"connect"} + options + Words{"10.99.0.2", std::to_string(server_.where.port)}));
    client_->write_stdin("hello");
    server_.process->wait_for_stdout(5);
  }
  /// Runs netkit on the near machine to connect there.
  Outcome attempt(const Words& arguments) {
    return run(machines_->near.netkit(Words{"connect"} + arguments));
  }

  std::optional<TwoMachines> machines_;
  Server server_;
  std::unique_ptr<Process> client_;
};

TEST_F(NamespaceTest, KeepAliveEndsAConnectionWhoseCableWasUnplugged) {
  connect({"--keep-alive=1s", "--keep-alive-interval=1s", "--keep-alive-count=2"});
  machines_->unplug();
  EXPECT_EQ(client_->wait(Deadline(seconds(8) + patience())), 7);
  EXPECT_NE(client_->stderr_so_far().find("netkit: read E"), std::string::npos) << client_->stderr_so_far();
}

TEST_F(NamespaceTest, UserTimeoutEndsAConnectionThatIsNotAcknowledged) {
  connect({"--user-timeout=2s"});
  machines_->unplug();
  client_->write_stdin("into the void");
  EXPECT_EQ(client_->wait(Deadline(seconds(8) + patience())), 7);
  EXPECT_NE(client_->stderr_so_far(), "");
}

TEST_F(NamespaceTest, WithoutEitherAnUnpluggedConnectionGoesOnAndComesBack) {
  connect({});
  machines_->unplug();
  client_->write_stdin(" again");
  EXPECT_FALSE(client_->wait_at_most(Duration(500)));
  machines_->far.set({"link", "set", "cable", "up"});
  EXPECT_EQ(server_.process->wait_for_stdout(11, Deadline(seconds(5) + patience())), "hello again");
}

TEST_F(NamespaceTest, AnUnreachableNetworkIsReportedImmediately) {
  const Outcome outcome = attempt({"203.0.113.1", "9"});
  EXPECT_EQ(outcome.status, 4);
  EXPECT_EQ(outcome.err, "netkit: connect ENETUNREACH 203.0.113.1:9 - Local (0.0.0.0:0)\n");
}

TEST_F(NamespaceTest, AnUnreachableHostIsReported) {
  const Outcome outcome = attempt({"10.99.0.77", "9"});
  EXPECT_EQ(outcome.status, 4);
  EXPECT_EQ(outcome.err, "netkit: connect EHOSTUNREACH 10.99.0.77:9\n");
}

TEST_F(NamespaceTest, AnUnpluggedHostIsGivenUpAfterTheConnectTimeout) {
  machines_->near.set({"neigh", "replace", "10.99.0.2", "lladdr", "02:00:00:00:00:02", "dev", "cable"});
  machines_->unplug();
  const Outcome outcome = attempt({"-w", "500ms", "10.99.0.2", "9"});
  EXPECT_EQ(outcome.status, 5);
}

TEST_F(NamespaceTest, ALinkLocalAddressIsReachedInItsZone) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  server_ = start_server(machines_->far.netkit({"listen", "fe80::2%cable", "0"}));
  const std::string port = std::to_string(server_.where.port);
  const Outcome outcome = run(machines_->near.netkit({"connect", "fe80::2%cable", port}), "hello");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(server_.process->wait_for_stdout(5), "hello");
}

TEST_F(NamespaceTest, ALinkLocalAddressWithoutItsZoneIsUnreachable) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  EXPECT_NE(attempt({"-w", "2s", "--", "fe80::2", "9"}).status, 0);
  EXPECT_EQ(attempt({"fe80::2%no-such-0", "9"}).status, 2);
}

TEST_F(NamespaceTest, AServerOnEveryAddressIsReachedOverTheCable) {
  server_ = start_server(machines_->far.netkit({"listen", "0"}));
  const std::string port = std::to_string(server_.where.port);
  const Outcome outcome = run(machines_->near.netkit({"connect", "10.99.0.2", port}), "hello");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(server_.process->wait_for_stdout(5), "hello");
}

}  // namespace
}  // namespace netkit::test
