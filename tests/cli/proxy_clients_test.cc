// SPDX-License-Identifier: MIT
// listen --proxy-server: other programs as its clients.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <thread>

#include "proxy_server.h"
#include "support/data.h"
#include "support/peers.h"

namespace netkit::test {
namespace {

class CurlOfProxyServer : public ProxyServer {
 protected:
  void SetUp() override { NETKIT_NEEDS("curl"); }

  /// What curl gets through the proxy, from a target that the test plays.
  void expect_transfer(const Words& options) {
    const std::string body = random_bytes(2 * MiB, 3);
    Launch launch;
    launch.argv = Words{"curl", "-sS", "--noproxy", "", "-m", "30"} + options + Words{url() + "/x"};
    Process curl(launch);
    std::thread answer([&] {
      const UniqueFd fd = target_.accept();
      EXPECT_TRUE(head_from(fd).starts_with("GET /x HTTP/1.1\r\n"));
      write_all(fd.get(),
                "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
      send_end(fd.get());
      read_to_end(fd.get());
    });
    EXPECT_TRUE(same_bytes(body, curl.read_stdout_until_eof()));
    EXPECT_EQ(curl.wait(), 0) << curl.read_stderr_until_eof();
    answer.join();
  }
};

TEST_F(CurlOfProxyServer, SpeaksAllProtocols) {
  start();
  for (const std::string scheme : {"http", "socks4", "socks4a", "socks5", "socks5h"})
    expect_transfer({"-x", scheme + "://" + server_.where.text()});
  expect_transfer({"-p", "-x", "http://" + server_.where.text()});
}

TEST_F(CurlOfProxyServer, KnowsItsUsersInEveryWorker) {
  const std::string file = dir_.write("users", "me:word\n");
  ::chmod(file.c_str(), 0600);
  start({"--proxy-auth-file", file, "--workers", "3"});
  const Words proxy{"-x", "http://me:word@" + server_.where.text()};
  for (int i = 0; i < 4; ++i) expect_transfer(proxy + Words{"--proxy-anyauth"});
  expect_transfer(proxy + Words{"--proxy-basic"});
  expect_transfer(proxy + Words{"-p", "--proxy-anyauth"});
  expect_transfer({"-x", "socks5h://me:word@" + server_.where.text()});
}

/// Another program that connects through a proxy, and what it is given.
struct Client {
  std::string name;
  std::string program;
  Words (*words)(const Where& proxy, const Where& target);
};
std::string name_of(const Client& client) {
  return client.name;
}
void PrintTo(const Client& client, std::ostream* out) {
  *out << client.name;
}

std::string port_of(const Where& where) {
  return std::to_string(where.port);
}
template <char... version>
Words nc(const Where& proxy, const Where& target) {
  return {"nc.openbsd", "-N",         "-X",        std::string{version...},
          "-x",         proxy.text(), target.host, port_of(target)};
}

const Client clients[] = {
    {"NcHttp", "nc.openbsd", nc<'c', 'o', 'n', 'n', 'e', 'c', 't'>},
    {"NcSocks4", "nc.openbsd", nc<'4'>},
    {"NcSocks5", "nc.openbsd", nc<'5'>},
    {"NcatHttp", "ncat",
     [](const Where& proxy, const Where& target) {
       return Words{"ncat", "--proxy-type", "http", "--proxy", proxy.text(), target.host, port_of(target)};
     }},
    {"NcatSocks5", "ncat",
     [](const Where& proxy, const Where& target) {
       return Words{"ncat", "--proxy-type", "socks5", "--proxy", proxy.text(), target.host, port_of(target)};
     }},
    {"SocatHttp", "socat",
     [](const Where& proxy, const Where& target) {
       return Words{"socat", "-t30", "-",
                    "PROXY:" + proxy.host + ":" + target.text() + ",proxyport=" + port_of(proxy)};
     }},
    {"SocatSocks4a", "socat",
     [](const Where& proxy, const Where& target) {
       return Words{"socat", "-t30", "-",
                    "SOCKS4A:" + proxy.host + ":" + target.text() + ",socksport=" + port_of(proxy)};
     }},
};

class ClientsOfProxyServer : public ProxyServer, public testing::WithParamInterface<Client> {};

TEST_P(ClientsOfProxyServer, GetTheTarget) {
  NETKIT_NEEDS(GetParam().program);
  start();
  const std::string request = random_bytes(1 * MiB, 1), answer = random_bytes(1 * MiB, 2);
  Launch launch;
  launch.argv = GetParam().words(server_.where, target_.where());
  Process client(launch);
  client.write_stdin(request);
  const UniqueFd target = target_.accept();
  EXPECT_TRUE(same_bytes(request, read_exactly(target.get(), request.size()).bytes));
  write_all(target.get(), answer);
  EXPECT_TRUE(same_bytes(answer, client.wait_for_stdout(answer.size())));
  client.close_stdin();
  EXPECT_EQ(read_to_end(target.get()).bytes, "");
  send_end(target.get());
  EXPECT_EQ(client.wait(), 0) << client.stderr_so_far();
}

const auto name_of_test = [](const auto& test) { return name_of(test.param); };
INSTANTIATE_TEST_SUITE_P(, ClientsOfProxyServer, testing::ValuesIn(clients), name_of_test);

}  // namespace
}  // namespace netkit::test
