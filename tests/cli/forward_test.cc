// SPDX-License-Identifier: MIT
// listen --to: each client is joined to a new connection.
#include <gtest/gtest.h>

#include <csignal>
#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "event_lines.h"
#include "forwarding.h"
#include "support/data.h"
#include "support/fd_io.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/proc.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"
#include "support/where.h"

namespace netkit::test {
namespace {

class Forwarding : public testing::TestWithParam<Pairing> {
 protected:
  void SetUp() override {
    NETKIT_NEEDS(GetParam().client);
    NETKIT_NEEDS(GetParam().target);
  }
};
// A Unix-domain socket has no reset: it is closed.
class ForwardingFromTcp : public Forwarding {};
class ForwardingToTcp : public Forwarding {};

TEST_P(Forwarding, PassesBytesAndEndsBothWays) {
  const std::string request = random_bytes(1 * MiB, 1), answer = random_bytes(1 * MiB, 2);
  Middle middle(GetParam());
  std::thread sender([&] {
    write_all(middle.client.get(), request);
    send_end(middle.client.get());
  });
  EXPECT_TRUE(same_bytes(request, read_to_end(middle.target.get()).bytes));
  sender.join();
  std::thread answerer([&] {  // long after the request's end
    write_all(middle.target.get(), answer);
    send_end(middle.target.get());
  });
  EXPECT_TRUE(same_bytes(answer, read_to_end(middle.client.get()).bytes));
  answerer.join();
  EXPECT_EQ(middle.status(), 0);
}

TEST_P(ForwardingFromTcp, PassesOnAResetBehindWhatCameBefore) {
  Middle middle(GetParam());
  write_all(middle.client.get(), "before");
  EXPECT_EQ(read_exactly(middle.target.get(), 6).bytes, "before");
  reset(std::move(middle.client));
  const Read end = read_to_end(middle.target.get());
  EXPECT_EQ(end.bytes, "");
  EXPECT_EQ(end.error, is_tcp(GetParam().target) ? ECONNRESET : 0);
  EXPECT_EQ(middle.status(), 7);
  EXPECT_TRUE(middle.server.process->read_stderr_until_eof().contains("client: read ECONNRESET"));
}

TEST_P(ForwardingToTcp, PassesOnAResetOfTheTarget) {
  Middle middle(GetParam());
  write_all(middle.target.get(), "before");
  EXPECT_EQ(read_exactly(middle.client.get(), 6).bytes, "before");
  reset(std::move(middle.target));
  EXPECT_EQ(read_to_end(middle.client.get()).error, is_tcp(GetParam().client) ? ECONNRESET : 0);
  EXPECT_EQ(middle.status(), 7);
  EXPECT_TRUE(middle.server.process->read_stderr_until_eof().contains("target: read ECONNRESET"));
}

const auto name_of_test = [](const auto& test) { return name_of(test.param); };
INSTANTIATE_TEST_SUITE_P(, Forwarding, testing::ValuesIn(pairings(all_transports, all_transports)),
                         name_of_test);
INSTANTIATE_TEST_SUITE_P(, ForwardingFromTcp, testing::ValuesIn(pairings(all_tcp, all_transports)),
                         name_of_test);
INSTANTIATE_TEST_SUITE_P(, ForwardingToTcp, testing::ValuesIn(pairings(all_transports, all_tcp)),
                         name_of_test);

TEST(Forward, MovesMuchBothWaysAtOnce) {
  Server echo = start_server("echo", Transport::tcp4);
  Server middle =
      start_server("listen", Transport::tcp4, {"-k", "--workers", "2", "--to", endpoint_of(echo.where)});
  const std::string data = random_bytes(16 * MiB);
  const auto exchange = [&] {
    const Outcome outcome = run_netkit(Words{"connect"} + middle.where.netkit_words(), data);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_TRUE(same_bytes(data, outcome.out));
  };
  std::thread other(exchange);
  exchange();
  other.join();
}

// Then the kernel moves the bytes, through pipes that an idle pair gives back.
TEST(Forward, HoldsTwoDescriptorsForAnIdlePairThatHasMovedMuch) {
  RawListener listener(Transport::tcp4);
  const Server server =
      start_server("listen", Transport::tcp4, {"-k", "--to", endpoint_of(listener.where())});
  const auto held = [&] { return descriptors(server.process->pid()).size(); };
  const UniqueFd first_client = connect_to(server.where), first_target = listener.accept();
  const std::size_t before = held();
  const UniqueFd client = connect_to(server.where), target = listener.accept();
  const std::string data = random_bytes(2 * MiB);
  const auto exchange = [&] {
    std::thread sender([&] { write_all(client.get(), data); });
    EXPECT_TRUE(same_bytes(data, read_exactly(target.get(), data.size()).bytes));
    sender.join();
  };
  exchange();
  EXPECT_GT(held(), before + 2);
  const Deadline deadline;
  while (held() > before + 2 && !deadline.passed()) elapse(Duration(10));
  EXPECT_EQ(held(), before + 2);
  exchange();
}

// The target's end has been passed on by then; what is lost afterwards is told by a reset.
TEST(Forward, ResetsAClientThatSendsToAClosedTarget) {
  NETKIT_NEEDS(Transport::unix_path);
  Middle middle({Transport::tcp4, Transport::unix_path});
  middle.target.reset();
  EXPECT_EQ(read_to_end(middle.client.get()).error, 0);
  write_all(middle.client.get(), "lost");
  wait_for(middle.client.get(), 0, Deadline());
  EXPECT_EQ(write_all(middle.client.get(), "more"), EPIPE);
  EXPECT_EQ(middle.status(), 7);
}

/// The status of netkit whose target cannot be reached, and what it writes.
Outcome outcome_without_target(const std::string& endpoint, const Words& options = {}) {
  Server server = start_server("listen", Transport::tcp4, Words{"--to", endpoint} + options);
  const int error = connect_error(server.where);  // the reset may come while the client still connects
  EXPECT_TRUE(error == 0 || error == ECONNRESET) << error;
  const int status = server.process->wait();
  return {status, "", server.process->read_stderr_until_eof()};
}

TEST(Forward, EndsAsConnectDoesWithoutATarget) {
  const Where nothing = RawListener(Transport::tcp4).where();
  const Outcome refused = outcome_without_target(endpoint_of(nothing));
  EXPECT_EQ(refused.status, 4);
  EXPECT_TRUE(refused.err.contains("connect ECONNREFUSED " + nothing.text())) << refused.err;
  EXPECT_EQ(outcome_without_target("unix:/nonexistent/socket").status, 4);
  const Outcome blocked = outcome_without_target("127.0.0.2:1", {"--deny", "127.0.0.2"});
  EXPECT_EQ(blocked.status, 9) << blocked.err;
}

TEST(Forward, ResetsAClientWithoutATarget) {
  const Where nothing = RawListener(Transport::tcp4).where();
  Server server =
      start_server("listen", Transport::tcp4,
                   {"-k", "--to", endpoint_of(nothing), "--retry", "1", "--retry-delay", "100ms"});
  const UniqueFd client = connect_to(server.where);
  EXPECT_EQ(read_to_end(client.get()).error, ECONNRESET);
}

TEST(Forward, GoesOnWhenTheTargetIsBack) {
  std::optional<RawListener> target(Transport::unix_path);
  const Where where = target->where();
  Server server = start_server("listen", Transport::tcp4, {"-k", "--to", endpoint_of(where)});
  target.reset();
  connect_error(server.where);
  target.emplace(where);
  const UniqueFd client = connect_to(server.where);
  const UniqueFd there = target->accept();
  write_all(client.get(), "hello");
  EXPECT_EQ(read_exactly(there.get(), 5).bytes, "hello");
}

TEST(Forward, WaitsForTheTargetWithRetries) {
  std::optional<RawListener> target(Transport::unix_path);
  const Where where = target->where();
  target.reset();
  Server server =
      start_server("listen", Transport::tcp4,
                   {"-v", "--to", endpoint_of(where), "--retry-for", "1h", "--retry-delay", "10ms"});
  const UniqueFd client = connect_to(server.where);
  write_all(client.get(), "early");
  server.process->wait_for_stderr("trying again");
  target.emplace(where);
  const UniqueFd there = target->accept();
  EXPECT_EQ(read_exactly(there.get(), 5).bytes, "early");
}

TEST(Forward, ForgetsAClientThatIsResetBeforeThereIsATarget) {
  const Where nothing = RawListener(Transport::tcp4).where();
  Server server =
      start_server("listen", Transport::tcp4, {"-v", "--to", endpoint_of(nothing), "--retry-for", "1h"});
  UniqueFd client = connect_to(server.where);
  server.process->wait_for_stderr("trying again");
  reset(std::move(client));
  EXPECT_EQ(server.process->wait(), 7);
  EXPECT_TRUE(server.process->read_stderr_until_eof().contains("client: read ECONNRESET"));
}

TEST(Forward, LetsOpenPairsFinish) {
  Middle middle(tcp_to_tcp, {"-k"});
  middle.server.process->signal(SIGTERM);
  write_all(middle.client.get(), "last");
  EXPECT_EQ(read_exactly(middle.target.get(), 4).bytes, "last");
  send_end(middle.client.get());
  EXPECT_EQ(read_to_end(middle.target.get()).error, 0);
  send_end(middle.target.get());
  EXPECT_EQ(middle.status(), 0);
}

TEST(Forward, CutsPairsThatDoNotFinish) {
  Middle middle(tcp_to_tcp, {"-k", "--drain", "50ms"});
  middle.server.process->signal(SIGTERM);
  EXPECT_EQ(read_to_end(middle.client.get()).error, ECONNRESET);
  EXPECT_EQ(read_to_end(middle.target.get()).error, ECONNRESET);
  EXPECT_EQ(middle.status(), 1);
}

TEST(Forward, OfOneClientEndsBySignal) {
  Middle middle(tcp_to_tcp);
  middle.server.process->signal(SIGTERM);
  EXPECT_EQ(middle.status(), 128 + SIGTERM);
  EXPECT_EQ(read_to_end(middle.client.get()).error, ECONNRESET);
}

TEST(Forward, EndsAnIdlePair) {
  Middle middle(tcp_to_tcp, {"-i", "100ms"});
  EXPECT_EQ(read_to_end(middle.client.get()).error, 0);
  EXPECT_EQ(read_to_end(middle.target.get()).error, 0);
  EXPECT_EQ(middle.status(), 6);
}

TEST(Forward, AsksTheAllowListOfClientsOnly) {
  NETKIT_NEEDS(Transport::tcp6);
  Middle middle({Transport::tcp6, Transport::tcp4}, {"--allow", "::1"});
  write_all(middle.client.get(), "in");
  EXPECT_EQ(read_exactly(middle.target.get(), 2).bytes, "in");
}

TEST(Forward, ConnectsFromTheGivenAddress) {
  Middle middle(tcp_to_tcp, {"-s", "127.0.0.2", "--events"});
  write_all(middle.client.get(), "x");
  EXPECT_EQ(read_exactly(middle.target.get(), 1).bytes, "x");
  middle.server.process->signal(SIGTERM);
  middle.status();
  const auto events = event_lines(middle.server.process->read_stderr_until_eof());
  std::string names;
  for (const auto& event : events) {
    if (event["event"] == "connect") {
      EXPECT_EQ(event["localAddress"], "127.0.0.2");
      EXPECT_EQ(event["id"], 1);
    }
  }
  EXPECT_EQ(names_of(events), "listening connection connectionAttempt connect close exit");
}

TEST(Forward, NamesTheClientInAProxyHeader) {
  RawListener target(Transport::tcp4);
  Server server =
      start_server("listen", Transport::tcp4, {"--send-proxy", "--to", endpoint_of(target.where())});
  const UniqueFd client = connect_from("127.0.0.3", server.where);
  write_all(client.get(), "payload");
  send_end(client.get());
  const std::string all = read_to_end(target.accept().get()).bytes;
  EXPECT_TRUE(all.starts_with("PROXY TCP4 127.0.0.3 127.0.0.1 ")) << all;
  EXPECT_TRUE(all.ends_with(" " + std::to_string(server.where.port) + "\r\npayload")) << all;
}

TEST(Forward, NamesNoClientOfAUnixSocketInAProxyHeader) {
  NETKIT_NEEDS(Transport::unix_path);
  RawListener target(Transport::tcp4);
  Server server =
      start_server("listen", Transport::unix_path, {"--send-proxy=2", "--to", endpoint_of(target.where())});
  const UniqueFd client = connect_to(server.where);
  send_end(client.get());
  EXPECT_EQ(read_to_end(target.accept().get()).bytes, std::string("\r\n\r\n\0\r\nQUIT\n\x21\0\0\0", 16));
}

/// haproxy, which wants a PROXY header and sends one of version 1 on to the target.
Words haproxy(const TempDir& folder, const Where& where, const Where& target) {
  return {"haproxy", "-q", "-db", "-f",
          folder.write("haproxy.cfg",
                       "defaults\n mode tcp\n timeout connect 5s\n timeout client 60s\n timeout "
                       "server 60s\nlisten it\n bind " +
                           where.text() + " accept-proxy\n server one " + target.text() + " send-proxy\n")};
}

TEST(Forward, IsUnderstoodByHaproxy) {
  NETKIT_NEEDS("haproxy");
  const TempDir folder;
  RawListener target(Transport::tcp4);
  const Where between = unused_where(Transport::tcp4);
  Launch launch;
  launch.argv = haproxy(folder, between, target.where());
  const Process proxy(launch);
  for (const std::string version : {"1", "2"}) {
    Server server =
        start_server("listen", Transport::tcp4,
                     {"--retry-for", "1h", "--send-proxy=" + version, "--to", endpoint_of(between)});
    const UniqueFd client = connect_from("127.0.0.3", server.where);
    write_all(client.get(), "payload");
    send_end(client.get());
    const UniqueFd accepted = target.accept();
    const std::string begin = "PROXY TCP4 127.0.0.3 127.0.0.1 ";
    EXPECT_EQ(read_exactly(accepted.get(), begin.size()).bytes, begin) << version;
    EXPECT_TRUE(read_to_end(accepted.get()).bytes.ends_with("\r\npayload"));
  }
}

TEST(Forward, RefusesWhatDoesNotGoWithIt) {
  const std::vector<std::pair<Words, std::string>> bad{
      {{"--to", ""}, "--to: '' is not a port"},
      {{"--to", "localhost"}, "--to: 'localhost' has no port: write localhost:PORT"},
      {{"--to", "::1"}, "--to: '::1' has no port: write [::1]:PORT"},
      {{"--to", "localhost:99999"}, "--to: '99999' is not a port"},
      {{"--to", "/run/x"}, "--to: '/run/x' is a path: write unix:/run/x"},
      {{"--to", "@x"}, "--to: '@x' is a path: write unix:@x"},
      {{"--to", "unix:"}, "--to: connect EINVAL"},
      {{"--to", "TCP:localhost:80"}, "is an address of socat: write HOST:PORT or unix:PATH"},
      {{"--to", "80", "--half-open"}, "--half-open and --to exclude each other"},
      {{"--to", "80", "--no-shutdown"}, "--no-shutdown and --to exclude each other"},
      {{"--to", "80", "-Q", "1s"}, "--quit-after and --to exclude each other"},
      {{"--to", "80", "--send-only"}, "--send-only and --to exclude each other"},
      {{"--to", "80", "--recv-only"}, "--recv-only and --to exclude each other"},
      {{"--to", "80", "--encoding", "hex"}, "--encoding and --to exclude each other"},
      {{"--to", "80", "-C"}, "--crlf and --to exclude each other"},
      {{"--to", "80", "-t"}, "--telnet and --to exclude each other"},
      {{"--to", "80", "--workers", "2"}, "--workers is for many clients and needs --keep-open"},
      {{"--workers", "2"}, "--workers is for clients of --exec, --sh-exec, --to and --proxy-server"},
      {{"--send-proxy"}, "--send-proxy is for the connections that --to and --proxy-server make"},
      {{"--to", "80", "--send-proxy=3"}, "--send-proxy: '3' is not valid: choose 1 or 2"},
      {{"--retry", "1"}, "--retry is for the connections that --to and --proxy-server make"},
      {{"-s", "127.0.0.1"}, "--local-address is for the connections that --to and --proxy-server make"},
      {{"-w", "1s"}, "--connect-timeout is for the connections that --to and --proxy-server make"},
  };
  for (const auto& [options, complaint] : bad) {
    const Outcome outcome = run_netkit(Words{"listen"} + options + Words{"127.0.0.1", "0"});
    EXPECT_EQ(outcome.status, 2) << complaint;
    EXPECT_TRUE(outcome.err.contains(complaint)) << outcome.err;
  }
}

}  // namespace
}  // namespace netkit::test
