// SPDX-License-Identifier: MIT
// The programs in examples, as they are built.
#include <gtest/gtest.h>

#include <random>

#include "support/data.h"
#include "support/process.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

using Words = std::vector<std::string>;

Launch example(const std::string& name, const Words& arguments) {
  Launch launch;
  launch.argv = {std::string(NETKIT_EXAMPLES) + "/" + name};
  launch.argv.insert(launch.argv.end(), arguments.begin(), arguments.end());
  return launch;
}

/// Below those that the system gives to sockets without a port of their own, so that no other test has it.
Where own_port() {
  std::random_device random;
  return {
      Transport::tcp4, "127.0.0.1", std::uniform_int_distribution<std::uint16_t>(20000, 29999)(random), {}};
}

/// A server of the examples. Its stdout is a terminal, as a user's is, so that each line comes at once.
class Running {
 public:
  Running(const std::string& name, const Words& more = {})
      : where_(own_port()), screen_(terminal()), process_(on_screen(name, more)) {
    expect_lines("server bound\r\n");
  }
  const Where& where() const { return where_; }
  void expect_lines(const std::string& lines) const {
    EXPECT_EQ(read_exactly(screen_.master.get(), lines.size()).bytes, lines);
  }

 private:
  Launch on_screen(const std::string& name, const Words& more) const {
    Words arguments{std::to_string(where_.port)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Launch launch = example(name, arguments);
    launch.stdio.out = Stdio::descriptor(screen_.slave);
    return launch;
  }

  Where where_;
  Terminal screen_;
  Process process_;
};

TEST(EchoServerExample, GreetsGivesBytesBackAndTellsWhoComesAndGoes) {
  const Running server("echo_server");
  for (int i = 0; i < 2; ++i) {
    const UniqueFd client = connect_to(server.where());
    EXPECT_EQ(read_exactly(client.get(), 7).bytes, "hello\r\n");
    server.expect_lines("client connected\r\n");
    EXPECT_EQ(write_all(client.get(), "how are you"), 0);
    EXPECT_EQ(read_exactly(client.get(), 11).bytes, "how are you");
    send_end(client.get());
    EXPECT_EQ(read_to_end(client.get()).error, 0);
    server.expect_lines("client disconnected\r\n");
  }
}

TEST(EchoServerExample, OutlivesAClientThatBreaksOff) {
  const Running server("echo_server");
  UniqueFd client = connect_to(server.where());
  write_until_blocked(client.get(), random_bytes(8 * MiB));
  reset(std::move(client));
  EXPECT_EQ(read_exactly(connect_to(server.where()).get(), 7).bytes, "hello\r\n");
}

TEST(ClientExample, SendsAsFastAsTheServerTakesAndCountsWhatComesBack) {
  const Running server("echo_server");
  const Outcome client = run(example("client", {"127.0.0.1", std::to_string(server.where().port)}));
  EXPECT_EQ(client.status, 0);
  EXPECT_EQ(client.out, std::to_string(64 * MiB + 7) + " bytes came back\n");
}

TEST(ClientExample, SaysWhyThereIsNoConnection) {
  const Outcome client = run(example("client", {"127.0.0.1", "1"}));
  EXPECT_EQ(client.out, "connect ECONNREFUSED 127.0.0.1:1\n0 bytes came back\n");
}

TEST(ClientExample, GivesUpOnAServerThatDoesNotRead) {
  const RawListener listener(Transport::tcp4);
  const Outcome client = run(example("client", {"127.0.0.1", std::to_string(listener.where().port)}));
  EXPECT_EQ(client.status, 0);
  EXPECT_EQ(client.out, "0 bytes came back\n");
}

TEST(BlockListedServerExample, KeepsOutWhoIsOnTheList) {
  const TempDir folder;
  const Running server("block_listed_server", {folder.write("bad.txt", "127.0.0.2\n10.0.0.0/8\n")});
  EXPECT_EQ(read_to_end(connect_from("127.0.0.3", server.where()).get()).bytes, "hello\r\n");
  EXPECT_EQ(read_to_end(connect_from("127.0.0.2", server.where()).get()).bytes, "");
  server.expect_lines("[::ffff:127.0.0.2]:");
}

}  // namespace
}  // namespace netkit::test
