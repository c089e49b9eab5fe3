// SPDX-License-Identifier: MIT
// echo --workers: several threads serve clients, and from outside they are one server.
#include <gtest/gtest.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "event_lines.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

Server start_workers(const std::string& workers, const Words& options = {}) {
  return start_server("echo", Transport::tcp4, Words{"--workers", workers} + options);
}

bool serves(const UniqueFd& client) {
  write_all(client.get(), "x");
  return read_exactly(client.get(), 1).bytes == "x";
}

/// Enough clients that in practice no thread is left without one.
std::vector<UniqueFd> many_clients(const Server& server, std::size_t count = 64) {
  std::vector<UniqueFd> clients;
  while (clients.size() < count) clients.push_back(connect_to(server.where));
  return clients;
}

void expect_all_served(const std::vector<UniqueFd>& clients) {
  for (const UniqueFd& client : clients) EXPECT_TRUE(serves(client));
}

std::size_t count_served(const std::vector<UniqueFd>& clients) {
  return static_cast<std::size_t>(std::ranges::count_if(clients, serves));
}

/// The number of times that each thread has waited so far.
std::vector<long> waits_of_threads(pid_t pid) {
  std::vector<long> waits;
  for (const auto& task : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
    std::ifstream status(task.path() / "status");
    for (std::string word; status >> word;) {
      if (word == "voluntary_ctxt_switches:" && status >> word) waits.push_back(std::stol(word));
    }
  }
  return waits;
}

std::size_t threads(const Server& server) {
  return waits_of_threads(server.process->pid()).size();
}

/// The sockets that listen on this port of 127.0.0.1.
std::size_t listening_sockets(const Server& server) {
  std::array<char, 32> wanted{};
  std::snprintf(wanted.data(), wanted.size(), "0100007F:%04X", unsigned{server.where.port});
  std::ifstream table("/proc/" + std::to_string(server.process->pid()) + "/net/tcp");
  std::size_t count = 0;
  for (std::string line; std::getline(table, line);) {
    std::istringstream fields(line);
    std::string number, local, remote, state;
    fields >> number >> local >> remote >> state;
    if (local == wanted.data() && state == "0A") ++count;
  }
  return count;
}

/// Sends SIGTERM and waits until no client is let in any more.
void begin_draining(const Server& server) {
  server.process->signal(SIGTERM);
  const Deadline deadline;
  while (listening_sockets(server) > 0 && !deadline.passed()) sched_yield();
}

/// Ends the server with SIGTERM and returns its stderr.
std::string stderr_of(const Server& server, int status = 0) {
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), status);
  return server.process->read_stderr_until_eof();
}

TEST(Workers, EachHasAThreadAndAListeningSocket) {
  const Server one = start_workers("1"), two = start_workers("2"), four = start_workers("4");
  EXPECT_EQ(threads(one), 1U);
  EXPECT_EQ(threads(four) - threads(two), 2U);  // a sanitizer may have one beside ours
  EXPECT_EQ(listening_sockets(one), 1U);
  EXPECT_EQ(listening_sockets(four), 4U);
}

TEST(Workers, AllServe) {
  const Server server = start_workers("4");
  const auto before = waits_of_threads(server.process->pid());
  expect_all_served(many_clients(server));
  const auto after = waits_of_threads(server.process->pid());
  ASSERT_EQ(after.size(), before.size());
  std::size_t busy = 0;
  for (std::size_t i = 0; i < after.size(); ++i) busy += after[i] > before[i] ? 1 : 0;
  EXPECT_GE(busy, 4U);
}

TEST(Workers, ZeroIsOnePerUsableProcessor) {
  cpu_set_t ours{};
  ASSERT_EQ(sched_getaffinity(0, sizeof(ours), &ours), 0);
  EXPECT_EQ(listening_sockets(start_workers("0")), static_cast<std::size_t>(CPU_COUNT(&ours)));
  cpu_set_t one{};
  int first = 0;
  while (!CPU_ISSET(first, &ours)) ++first;
  CPU_SET(first, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
  EXPECT_EQ(listening_sockets(start_workers("0")), 1U);
  sched_setaffinity(0, sizeof(ours), &ours);
}

TEST(Workers, ListenWhereverOneListens) {
  NETKIT_NEEDS(Transport::tcp6);
  const Server both = start_server(netkit({"echo", "--workers", "2", "0"}));
  EXPECT_EQ(connect_error({Transport::tcp4, "127.0.0.1", both.where.port, {}}), 0);
  EXPECT_EQ(connect_error({Transport::tcp6, "::1", both.where.port, {}}), 0);
  const Server v6 = start_server(netkit({"echo", "--workers", "2", "-6", "0"}));
  EXPECT_EQ(connect_error({Transport::tcp4, "127.0.0.1", v6.where.port, {}}), ECONNREFUSED);
  EXPECT_EQ(connect_error({Transport::tcp6, "::1", v6.where.port, {}}), 0);
}

TEST(Workers, HaveThePortForThemselves) {
  const Server server = start_workers("2");
  for (const std::string workers : {"1", "2"}) {
    const Outcome second = run_netkit(Words{"echo", "--workers", workers} + server.where.netkit_words());
    EXPECT_EQ(second.status, 10);
    EXPECT_NE(second.err.find("listen EADDRINUSE: address already in use 127.0.0.1:"), std::string::npos);
  }
}

TEST(Workers, TryAgainWhereThePortIsInUse) {
  auto other = std::make_unique<RawListener>(Transport::tcp4);
  Process server(
      netkit(Words{"echo", "--workers", "2", "-v", "--retry-in-use", "1h"} + other->where().netkit_words()));
  server.wait_for_stderr("EADDRINUSE");
  other.reset();
  server.wait_for_stderr("listening on 127.0.0.1:");
}

TEST(Workers, KeepToTheLimitOfTheProcess) {
  const Server server = start_workers("4", {"-m", "20", "--events"});
  EXPECT_EQ(count_served(many_clients(server, 50)), 20U);
  std::set<int> ids;
  std::size_t drops = 0;
  const auto events = event_lines(stderr_of(server));
  for (const auto& event : events) {
    if (event["event"] == "connection") ids.insert(event["id"].get<int>());
    if (event["event"] == "drop") ++drops;
  }
  EXPECT_EQ(ids.size(), 20U);
  EXPECT_EQ(*ids.begin(), 1);
  EXPECT_EQ(*ids.rbegin(), 20);
  EXPECT_EQ(drops, 30U);
  EXPECT_EQ(std::ranges::count(events, "listening", [](const auto& event) { return event["event"]; }), 1);
}

TEST(Workers, KeepToTheLimitPerAddress) {
  const Server server = start_workers("4", {"--max-per-address", "5"});
  std::vector<UniqueFd> clients;
  for (const std::string from : {"127.0.0.2", "127.0.0.3"}) {
    for (int i = 0; i < 20; ++i) clients.push_back(connect_from(from, server.where));
  }
  EXPECT_EQ(count_served(clients), 10U);
}

TEST(Workers, DrainTogether) {
  const Server server = start_workers("4", {"--drain", "1h"});
  auto clients = many_clients(server);
  expect_all_served(clients);
  begin_draining(server);
  EXPECT_EQ(connect_error(server.where), ECONNREFUSED);
  expect_all_served(clients);
  clients.resize(1);
  EXPECT_TRUE(serves(clients.front()));
  EXPECT_TRUE(server.process->running());
  clients.clear();
  EXPECT_EQ(server.process->wait(), 0);
}

TEST(Workers, AreCutOffTogether) {
  const Server server = start_workers("4", {"-q", "--drain", "1h"});
  const auto clients = many_clients(server);
  expect_all_served(clients);
  begin_draining(server);
  EXPECT_EQ(stderr_of(server, 1), "netkit: 64 connections were cut off\n");
}

TEST(Workers, AreStoppedByMaxTime) {
  const Server server = start_workers("4", {"--max-time", "2s"});
  const auto clients = many_clients(server, 16);
  EXPECT_EQ(server.process->wait(), 124);
}

TEST(Workers, GetNewRulesTogether) {
  const TempDir dir;
  const std::string list = dir.write("list.txt", "127.0.0.2\n");
  const Server server = start_workers("4", {"--block-list", list, "-v"});
  dir.write("list.txt", "127.0.0.3\n");
  server.process->signal(SIGHUP);
  server.process->wait_for_stderr("' (rules: 1)\n");
  for (int i = 0; i < 32; ++i) {
    EXPECT_TRUE(serves(connect_from("127.0.0.2", server.where)));
    EXPECT_FALSE(serves(connect_from("127.0.0.3", server.where)));
  }
  const std::string err = stderr_of(server), blocked = ": " + list + ":1: 127.0.0.3\n";
  std::size_t reported = 0;
  for (auto at = err.find(blocked); at != std::string::npos; at = err.find(blocked, at + 1)) ++reported;
  EXPECT_EQ(reported, 32U);
}

TEST(Workers, HaveOneSummary) {
  const Server server = start_workers("4", {"-q", "--summary"});
  expect_all_served(many_clients(server));
  const auto live = many_clients(server);
  expect_all_served(live);
  server.process->signal(SIGUSR1);
  server.process->wait_for_stderr("B/s)\n");
  EXPECT_TRUE(server.process->stderr_so_far().starts_with("netkit: received 128 bytes, sent 128 bytes in "));
  expect_all_served(live);
  server.process->signal(SIGTERM);
  server.process->signal(SIGINT);
  EXPECT_EQ(server.process->wait(), 1);
  EXPECT_NE(server.process->read_stderr_until_eof().find("received 192 bytes, sent 192 bytes in "),
            std::string::npos);
}

TEST(Workers, NeedNewTcpSockets) {
  Launch handed = netkit({"echo", "--workers", "2"});
  const RawListener listener(Transport::tcp4);
  handed.argv = Words{"sh", "-c", R"(LISTEN_PID=$$ LISTEN_FDS=1 exec "$@")", "sh"} + handed.argv;
  handed.inherited = {{listener.fd(), 3}};
  const Outcome outcome = run(handed);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.err, "netkit: --workers is for a new socket and cannot go with LISTEN_FDS\n");
}

}  // namespace
}  // namespace netkit::test
