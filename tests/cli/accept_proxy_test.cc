// SPDX-License-Identifier: MIT
// --accept-proxy: the address of a client is the one that its PROXY header names.
#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "event_lines.h"
#include "support/data.h"
#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

const std::string header = "PROXY TCP4 192.0.2.1 192.0.2.2 5000 80\r\n";

Server echo(const Words& options = {}, Transport transport = Transport::tcp4) {
  return start_server("echo", transport, Words{"--accept-proxy"} + options);
}

std::string answer_to(int fd, std::string_view text) {
  write_all(fd, text);
  send_end(fd);
  return read_to_end(fd).bytes;
}

TEST(AcceptProxy, TakesTheAddressesFromTheHeader) {
  const Server server = echo({"--events=fd:2"});
  const UniqueFd client = connect_to(server.where);
  for (const char byte : header) write_all(client.get(), std::string(1, byte));
  EXPECT_EQ(answer_to(client.get(), "payload"), "payload");
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
  const auto events = event_lines(server.process->read_stderr_until_eof());
  EXPECT_EQ(names_of(events), "listening connection end close exit");
  for (const std::size_t index : {1, 3}) {
    EXPECT_EQ(events[index]["remoteAddress"], "192.0.2.1");
    EXPECT_EQ(events[index]["remotePort"], 5000);
    EXPECT_EQ(events[index]["localAddress"], "192.0.2.2");
  }
  EXPECT_EQ(events[3]["bytesRead"], 7);  // the header is no payload
}

TEST(AcceptProxy, ReadsPayloadThatComesWithTheHeader) {
  const Server server = echo();
  const UniqueFd client = connect_to(server.where);
  const std::string much = random_bytes(std::size_t{100} * 1024);
  EXPECT_EQ(answer_to(client.get(), header + much), much);
}

TEST(AcceptProxy, KeepsTheRealAddressOfUnknownClients) {
  const Server server = echo({"-v"});
  const UniqueFd client = connect_to(server.where);
  EXPECT_EQ(answer_to(client.get(), "PROXY UNKNOWN\r\nx"), "x");
  server.process->wait_for_stderr("accepted 127.0.0.1:");
}

TEST(AcceptProxy, ResetsWhatSendsNoHeader) {
  const Server server = echo({"--events=fd:2"});
  for (const std::string& text : {std::string("GET / HTTP/1.0\r\n\r\n"), header.substr(0, 38) + "\n"}) {
    const UniqueFd client = connect_to(server.where);
    write_all(client.get(), text);
    EXPECT_EQ(read_to_end(client.get()).error, ECONNRESET);
  }
  {
    const UniqueFd client = connect_to(server.where);
    send_end(client.get());
    EXPECT_EQ(read_to_end(client.get()).error, ECONNRESET);
  }
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
  const auto events = event_lines(server.process->read_stderr_until_eof());
  EXPECT_EQ(names_of(events), "listening drop drop drop exit");
  EXPECT_EQ(events[1]["reason"], "proxy-header");
  EXPECT_EQ(events[1]["remoteAddress"], "127.0.0.1");
}

TEST(AcceptProxy, AsksTheListsAndLimitsAboutThatAddress) {
  const Server server = echo({"--deny", "192.0.2.0/24", "--max-per-address", "1", "-v"});
  const UniqueFd denied = connect_to(server.where);
  EXPECT_NE(answer_to(denied.get(), header + "x"), "x");
  server.process->wait_for_stderr("blocked 192.0.2.1:5000: --deny: 192.0.2.0/24");
  const std::string other = "PROXY TCP4 198.51.100.1 192.0.2.2 5000 80\r\n";
  const UniqueFd first = connect_to(server.where), second = connect_to(server.where);
  write_all(first.get(), other + "x");
  EXPECT_EQ(read_exactly(first.get(), 1).bytes, "x");
  EXPECT_NE(answer_to(second.get(), other + "x"), "x");
  server.process->wait_for_stderr("dropped 198.51.100.1:5000: --max-per-address is reached");
  EXPECT_EQ(answer_to(first.get(), ""), "");
  const UniqueFd third = connect_to(server.where);
  EXPECT_EQ(answer_to(third.get(), other + "x"), "x");
}

TEST(AcceptProxy, CountsThoseThatHaveNotSentTheirHeader) {
  const Server server = echo({"-m", "1"});
  const UniqueFd silent = connect_to(server.where), late = connect_to(server.where);
  EXPECT_EQ(read_to_end(late.get()).bytes, "");
  EXPECT_EQ(answer_to(silent.get(), header + "x"), "x");
}

TEST(AcceptProxy, LetsTheFirstWithAHeaderIn) {
  const Server server = start_server("listen", Transport::tcp4, {"--accept-proxy"});
  const UniqueFd silent = connect_to(server.where), first = connect_to(server.where);
  write_all(first.get(), header + "hello");
  EXPECT_EQ(server.process->wait_for_stdout(5), "hello");
  EXPECT_NE(read_to_end(silent.get()).bytes, "x");  // it is closed
  send_end(first.get());
  server.process->close_stdin();
  EXPECT_EQ(server.process->wait(), 0);
}

TEST(AcceptProxy, TellsProgramsAndTargetsWhoTheClientIs) {
  RawListener target(Transport::tcp4);
  const Server forwarder = start_server(
      "listen", Transport::tcp4, {"-k", "--accept-proxy", "--send-proxy", "--to", target.where().text()});
  const UniqueFd client = connect_to(forwarder.where);
  write_all(client.get(), header + "x");
  const UniqueFd at_target = target.accept();
  EXPECT_EQ(read_exactly(at_target.get(), header.size() + 1).bytes, header + "x");

  const Server server = start_server("listen", Transport::tcp4,
                                     {"--accept-proxy", "-c", "echo $NETKIT_REMOTE_ADDR $NETKIT_LOCAL_PORT"});
  const UniqueFd asker = connect_to(server.where);
  EXPECT_EQ(answer_to(asker.get(), header), "192.0.2.1 80\n");
}

TEST(AcceptProxy, UnderstandsHaproxy) {
  NETKIT_NEEDS("haproxy");
  for (const std::string version : {"send-proxy", "send-proxy-v2"}) {
    const TempDir folder;
    const Server server = echo({"-v"});
    const Where between = unused_where(Transport::tcp4);
    Launch launch;
    launch.argv = {
        "haproxy", "-q", "-db", "-f",
        folder.write("haproxy.cfg",
                     "defaults\n mode tcp\n timeout connect 5s\n timeout client 60s\n"
                     " timeout server 60s\nlisten it\n bind " +
                         between.text() + "\n server one " + server.where.text() + " " + version + "\n")};
    const Process proxy(launch);
    const Deadline deadline;
    while (connect_error(between) != 0 && !deadline.passed()) elapse(Duration(5));
    const UniqueFd client = connect_from("127.0.0.3", between);
    EXPECT_EQ(answer_to(client.get(), "payload"), "payload");
    server.process->wait_for_stderr("accepted 127.0.0.3:");
  }
}

TEST(AcceptProxy, AnswersAClientThatSendsAHeader) {
  const Server server = echo();
  for (const std::string version : {"1", "2"}) {
    const Outcome outcome =
        run_netkit(Words{"connect", "--send-proxy=" + version} + server.where.netkit_words(), "payload");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "payload");
  }
}

TEST(AcceptProxy, WorksOnUnixSockets) {
  const Server server = echo({}, Transport::unix_path);
  const UniqueFd client = connect_to(server.where);
  EXPECT_EQ(answer_to(client.get(), header + "x"), "x");
}

}  // namespace
}  // namespace netkit::test
