// SPDX-License-Identifier: MIT
// connect, listen and echo with --tls, on both sides.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "support/data.h"
#include "support/fd_io.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "tls_files.h"

namespace netkit::test {
namespace {

class TlsTransfer : public testing::TestWithParam<Transport> {
 protected:
  void SetUp() override { NETKIT_NEEDS(GetParam()); }
  /// A literal that the certificate does not name.
  Words name() const { return GetParam() == Transport::tcp4 ? Words() : Words{"--verify-name", "localhost"}; }
  TlsFiles files_;
};

TEST_P(TlsTransfer, BringsAllBothWaysAtOnce) {
  const std::string up = random_bytes(3 * MiB, 1), down = random_bytes(2 * MiB + 1, 2);
  Server server = start_server("listen", GetParam(), files_.server());
  Process client(netkit(connect_words(server.where, files_.client(name()))));
  server.process->write_stdin(down);
  server.process->close_stdin();
  client.write_stdin(up);
  client.close_stdin();
  EXPECT_TRUE(same_bytes(up, server.process->read_stdout_until_eof()));
  EXPECT_TRUE(same_bytes(down, client.read_stdout_until_eof()));
  EXPECT_EQ(client.wait(), 0) << client.read_stderr_until_eof();
  EXPECT_EQ(server.process->wait(), 0) << server.process->read_stderr_until_eof();
}

TEST_P(TlsTransfer, GoesOnAfterTheOtherSidesEnd) {
  Server server = start_server("listen", GetParam(), files_.server());
  Process client(netkit(connect_words(server.where, files_.client(name()))));
  client.write_stdin("question");
  client.close_stdin();
  EXPECT_EQ(server.process->read_stdout_until_eof(), "question");
  server.process->write_stdin("answer");
  server.process->close_stdin();
  EXPECT_EQ(client.read_stdout_until_eof(), "answer");
  EXPECT_EQ(client.wait(), 0);
  EXPECT_EQ(server.process->wait(), 0);
}

INSTANTIATE_TEST_SUITE_P(, TlsTransfer,
                         testing::Values(Transport::tcp4, Transport::tcp6, Transport::unix_path),
                         [](const auto& test) { return name_of(test.param); });

/// What the sender reads from, and what the receiver writes to.
TEST(Tls, BringsAllFromAndToEachKindOfStdio) {
  const TlsFiles files;
  const std::string bytes = random_bytes(1 * MiB + 3), source = files.dir.write("source", bytes);
  const std::string copy = files.dir / "copy";
  for (const bool from_file : {true, false}) {
    for (const bool to_file : {true, false}) {
      Stdios sink;
      if (to_file) sink.out = Stdio::file_to_write(copy);
      Server server = start_server("listen", Transport::tcp4, files.server({"--recv-only"}), sink);
      Stdios from;
      if (from_file) from.in = Stdio::file_to_read(source);
      Process client(netkit(connect_words(server.where, files.client({"--send-only"})), from));
      if (!from_file) client.write_stdin(bytes);
      if (!from_file) client.close_stdin();
      EXPECT_EQ(client.wait(), 0) << client.read_stderr_until_eof();
      const std::string got = server.process->read_stdout_until_eof();
      EXPECT_EQ(server.process->wait(), 0);
      EXPECT_TRUE(same_bytes(bytes, to_file ? contents(copy) : got)) << from_file << to_file;
    }
  }
}

TEST(Tls, EchoServesManyAtOnceAndWithWorkers) {
  const TlsFiles files;
  for (const std::string workers : {"1", "3"}) {
    const Server server = start_server("echo", Transport::tcp4, files.server({"--workers", workers}));
    std::vector<std::unique_ptr<Process>> clients;
    for (int i = 0; i < 6; ++i) {
      clients.push_back(std::make_unique<Process>(netkit(connect_words(server.where, files.client()))));
      clients.back()->write_stdin(random_bytes(200 * KiB, static_cast<std::uint64_t>(i) + 1));
    }
    for (const auto& client : clients) client->close_stdin();
    for (std::size_t i = 0; i < clients.size(); ++i) {
      EXPECT_TRUE(same_bytes(random_bytes(200 * KiB, i + 1), clients[i]->read_stdout_until_eof()));
      EXPECT_EQ(clients[i]->wait(), 0) << clients[i]->read_stderr_until_eof();
    }
  }
}

TEST(Tls, AProxyHeaderComesFirst) {
  const TlsFiles files;
  const Server server = start_server("echo", Transport::tcp4, files.server({"--accept-proxy"}));
  const Outcome outcome = run_netkit(connect_words(server.where, files.client({"--send-proxy"})), "hello");
  EXPECT_EQ(outcome.out, "hello") << outcome.err;
  EXPECT_EQ(outcome.status, 0);
}

TEST(Tls, AHandshakeThatDoesNotGoOnHoldsUpNobodyElse) {
  const TlsFiles files;
  const Server server = start_server("echo", Transport::tcp4, files.server());
  const UniqueFd silent = connect_to(server.where);
  const Outcome outcome = run_netkit(connect_words(server.where, files.client()), "hello");
  EXPECT_EQ(outcome.out, "hello") << outcome.err;
  EXPECT_EQ(outcome.status, 0);
}

TEST(Tls, TooManyHandshakesCostTheOldest) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  if (limit.rlim_max < 2000) GTEST_SKIP() << "no more than " << limit.rlim_max << " descriptors are allowed";
  limit.rlim_cur = limit.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  const Server server = start_server("echo", Transport::tcp4, {"--tls", "--events"});
  const UniqueFd oldest = connect_to(server.where);
  std::vector<UniqueFd> others;
  for (int i = 0; i < 1024; ++i) others.push_back(connect_to(server.where));
  EXPECT_EQ(read_to_end(oldest.get()).bytes, "");
  server.process->wait_for_stderr("\"event\":\"drop\",\"reason\":\"handshakes\"");
  EXPECT_TRUE(stays_silent(others.front().get(), Duration(50)));
}

TEST(Tls, AServerThatEndsAtOnceIsNamed) {
  const TlsFiles files;
  const Words ending = files.server({"-k", "-c", "cat > /dev/null"}),
              answering = files.server({"-k", "-c", "cat"});
  const std::string line =
      "netkit: the server ended when stdin did, and sent nothing; if it needs stdin to stay open, add "
      "--no-shutdown\n";
  const Server silent = start_server("listen", Transport::tcp4, ending),
               loud = start_server("listen", Transport::tcp4, answering);
  EXPECT_EQ(run_netkit(connect_words(silent.where, files.client()), "?").err, line);
  EXPECT_EQ(run_netkit(connect_words(silent.where, files.client({"-q"})), "?").err, "");
  EXPECT_EQ(run_netkit(connect_words(silent.where, files.client({"--send-only"})), "?").err, "");
  EXPECT_EQ(run_netkit(connect_words(loud.where, files.client()), "?").err, "");
}

TEST(Tls, ListenCollectsFromManyClients) {
  const TlsFiles files;
  Server server = start_server("listen", Transport::tcp4, files.server({"-k"}));
  for (const std::string line : {"one\n", "two\n"})
    EXPECT_EQ(run_netkit(connect_words(server.where, files.client()), line).status, 0);
  EXPECT_EQ(server.process->wait_for_stdout(8), "one\ntwo\n");
}

TEST(Tls, AProgramIsToldOfIt) {
  const TlsFiles files;
  const std::string script =
      R"(printf '%s|' "$NETKIT_TLS" "$NETKIT_TLS_SERVERNAME" "$NETKIT_TLS_ALPN" "$NETKIT_TLS_SUBJECT"; cat)";
  const Server server =
      start_server("listen", Transport::tcp4, files.server({"--alpn", "x,y", "-k", "-c", script}));
  const Outcome outcome = run_netkit(
      connect_words(server.where, files.client({"--sni", "localhost", "--alpn", "y"})), "and what was sent");
  EXPECT_EQ(outcome.out, "TLSv1.3|localhost|y||and what was sent") << outcome.err;
  EXPECT_EQ(outcome.status, 0);
}

TEST(Tls, ACertificateOfTheRunIsTrustedByItsPin) {
  const Server server = start_server("echo", Transport::tcp4, {"--tls"});
  server.process->wait_for_stderr("netkit: certificate of this run: --pin sha256//");
  server.process->wait_for_stderr("=\n");
  const std::string told = server.process->stderr_so_far();
  const std::string pin = told.substr(told.find("sha256//"), 8 + 44);
  const Outcome good = run_netkit(connect_words(server.where, {"--tls", "--pin", pin}), "x");
  EXPECT_EQ(good.out, "x") << good.err;
  const Outcome bad = run_netkit(connect_words(server.where, {"--tls"}));
  EXPECT_EQ(bad.status, 8);
  EXPECT_EQ(bad.err, "netkit: tls DEPTH_ZERO_SELF_SIGNED_CERT " + server.where.text() +
                         ": the certificate is self-signed (--pin " + pin + " trusts its key)\n");
  const Server quiet = start_server("echo", Transport::tcp4, {"--tls", "-q"});
  EXPECT_EQ(run_netkit(connect_words(quiet.where, {"--tls", "--insecure"}), "x").out, "x");
  EXPECT_EQ(quiet.process->stderr_so_far(), "");
}

bool maps_openssl(pid_t pid) {
  std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
  std::ostringstream text;
  text << maps.rdbuf();
  return text.str().contains("libssl");
}

TEST(Tls, IsLoadedOnlyWhereItIsWanted) {
  const Server plain = start_server("echo", Transport::tcp4),
               secure = start_server("echo", Transport::tcp4, {"--tls"});
  EXPECT_FALSE(maps_openssl(plain.process->pid()));
  EXPECT_TRUE(maps_openssl(secure.process->pid()));
}

// Whoever sends and does not read would reset its own connection by them.
TEST(Tls, AServerSendsNoTickets) {
  NETKIT_NEEDS("openssl");
  const TlsFiles files;
  for (const std::string version : {"-tls1_2", "-tls1_3"}) {
    const Server server = start_server("echo", Transport::tcp4, files.server());
    Process client(program({"openssl", "s_client", "-connect", server.where.text(), version}));
    client.write_stdin("to be echoed\n");
    while (!client.stdout_so_far().contains("\nto be echoed\n"))
      client.wait_for_stdout(client.stdout_so_far().size() + 1);
    client.close_stdin();
    EXPECT_FALSE(client.read_stdout_until_eof().contains("TLS session ticket:")) << version;
  }
}

}  // namespace
}  // namespace netkit::test
