// SPDX-License-Identifier: MIT
// TLS with the programs of others.
#include <gtest/gtest.h>

#include "support/data.h"
#include "support/name_of.h"
#include "support/peers.h"
#include "support/proc.h"
#include "support/raw_socket.h"
#include "tls_files.h"

namespace netkit::test {
namespace {

struct TlsPeer {
  std::string name, program;
  bool sends_close_notify;  ///< when its stdin has ended
  Words (*client)(const Where&, const TlsFiles&);
  Words (*server)(const Where&, const TlsFiles&);  ///< null: not by this program
};

std::string port_of(const Where& where) {
  return std::to_string(where.port);
}

constexpr const char* node_client = R"(
const [port, ca] = process.argv.slice(1);
const socket = require('node:tls').connect({ port, host: '127.0.0.1', ca: require('node:fs').readFileSync(ca) });
process.stdin.pipe(socket);
socket.pipe(process.stdout);
socket.on('error', (error) => { console.error(error.message); process.exit(1); });
)";
constexpr const char* node_server = R"(
const [port, cert, key] = process.argv.slice(1);
const read = require('node:fs').readFileSync;
const server = require('node:tls').createServer({ cert: read(cert), key: read(key), allowHalfOpen: true }, (socket) => {
  server.close();
  process.stdin.pipe(socket);
  socket.pipe(process.stdout);
  socket.on('error', (error) => { console.error(error.message); process.exit(1); });
});
server.listen(port, '127.0.0.1');
)";

const TlsPeer all_peers[] = {
    {"OpenSSL", "openssl", true,
     [](const Where& where, const TlsFiles& files) {
       return Words{"openssl", "s_client", "-quiet",   "-nocommands", "-no_ign_eof", "-verify_return_error",
                    "-CAfile", files.ca,   "-connect", where.text()};
     },
     [](const Where& where, const TlsFiles& files) {
       return Words{"openssl",    "s_server", "-quiet",   "-naccept", "1",      "-accept",
                    where.text(), "-cert",    files.cert, "-key",     files.key};
     }},
    {"GnuTLS", "gnutls-cli", false,
     [](const Where& where, const TlsFiles& files) {
       return Words{"gnutls-cli", "--logfile=/dev/null", "--x509cafile", files.ca,
                    "-p",         port_of(where),        where.host};
     },
     nullptr},
    {"Socat", "socat", true,
     [](const Where& where, const TlsFiles& files) {
       return Words{"socat", "-t", "100", "STDIO",
                    "OPENSSL:" + where.text() + ",commonname=localhost,cafile=" + files.ca};
     },
     [](const Where& where, const TlsFiles& files) {
       return Words{"socat", "-t", "100", "STDIO",
                    "OPENSSL-LISTEN:" + port_of(where) + ",bind=" + where.host +
                        ",verify=0,cert=" + files.cert + ",key=" + files.key};
     }},
    {"Ncat", "ncat", false,
     [](const Where& where, const TlsFiles& files) {
       return Words{"ncat", "--ssl-verify", "--ssl-trustfile", files.ca, "-4", "localhost", port_of(where)};
     },
     [](const Where& where, const TlsFiles& files) {
       return Words{"ncat",      "-l",      "--ssl",    "--ssl-cert",  files.cert,
                    "--ssl-key", files.key, where.host, port_of(where)};
     }},
    {"Node", "node", true,
     [](const Where& where, const TlsFiles& files) {
       return Words{"node", "-e", node_client, port_of(where), files.ca};
     },
     [](const Where& where, const TlsFiles& files) {
       return Words{"node", "-e", node_server, port_of(where), files.cert, files.key};
     }},
};

void PrintTo(const TlsPeer& peer, std::ostream* out) {
  *out << peer.name;
}

class TlsPeers : public testing::TestWithParam<TlsPeer> {
 protected:
  void SetUp() override { NETKIT_NEEDS(GetParam().program); }
  std::unique_ptr<Process> start_server(const Where& where) const {
    auto process = std::make_unique<Process>(program(GetParam().server(where, files_)));
    const Deadline deadline;
    while (!listens(process->pid(), where)) {
      if (deadline.passed() || process->wait_at_most(Duration(2)))
        throw TooLate("it does not come to listen: " + process->stderr_so_far());
    }
    return process;
  }
  Words truncation() const { return GetParam().sends_close_notify ? Words() : Words{"--allow-truncation"}; }

  TlsFiles files_;
  std::string bytes_ = random_bytes(1 * MiB + 7);
};

TEST_P(TlsPeers, SendToListen) {
  Server server = test::start_server("listen", Transport::tcp4, files_.server(truncation()));
  Process client(program(GetParam().client(server.where, files_)));
  client.write_stdin(bytes_);
  client.close_stdin();
  EXPECT_TRUE(same_bytes(bytes_, server.process->read_stdout_until_eof()));
  server.process->close_stdin();
  EXPECT_EQ(server.process->wait(), 0) << server.process->read_stderr_until_eof();
}

TEST_P(TlsPeers, ReceiveFromListen) {
  Server server = test::start_server("listen", Transport::tcp4, files_.server(truncation()));
  Process client(program(GetParam().client(server.where, files_)));
  server.process->write_stdin(bytes_);
  EXPECT_TRUE(same_bytes(bytes_, client.wait_for_stdout(bytes_.size()))) << client.stderr_so_far();
}

TEST_P(TlsPeers, ReceiveFromConnect) {
  if (GetParam().server == nullptr) GTEST_SKIP() << GetParam().name << " has no plain server";
  const Where where = unused_where(Transport::tcp4);
  const auto server = start_server(where);
  Process client(netkit(connect_words(where, files_.client(Words{"--sni", "localhost"} + truncation()))));
  client.write_stdin(bytes_);
  EXPECT_TRUE(same_bytes(bytes_, server->wait_for_stdout(bytes_.size()))) << client.stderr_so_far();
}

TEST_P(TlsPeers, SendToConnect) {
  if (GetParam().server == nullptr) GTEST_SKIP() << GetParam().name << " has no plain server";
  const Where where = unused_where(Transport::tcp4);
  const auto server = start_server(where);
  Process client(netkit(connect_words(where, files_.client(truncation()))));
  // s_server, given stdin during the handshake, blocks in reading.
  client.write_stdin("hello");
  EXPECT_EQ(server->wait_for_stdout(5), "hello");
  server->write_stdin(bytes_);
  EXPECT_TRUE(same_bytes(bytes_, client.wait_for_stdout(bytes_.size()))) << client.stderr_so_far();
}

INSTANTIATE_TEST_SUITE_P(, TlsPeers, testing::ValuesIn(all_peers),
                         [](const auto& test) { return test.param.name; });

TEST(TlsWithCurl, TrustsThePinAndGetsAnAnswer) {
  NETKIT_NEEDS("curl");
  const TlsFiles files;
  const Server server = test::start_server(
      "listen", Transport::tcp4,
      files.server({"-k", "-c", "read line; printf 'HTTP/1.0 200 OK\\r\\n\\r\\n%s' \"$line\""}));
  const Outcome outcome = run(program({"curl", "-sS", "--max-time", "20", "--noproxy", "*", "--cacert",
                                       files.ca, "https://" + server.where.text() + "/x"}));
  EXPECT_EQ(outcome.out, "GET /x HTTP/1.1\r") << outcome.err;
  EXPECT_EQ(outcome.status, 0);
}

}  // namespace
}  // namespace netkit::test
