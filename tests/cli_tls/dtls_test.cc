// SPDX-License-Identifier: MIT
// --udp --tls: DTLS in connect, listen and echo.
#include <gtest/gtest.h>

#include <csignal>
#include <string>

#include "support/data.h"
#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "tls_files.h"

namespace netkit::test {
namespace {

class Dtls : public testing::Test {
 protected:
  Server start(const std::string& command, const Words& options = {}) const {
    return start_server(command, Transport::tcp4, files_.server(Words{"-u"} + options));
  }
  Words client(const Where& where, const Words& options = {}) const {
    return connect_words(where, files_.client(Words{"-u"} + options));
  }
  Outcome run_client(const Where& where, const std::string& text, const Words& options = {}) const {
    return run_netkit(client(where, options), text);
  }
  static std::string events_of(const Server& server) {
    server.process->signal(SIGTERM);
    server.process->wait();
    return server.process->read_stderr_until_eof();
  }
  /// The first datagram of a client.
  std::string first_flight(const Words& options = {}) const {
    RawDatagrams server;
    Process client(netkit(this->client(server.where(), Words{"-z"} + options)));
    std::string hello = server.receive();
    client.signal(SIGKILL);
    client.wait();
    return hello;
  }

  TlsFiles files_;
};

TEST_F(Dtls, CarriesWhatStdinBringsAsRecords) {
  const Server server = start("listen", {"--events"});
  const std::string data = random_bytes(40000);
  Launch launch = netkit(client(server.where, {"--events", "-Q", "100ms"}));
  launch.stdio.in = Stdio::file_to_read(files_.dir.write("data", data));
  Process sender(launch);
  EXPECT_EQ(sender.wait(), 0);
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_TRUE(same_bytes(data, server.process->read_stdout_until_eof()));
  const std::string events = sender.read_stderr_until_eof();
  EXPECT_TRUE(events.contains("\"event\":\"secureConnect\",\"id\":1,\"protocol\":\"DTLSv1.2\"")) << events;
  EXPECT_TRUE(server.process->read_stderr_until_eof().contains("\"event\":\"secureConnection\""));
}

TEST_F(Dtls, GivesEachRecordBack) {
  const Server server = start("echo");
  for (const std::size_t size : {1, 1200, 5000, 16384}) {
    const std::string text = random_bytes(size);
    const Outcome outcome = run_client(server.where, text, {"-Q", "100ms"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_TRUE(same_bytes(text, outcome.out));
  }
}

// close_notify is the end at the other side, though its stdin is open.
TEST_F(Dtls, EndsWithinASecondOfThePeersEnd) {
  for (const bool listener_ends : {false, true}) {
    const Server server = start("listen", {"-Q", "50ms"});
    Process client(netkit(this->client(server.where, {"-Q", "50ms"})));
    client.write_stdin("hello");
    server.process->wait_for_stdout(5);
    (listener_ends ? *server.process : client).close_stdin();
    EXPECT_EQ(client.wait(), 0) << client.stderr_so_far();
    EXPECT_EQ(server.process->wait(), 0) << server.process->stderr_so_far();
  }
}

TEST_F(Dtls, ProbesWithAHandshake) {
  const Server server = start("echo");
  EXPECT_EQ(run_client(server.where, "", {"-z"}).status, 0);
  const Outcome distrusted = run_netkit(connect_words(server.where, {"-z", "-u", "--tls"}));
  EXPECT_EQ(distrusted.status, 8);
  EXPECT_TRUE(distrusted.err.contains("UNABLE_TO_")) << distrusted.err;
  EXPECT_EQ(run_client(refusing_where(), "", {"-z"}).status, 4);
  const RawDatagrams silent;
  const Outcome late = run_client(silent.where(), "", {"-z", "--handshake-timeout", "300ms"});
  EXPECT_EQ(late.status, 5);
  EXPECT_EQ(late.err, "netkit: tls ETIMEDOUT " + silent.where().text() + ": no handshake within 300ms\n");
  EXPECT_EQ(run_client(silent.where(), "", {"-z", "-w", "300ms"}).status, 5);
}

TEST_F(Dtls, SendsAFlightAgainThatIsNotAnswered) {
  RawDatagrams server;
  const Process client(netkit(this->client(server.where(), {"-z"})));
  const std::string first = server.receive();
  const std::string again = server.receive();
  const std::size_t random = 13 + 12 + 2;
  EXPECT_EQ(first.substr(random, 32), again.substr(random, 32));
}

TEST_F(Dtls, KeepsNothingForAPeerWithoutACookie) {
  const Server server = start("echo", {"--events", "-m", "1"});
  RawDatagrams stranger;
  const std::string hello = first_flight();
  for (int i = 0; i < 3; ++i) {
    stranger.send_to(server.where, hello);
    const std::string answer = stranger.receive();
    EXPECT_LE(answer.size(), hello.size());  // no amplifier
    EXPECT_EQ(answer[13], 3);                // HelloVerifyRequest
  }
  stranger.send_to(server.where, "stray");
  stranger.send_to(server.where, hello.substr(0, 60));
  EXPECT_EQ(run_client(server.where, "hello", {"-Q", "50ms"}).out, "hello");
  const std::string events = events_of(server);
  EXPECT_TRUE(events.contains("\"event\":\"connection\",\"id\":1"));
  EXPECT_FALSE(events.contains("\"id\":2")) << events;
  EXPECT_FALSE(events.contains("\"event\":\"drop\"")) << events;
}

TEST_F(Dtls, SaysNothingToAPeerThatIsDenied) {
  const Server server = start("echo", {"--events", "--deny", "127.0.0.1"});
  RawDatagrams stranger;
  stranger.send_to(server.where, first_flight());
  server.process->wait_for_stderr("\"event\":\"blocked\"");
  EXPECT_TRUE(stays_silent(stranger.fd(), Duration(50)));
}

// RFC 6347, section 4.2.8: the peer was started again.
TEST_F(Dtls, ReplacesAPeerThatBeginsAgain) {
  const Server server = start("echo", {"--events"});
  const std::string port = std::to_string(unused_where(Transport::tcp4).port);
  Process first(netkit(client(server.where, {"-p", port})));
  first.write_stdin("one");
  EXPECT_EQ(first.wait_for_stdout(3), "one");
  first.signal(SIGKILL);
  first.wait();
  const Outcome second = run_client(server.where, "two", {"-p", port, "-Q", "50ms"});
  EXPECT_EQ(second.out, "two");
  EXPECT_EQ(second.status, 0) << second.err;
  const std::string events = events_of(server);
  EXPECT_TRUE(events.contains("\"event\":\"connection\",\"id\":2")) << events;
  EXPECT_TRUE(events.contains("\"event\":\"close\",\"id\":1")) << events;
}

TEST_F(Dtls, DropsWhatIsForged) {
  const Server server = start("echo", {"-v"});
  RawDatagrams stranger;
  Process client(netkit(this->client(server.where)));
  client.write_stdin("one");
  EXPECT_EQ(client.wait_for_stdout(3), "one");
  stranger.send_to(server.where, std::string(50, '\x17'));
  client.write_stdin("two");
  EXPECT_EQ(client.wait_for_stdout(6), "onetwo");
}

TEST_F(Dtls, ServesManyAndForwardsThem) {
  const Server target = start_server("echo", Transport::tcp4, {"-u"});
  const Server middle = start("listen", {"-k", "--to", target.where.text()});
  EXPECT_EQ(run_client(middle.where, "one", {"-Q", "50ms"}).out, "one");
  EXPECT_EQ(run_client(middle.where, "two", {"-Q", "50ms"}).out, "two");
  const Server many = start("listen", {"-k"});
  run_client(many.where, "one", {"-Q", "50ms"});
  run_client(many.where, "two", {"-Q", "50ms"});
  EXPECT_EQ(many.process->wait_for_stdout(6), "onetwo");
}

TEST_F(Dtls, ChecksItsUsage) {
  const auto line = [](const Words& words) {
    const Outcome outcome = run_netkit(words);
    EXPECT_EQ(outcome.status, 2);
    return outcome.err.substr(0, outcome.err.find('\n'));
  };
  EXPECT_EQ(line({"connect", "-u", "--tls", "--insecure", "-U", "x"}),
            "netkit: --tls with --udp is for IP addresses and cannot go with --unix");
  EXPECT_EQ(line({"connect", "-u", "--starttls", "smtp", "h", "1"}),
            "netkit: --starttls is for streams and cannot go with --udp");
  EXPECT_EQ(line({"connect", "-u", "--tls", "--proxy", "http://h", "h", "1"}),
            "netkit: --proxy is for streams and cannot go with --udp");
  EXPECT_EQ(line({"listen", "-u", "--to", "tls:h:1", "0"}),
            "netkit: --udp and --to tls:ENDPOINT exclude each other");
}

// ---- Others.

struct DtlsClient {
  std::string name, program;
  Words (*words)(const Where& where, const TlsFiles& files);
};
std::string name_of(const DtlsClient& client) {
  return client.name;
}
void PrintTo(const DtlsClient& client, std::ostream* out) {
  *out << client.name;
}

const DtlsClient clients[] = {
    {"OpenSSL", "openssl",
     [](const Where& where, const TlsFiles& files) {
       return Words{"openssl", "s_client", "-dtls",    "-quiet",    "-nocommands", "-verify_return_error",
                    "-CAfile", files.ca,   "-connect", where.text()};
     }},
    {"GnuTLS", "gnutls-cli",
     [](const Where& where, const TlsFiles& files) {
       return Words{"gnutls-cli", "--udp", "--logfile=/dev/null",      "--x509cafile",
                    files.ca,     "-p",    std::to_string(where.port), where.host};
     }},
    {"Ncat", "ncat",
     [](const Where& where, const TlsFiles& files) {
       return Words{"ncat",   "--udp", "--ssl-verify", "--ssl-trustfile",
                    files.ca, "-4",    "localhost",    std::to_string(where.port)};
     }},
    {"Socat", "socat",
     [](const Where& where, const TlsFiles& files) {
       return Words{"socat", "STDIO",
                    "OPENSSL-DTLS-CLIENT:" + where.text() + ",commonname=localhost,cafile=" + files.ca};
     }},
};

class DtlsOfOthers : public Dtls, public testing::WithParamInterface<DtlsClient> {};

TEST_P(DtlsOfOthers, TalkToEcho) {
  NETKIT_NEEDS(GetParam().program);
  const Server server = start("echo", {"--events"});
  Process client(program(GetParam().words(server.where, files_)));
  server.process->wait_for_stderr("secureConnection");  // some drop what stdin brings before
  client.write_stdin("hello\n");
  EXPECT_TRUE(client.wait_for_stdout(6).starts_with("hello\n")) << client.stderr_so_far();
  client.signal(SIGKILL);
  client.wait();
}

const auto name_of_test = [](const auto& test) { return name_of(test.param); };
INSTANTIATE_TEST_SUITE_P(, DtlsOfOthers, testing::ValuesIn(clients), name_of_test);

TEST_F(Dtls, TalksToServersOfOpenSsl) {
  NETKIT_NEEDS("openssl");
  const Where where = unused_where(Transport::tcp4);
  Process server(program({"openssl", "s_server", "-dtls", "-quiet", "-naccept", "1", "-accept", where.text(),
                          "-cert", files_.cert, "-key", files_.key}));
  Process client(netkit(this->client(where, {"--retry", "100", "--retry-delay", "50ms"})));
  client.write_stdin("hello");
  EXPECT_EQ(server.wait_for_stdout(5), "hello");
  server.write_stdin("answer");
  EXPECT_EQ(client.wait_for_stdout(6), "answer");
  client.close_stdin();
  EXPECT_EQ(client.wait(), 0) << client.stderr_so_far();
  EXPECT_EQ(server.wait(), 0);  // by close_notify
}

}  // namespace
}  // namespace netkit::test
