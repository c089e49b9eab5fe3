// SPDX-License-Identifier: MIT
// listen --proxy-server --tls: an https proxy.
#include <gtest/gtest.h>

#include <string>

#include "support/data.h"
#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "tls_files.h"

namespace netkit::test {
namespace {

class TlsProxyServer : public testing::Test {
 protected:
  void start(const Words& options = {}) {
    server_ = start_server("listen", Transport::tcp4, files_.server(Words{"--proxy-server"} + options));
  }
  Words through(const Words& options) const {
    return Words{"connect", "--proxy", "https://" + server_.where.text()} + options +
           target_.where().netkit_words();
  }

  TlsFiles files_;
  RawListener target_{Transport::tcp4};
  Server server_;
};

TEST_F(TlsProxyServer, PassesBytesAndEndsBothWays) {
  start();
  const std::string request = random_bytes(1 * MiB, 1), answer = random_bytes(1 * MiB, 2);
  Process client(netkit(through({"--proxy-insecure"})));
  client.write_stdin(request);
  client.close_stdin();
  const UniqueFd target = target_.accept();
  EXPECT_TRUE(same_bytes(request, read_to_end(target.get()).bytes));
  write_all(target.get(), answer);
  send_end(target.get());
  EXPECT_TRUE(same_bytes(answer, client.read_stdout_until_eof()));
  EXPECT_EQ(client.wait(), 0) << client.stderr_so_far();
}

TEST_F(TlsProxyServer, HandsAResetOnAsTruncation) {
  start();
  Process client(netkit(through({"--proxy-insecure"})));
  UniqueFd target = target_.accept();
  write_all(target.get(), "part");
  client.wait_for_stdout(4);
  reset(std::move(target));
  EXPECT_EQ(client.wait(), 7);
  EXPECT_EQ(client.read_stdout_until_eof(), "part");
}

TEST_F(TlsProxyServer, DoesNotServeThoseWhoDoNotSpeakTls) {
  start();
  const UniqueFd fd = connect_to(server_.where);
  write_all(fd.get(), "CONNECT " + target_.where().text() + " HTTP/1.1\r\n\r\n");
  EXPECT_EQ(read_to_end(fd.get()).bytes.find("HTTP"), std::string::npos);
}

TEST_F(TlsProxyServer, HasOneTimeForTheHandshakeAndTheRequest) {
  start({"--handshake-timeout", "300ms"});
  Process client(netkit(Words{"connect", "--tls", "--insecure"} + server_.where.netkit_words()));
  client.write_stdin("GET http://h/ HTTP/1.1\r\n");
  EXPECT_TRUE(client.read_stdout_until_eof().starts_with("HTTP/1.1 408 "));
}

TEST_F(TlsProxyServer, ServesCurl) {
  NETKIT_NEEDS("curl");
  start();
  Launch launch;
  launch.argv = {"curl",
                 "-sS",
                 "-m",
                 "30",
                 "--noproxy",
                 "",
                 "--proxy-insecure",
                 "-x",
                 "https://" + server_.where.text(),
                 "http://" + target_.where().text() + "/"};
  Process curl(launch);
  const UniqueFd fd = target_.accept();
  write_all(fd.get(), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
  send_end(fd.get());
  EXPECT_EQ(curl.read_stdout_until_eof(), "hello");
  EXPECT_EQ(curl.wait(), 0) << curl.stderr_so_far();
}

}  // namespace
}  // namespace netkit::test
