// SPDX-License-Identifier: MIT
// listen --to with TLS on one side, on the other, and on both.
#include <gtest/gtest.h>

#include "support/data.h"
#include "support/fd_io.h"
#include "support/raw_socket.h"
#include "tls_files.h"

namespace netkit::test {
namespace {

/// An echo server, and a forwarder to it.
class TlsForward : public testing::Test {
 protected:
  Server forwarder(const Words& echo_options, const std::string& prefix, const Words& options) {
    echo_ = start_server("echo", Transport::tcp4, echo_options);
    return start_server("listen", Transport::tcp4,
                        Words{"-k", "--to", prefix + echo_.where.text()} + options);
  }
  void expect_echo(const Server& server, const Words& client_options) {
    const std::string bytes = random_bytes(1 * MiB);
    const Outcome outcome = run_netkit(connect_words(server.where, client_options), bytes);
    EXPECT_TRUE(same_bytes(bytes, outcome.out)) << outcome.err;
    EXPECT_EQ(outcome.status, 0);
  }

  TlsFiles files_;
  Server echo_;
};

TEST_F(TlsForward, TakesTlsOff) {
  expect_echo(forwarder({}, "", files_.server()), files_.client());
}

TEST_F(TlsForward, AddsTls) {
  expect_echo(forwarder(files_.server(), "tls:", {"--ca", files_.ca}), {});
}

TEST_F(TlsForward, HasTlsOnBothSides) {
  expect_echo(forwarder(files_.server(), "tls:", files_.server({"--ca", files_.ca})), files_.client());
}

TEST_F(TlsForward, ShowsTheTargetACertificate) {
  const Words show{"--ca", files_.ca, "--to-cert", files_.cert, "--to-key", files_.key};
  expect_echo(forwarder(files_.server({"--client-ca", files_.ca}), "tls:", show), {});
}

TEST_F(TlsForward, ResetsTheClientIfTheTargetIsNotTrusted) {
  const Server server = forwarder(files_.server(), "tls:", {"-v"});
  const UniqueFd client = connect_to(server.where);
  EXPECT_EQ(read_to_end(client.get()).error, ECONNRESET);
  server.process->wait_for_stderr("tls UNABLE_TO_GET_ISSUER_CERT_LOCALLY " + echo_.where.text());
}

TEST_F(TlsForward, PassesTruncationOn) {
  RawListener target(Transport::tcp4);
  const Server server =
      start_server("listen", Transport::tcp4, Words{"-k", "--to", target.where().text()} + files_.server());
  Process client(netkit(connect_words(server.where, files_.client())));
  client.write_stdin("part");
  const UniqueFd accepted = target.accept();
  EXPECT_EQ(read_exactly(accepted.get(), 4).bytes, "part");
  client.signal(SIGKILL);  // FIN without close_notify
  EXPECT_EQ(read_to_end(accepted.get()).error, ECONNRESET);
}

TEST_F(TlsForward, ToDatagramsIsRefused) {
  const Outcome outcome = run_netkit({"listen", "-u", "-k", "--to", "tls:h:1", "0"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.err, "netkit: --udp and --to tls:ENDPOINT exclude each other\n");
}

}  // namespace
}  // namespace netkit::test
