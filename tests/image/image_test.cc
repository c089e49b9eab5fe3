// SPDX-License-Identifier: MIT
// The container image as it is: what is in it, and netkit as it runs in there.
#include <gtest/gtest.h>
#include <sched.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "container.h"
#include "name_server.h"
#include "support/data.h"
#include "support/peers.h"
#include "support/proc.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

namespace fs = std::filesystem;

/// From here on we, and what we start, have a network that nobody else is in: any port is free.
std::optional<std::string> why_no_network_of_its_own() {
  if (::unshare(CLONE_NEWNET) != 0) return "no network namespaces here";
  Launch launch;
  launch.argv = {"ip", "link", "set", "lo", "up"};
  const Outcome outcome = run(launch);
  return outcome.status == 0 ? std::nullopt : std::optional(outcome.err);
}

/// What the image says of how it is to be run, and its labels.
nlohmann::json image_config() {
  return nlohmann::json::parse(Container::inspected()).at("OCIv1").at("config");
}

class Image : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    reason_ = Container::why_missing();
    if (!reason_) reason_ = why_missing("ip");
    if (!reason_) reason_ = why_no_network_of_its_own();
    if (!reason_) container_ = std::make_unique<Container>();
  }
  static void TearDownTestSuite() { container_.reset(); }
  void SetUp() override {
    if (reason_) GTEST_SKIP() << *reason_;
  }

  static const Container& container() { return *container_; }
  static void write(const std::string& path, const std::string& text) {
    std::ofstream(container().root() + path) << text;
  }
  static Outcome netkit(const Words& arguments, std::string_view stdin_text = {}) {
    return run(container().netkit(arguments), stdin_text);
  }
  static Server start_echo(const std::string& port = "0") {
    return start_server(container().netkit({"echo", "127.0.0.1", port}));
  }

 private:
  static inline std::optional<std::string> reason_;
  static inline std::unique_ptr<Container> container_;
};

TEST_F(Image, SaysHowItIsToBeRun) {
  const auto config = image_config();
  EXPECT_EQ(config.at("User"), "65532:65532");
  EXPECT_EQ(config.at("Entrypoint"), nlohmann::json({"/usr/bin/netkit"}));
  EXPECT_EQ(config.at("Cmd"), nlohmann::json({"--help"}));
  EXPECT_EQ(config.at("StopSignal"), "SIGTERM");
}

TEST_F(Image, IsLabelledWithWhatItWasBuiltFrom) {
  const auto labels = image_config().at("Labels");
  const auto label = [&](const std::string& name) {
    return labels.at("org.opencontainers.image." + name).get<std::string>();
  };
  EXPECT_EQ(netkit({"--version"}).out, "netkit " + label("version") + "\n");
  EXPECT_EQ(label("title"), "netkit");
  EXPECT_EQ(label("licenses"), "MIT");
  EXPECT_NE(label("revision"), "");
  EXPECT_TRUE(label("created").ends_with('Z')) << label("created");
}

TEST_F(Image, IsSmallAndHoldsOneProgram) {
  std::uintmax_t size = 0;
  std::vector<std::string> programs;
  for (const auto& entry : fs::recursive_directory_iterator(container().root())) {
    if (!entry.is_regular_file()) continue;
    size += entry.file_size();
    const bool executable = (entry.status().permissions() & fs::perms::owner_exec) != fs::perms::none;
    if (executable && !entry.path().filename().string().contains(".so")) programs.push_back(entry.path());
  }
  EXPECT_LT(size, 15 * MiB);
  EXPECT_EQ(programs, Words{container().root() + "/usr/bin/netkit"});
}

TEST_F(Image, HoldsNothingOfWhatItWasBuiltWith) {
  EXPECT_FALSE(fs::exists(container().root() + "/etc/apt"));
  EXPECT_FALSE(fs::exists(container().root() + "/netkit"));
}

TEST_F(Image, RunsUnderBuildah) {
  const Outcome outcome = run(container().netkit_by_buildah({"check-ip", "::1", "nonsense"}));
  EXPECT_EQ(outcome.out, "::1\t6\tloopback\nnonsense\t0\t-\n");
  EXPECT_EQ(outcome.status, 1);
}

TEST_F(Image, RunsAsAnyUser) {
  for (const std::string user : {"0:0", "1000:0", "65532:65532", "4000000000:4000000000"}) {
    const Outcome outcome = run(container().netkit({"check-ip", "192.0.2.1"}, user));
    EXPECT_EQ(outcome.status, 0) << user << ": " << outcome.err;
  }
}

TEST_F(Image, EchoesWhatConnectSends) {
  const Server echo = start_echo();
  const std::string bytes = random_bytes(MiB);
  const Outcome outcome = netkit(Words{"connect"} + echo.where.netkit_words(), bytes);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(same_bytes(bytes, outcome.out));
}

TEST_F(Image, ProbesWhetherAServerIsThere) {
  write("/etc/hosts", "127.0.0.1 localhost\n");
  const Server echo = start_echo();
  EXPECT_EQ(netkit({"connect", "-z", "localhost", std::to_string(echo.where.port)}).status, 0);
  EXPECT_EQ(netkit({"connect", "-z", "localhost", "1"}).status, 4);
}

TEST_F(Image, WaitsForAServer) {
  write("/etc/hosts", "127.0.0.1 database\n");
  Process waiting(container().netkit({"connect", "-z", "-v", "--retry-for", "60s", "database:8124"}));
  waiting.wait_for_stderr("ECONNREFUSED");
  const Server echo = start_echo("8124");
  EXPECT_EQ(waiting.wait(), 0);
}

TEST_F(Image, AsksTheNameServerForWhatIsNotInHosts) {
  write("/etc/hosts", "127.0.0.9 in-hosts.test\n");
  write("/etc/resolv.conf", "nameserver 127.0.0.1\n");
  const NameServer server("in-dns.test");
  EXPECT_EQ(netkit({"connect", "in-hosts.test", "1"}).err, "netkit: connect ECONNREFUSED 127.0.0.9:1\n");
  EXPECT_EQ(netkit({"connect", "in-dns.test", "1"}).err, "netkit: connect ECONNREFUSED 127.0.0.8:1\n");
  EXPECT_EQ(netkit({"connect", "nowhere.test", "1"}).status, 3);
}

TEST_F(Image, KnowsServicesByName) {
  EXPECT_EQ(netkit({"connect", "127.0.0.1:http"}).err, "netkit: connect ECONNREFUSED 127.0.0.1:80\n");
}

TEST_F(Image, EndsBySigtermAsProcess1) {
  const auto terminated = [](Process& process) {
    const pid_t outer = children(process.pid()).at(0);
    ::kill(children(outer).at(0), SIGTERM);
    return process.wait();
  };
  Server echo = start_echo();
  EXPECT_EQ(terminated(*echo.process), 0);
  Server listen = start_server(container().netkit({"listen", "127.0.0.1", "0"}));
  EXPECT_EQ(terminated(*listen.process), 128 + SIGTERM);
  RawListener listener(Transport::tcp4);
  Process connect(container().netkit(Words{"connect"} + listener.where().netkit_words()));
  const UniqueFd peer = listener.accept();
  EXPECT_EQ(terminated(connect), 128 + SIGTERM);
}

TEST(ImageScript, SaysThatBuildahIsMissing) {
  const TempDir system;
  for (const std::string tool : {"dirname", "readlink"})
    fs::create_symlink("/usr/bin/" + tool, system / tool);
  Launch launch;
  launch.argv = {"/bin/bash", NETKIT_SOURCE_DIR "/script/image"};
  launch.environment = {{"PATH", system.path()}};
  const Outcome outcome = run(launch);
  EXPECT_EQ(outcome.err, "script/image: buildah is missing: apt-get install buildah\n");
  EXPECT_EQ(outcome.status, 1);
}

}  // namespace
}  // namespace netkit::test
