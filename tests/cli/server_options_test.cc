// SPDX-License-Identifier: MIT
// Options of listen and echo about which clients are served and what is reported.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "support/data.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

TEST(MaxConnections, FurtherClientsAreAcceptedAndClosedImmediately) {
  const Server server = start_server("echo", Transport::tcp4, {"-m", "1", "--events"});
  UniqueFd first = connect_to(server.where);
  write_all(first.get(), "a");
  EXPECT_EQ(read_exactly(first.get(), 1).bytes, "a");
  const UniqueFd second = connect_to(server.where);
  EXPECT_EQ(read_to_end(second.get()).bytes, "");
  server.process->wait_for_stderr(
      "\"event\":\"drop\",\"reason\":\"max-connections\",\"localAddress\":\"127.0.0.1\"");
  send_end(first.get());
  EXPECT_EQ(read_to_end(first.get()).bytes, "");
  server.process->wait_for_stderr("\"event\":\"close\"");
  const UniqueFd third = connect_to(server.where);
  write_all(third.get(), "c");
  EXPECT_EQ(read_exactly(third.get(), 1).bytes, "c");
}

TEST(MaxConnections, ZeroDropsAll) {
  const Server server = start_server("listen", Transport::tcp4, {"-m", "0", "-v"});
  const UniqueFd client = connect_to(server.where);
  EXPECT_EQ(read_to_end(client.get()).bytes, "");
  server.process->wait_for_stderr("dropped 127.0.0.1:");
  EXPECT_TRUE(server.process->running());
}

TEST(MaxPerAddress, CountsEachRemoteAddressAlone) {
  const Server server = start_server("echo", Transport::tcp4, {"--max-per-address", "1", "--events"});
  const UniqueFd first = connect_to(server.where);
  write_all(first.get(), "a");
  EXPECT_EQ(read_exactly(first.get(), 1).bytes, "a");
  EXPECT_EQ(read_to_end(connect_to(server.where).get()).bytes, "");
  server.process->wait_for_stderr("\"event\":\"drop\",\"reason\":\"max-per-address\"");
  const std::string port = std::to_string(server.where.port);
  const Outcome elsewhere = run_netkit({"connect", "-s", "127.0.0.2", "127.0.0.1", port}, "b");
  EXPECT_EQ(elsewhere.out, "b");
}

TEST(PauseOnConnect, NothingIsReadForThatLong) {
  const Server server =
      start_server("echo", Transport::tcp4, {"--pause-on-connect", "300ms", "--greeting", "hi"});
  const auto before = Clock::now();
  const UniqueFd client = connect_to(server.where);
  write_all(client.get(), "hello");
  send_end(client.get());
  EXPECT_EQ(read_exactly(client.get(), 2).bytes, "hi");
  EXPECT_EQ(read_to_end(client.get()).bytes, "hello");
  EXPECT_GE(Clock::now() - before, Duration(300));
}

TEST(PauseOnConnect, LeavesWhatIsSentAlone) {
  const Server server =
      start_server("listen", Transport::tcp4, {"-k", "--pause-on-connect", "1h", "--high-water-mark=1k"});
  const UniqueFd client = connect_to(server.where);
  const std::string much(MiB, 'x');
  server.process->write_stdin(much);
  write_all(client.get(), "not read");
  EXPECT_EQ(read_exactly(client.get(), much.size()).bytes.size(), much.size());
  EXPECT_EQ(server.process->stdout_so_far(), "");
}

TEST(Descriptors, ClientsAreDroppedAndReportedBeforeTheLastOnesAreUsed) {
  Launch launch = netkit({"echo", "--events", "127.0.0.1", "0"});
  launch.limits = {{RLIMIT_NOFILE, 64}};
  const Server server = start_server(std::move(launch));
  std::vector<UniqueFd> clients;
  std::size_t served = 0, dropped = 0;
  for (int i = 0; i < 120; ++i) clients.push_back(connect_to(server.where));
  for (const UniqueFd& client : clients) {
    write_all(client.get(), "x");
    (read_exactly(client.get(), 1).bytes == "x" ? served : dropped) += 1;
  }
  EXPECT_GT(served, 20U);
  EXPECT_GT(dropped, 20U);
  server.process->signal(SIGTERM);
  clients.clear();
  server.process->wait();
  const std::string events = server.process->read_stderr_until_eof();
  std::size_t reported = 0;
  for (auto at = events.find("\"reason\":\"descriptors\""); at != std::string::npos;
       at = events.find("\"reason\":\"descriptors\"", at + 1)) {
    ++reported;
  }
  EXPECT_EQ(reported, dropped);
}

TEST(Descriptors, RaisingTheLimitIsReported) {
  Launch launch = netkit({"echo", "-v", "127.0.0.1", "0"});
  launch.limits = {{RLIMIT_NOFILE, 128}};
  launch.argv = Words{"sh", "-c", R"(ulimit -Sn 64; exec "$@")", "sh"} + launch.argv;
  const Server server = start_server(std::move(launch));
  server.process->wait_for_stderr("netkit: descriptor limit raised from 64 to 128\n");
}

TEST(Greeting, IsSentFirstWithItsEscapes) {
  const Server server = start_server("echo", Transport::tcp4, {"--greeting", "hi\\r\\n\\t\\x41\\\\\\0"});
  const UniqueFd client = connect_to(server.where);
  write_all(client.get(), "echo");
  send_end(client.get());
  EXPECT_EQ(read_to_end(client.get()).bytes, std::string("hi\r\n\tA\\\0echo", 12));
}

TEST(Drain, IsReportedWithTheConnectionsThatItWaitsFor) {
  for (const std::string command : {"echo", "listen"}) {
    Words words{command, "127.0.0.1", "0"};
    if (command == "listen") words.push_back("-k");
    Server server = start_server(netkit(words));
    std::vector<UniqueFd> clients;
    for (int i = 0; i < 2; ++i) {
      clients.push_back(connect_to(server.where));
      write_all(clients.back().get(), "x");
    }
    if (command == "listen") server.process->wait_for_stdout(2);
    if (command == "echo") {
      for (const UniqueFd& client : clients) EXPECT_EQ(read_exactly(client.get(), 1).bytes, "x");
    }
    server.process->signal(SIGINT);
    server.process->wait_for_stderr(
        "netkit: waiting up to 8s for 2 connections to finish; interrupt again to close them now\n");
    server.process->signal(SIGINT);
    EXPECT_EQ(server.process->wait(), 1);
    EXPECT_TRUE(server.process->read_stderr_until_eof().ends_with("netkit: 2 connections were cut off\n"));
  }
}

TEST(Drain, IsNotReportedWithoutConnectionsOrWithQ) {
  for (const std::string option : {"-q", "--drain=20s"}) {
    const Server server = start_server("echo", Transport::tcp4, {option});
    UniqueFd client;
    if (option == "-q") {
      client = connect_to(server.where);
      write_all(client.get(), "x");
      EXPECT_EQ(read_exactly(client.get(), 1).bytes, "x");
    }
    server.process->signal(SIGTERM);
    if (client) send_end(client.get());
    EXPECT_EQ(server.process->wait(), 0);
    EXPECT_EQ(server.process->read_stderr_until_eof().find("waiting"), std::string::npos);
  }
}

TEST(ListeningLine, IsPrintedOnATerminal) {
  const Where free = unused_where(Transport::tcp4);
  const Terminal pty = raw_terminal();
  const Server server =
      start_server(netkit(Words{"listen"} + free.netkit_words(), {{}, {}, Stdio::descriptor(pty.slave)}));
  const std::string line = "netkit: listening on 127.0.0.1:" + std::to_string(free.port) + "\n";
  EXPECT_EQ(read_exactly(pty.master.get(), line.size()).bytes, line);
}

TEST(ListeningLine, IsPrintedWhenItIsNeeded) {
  const auto err = [](const Words& arguments) {
    Launch launch = netkit(arguments);
    launch.limits = {{RLIMIT_NOFILE, 64}};  // there is nothing to raise, so nothing is reported
    const Server server = start_server(std::move(launch));
    server.process->signal(SIGTERM);
    server.process->wait();
    return server.process->read_stderr_until_eof();
  };
  const Where free = unused_where(Transport::tcp4);
  const std::string port = std::to_string(free.port), line = "netkit: listening on 127.0.0.1:";
  EXPECT_EQ(err({"echo", "127.0.0.1", port}), line + port + "\n");
  EXPECT_EQ(err({"listen", "-k", "127.0.0.1", port}), line + port + "\n");
  EXPECT_EQ(err({"listen", "-v", "127.0.0.1", port}), line + port + "\n");
  EXPECT_EQ(err({"listen", "127.0.0.1", port}), "");
  EXPECT_EQ(err({"echo", "-q", "127.0.0.1", port}), "");
  EXPECT_TRUE(err({"listen", "127.0.0.1", "0"}).starts_with(line));
  EXPECT_EQ(err({"listen", "-q", "127.0.0.1", "0"}), "");
}

TEST(EveryAddress, IsServedWithoutAHost) {
  NETKIT_NEEDS(Transport::tcp6);
  const Server both = start_server(netkit({"echo", "0"}));
  EXPECT_EQ(connect_error({Transport::tcp4, "127.0.0.1", both.where.port, {}}), 0);
  EXPECT_EQ(connect_error({Transport::tcp6, "::1", both.where.port, {}}), 0);
  const Server v6 = start_server(netkit({"echo", "-6", "0"}));
  EXPECT_EQ(connect_error({Transport::tcp4, "127.0.0.1", v6.where.port, {}}), ECONNREFUSED);
  EXPECT_EQ(connect_error({Transport::tcp6, "::1", v6.where.port, {}}), 0);
  const Server v4 = start_server(netkit({"echo", "-4", "0"}));
  EXPECT_EQ(connect_error({Transport::tcp4, "127.0.0.1", v4.where.port, {}}), 0);
  EXPECT_EQ(connect_error({Transport::tcp6, "::1", v4.where.port, {}}), ECONNREFUSED);
}

}  // namespace
}  // namespace netkit::test
