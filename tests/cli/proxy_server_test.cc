// SPDX-License-Identifier: MIT
// listen --proxy-server: clients and targets that the test plays.
#include "proxy_server.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/data.h"

namespace netkit::test {
namespace {

struct Tunnel {
  std::string name;
  std::string (*words)(const Where&);
  std::size_t answer;
};
std::string name_of(const Tunnel& tunnel) {
  return tunnel.name;
}
void PrintTo(const Tunnel& tunnel, std::ostream* out) {
  *out << tunnel.name;
}

const Tunnel tunnels[] = {
    {"Http", [](const Where& where) { return "CONNECT " + where.text() + " HTTP/1.1\r\n\r\n"; }, 39},
    {"Socks4",
     [](const Where& where) { return bytes({4, 1, where.port >> 8, where.port & 0xff, 127, 0, 0, 1, 0}); },
     8},
    {"Socks4a",
     [](const Where& where) {
       return bytes({4, 1, where.port >> 8, where.port & 0xff, 0, 0, 0, 1, 0}) + "localhost" + bytes({0});
     },
     8},
    {"Socks5", socks5_request, 12}};

class ProxyTunnels : public ProxyServer, public testing::WithParamInterface<Tunnel> {};

TEST_P(ProxyTunnels, PassBytesAndEndsBothWays) {
  start({"-4"});
  const std::string request = random_bytes(1 * MiB, 1), answer = random_bytes(1 * MiB, 2);
  const UniqueFd client = asking(GetParam().words(target_.where()) + request.substr(0, 1000));  // early bytes
  const UniqueFd target = target_.accept();
  EXPECT_EQ(read_exactly(client.get(), GetParam().answer).bytes.size(), GetParam().answer);
  std::thread sender([&] {
    write_all(client.get(), request.substr(1000));
    send_end(client.get());
  });
  EXPECT_TRUE(same_bytes(request, read_to_end(target.get()).bytes));
  sender.join();
  std::thread answerer([&] {  // long after the request's end
    write_all(target.get(), answer);
    send_end(target.get());
  });
  EXPECT_TRUE(same_bytes(answer, read_to_end(client.get()).bytes));
  answerer.join();
  EXPECT_EQ(stop(), 0);
}

TEST_P(ProxyTunnels, PassAResetOn) {
  start({"-4"});
  const UniqueFd client = asking(GetParam().words(target_.where()));
  UniqueFd target = target_.accept();
  read_exactly(client.get(), GetParam().answer);
  write_all(target.get(), "part");
  EXPECT_EQ(read_exactly(client.get(), 4).bytes, "part");
  reset(std::move(target));
  EXPECT_EQ(read_to_end(client.get()).error, ECONNRESET);
}

const auto name_of_test = [](const auto& test) { return name_of(test.param); };
INSTANTIATE_TEST_SUITE_P(, ProxyTunnels, testing::ValuesIn(tunnels), name_of_test);

TEST_F(ProxyServer, PassesARequestAndItsResponse) {
  start();
  const UniqueFd client =
      asking("GET " + url() + "/a?b HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
  const UniqueFd target = target_.accept();
  const std::string head = head_from(target);
  EXPECT_TRUE(
      head.starts_with("GET /a?b HTTP/1.1\r\nHost: " + target_.where().text() + "\r\nVia: 1.1 netkit-"))
      << head;
  EXPECT_TRUE(head.ends_with("\r\nConnection: close\r\n\r\n")) << head;
  write_all(target.get(), "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nA: b\r\n\r\nbody");
  EXPECT_EQ(head_from(client), "HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(read_exactly(client.get(), 4).bytes, "body");
  const std::string rest = random_bytes(3 * MiB, 1);
  std::thread sender([&] {
    write_all(target.get(), rest);
    send_end(target.get());
  });
  EXPECT_TRUE(same_bytes(rest, read_to_end(client.get()).bytes));
  sender.join();
}

TEST_F(ProxyServer, PassesABodyOfItsLengthAndNoMore) {
  start();
  const UniqueFd client = asking("POST " + url() + "/ HTTP/1.1\r\nContent-Length: 5\r\n\r\nhel");
  const UniqueFd target = target_.accept();
  head_from(target);
  write_all(target.get(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(head_from(client), "HTTP/1.1 100 Continue\r\n\r\n");
  write_all(client.get(), "loGET http://other/ HTTP/1.1\r\n\r\n");
  send_end(client.get());
  EXPECT_EQ(read_exactly(target.get(), 5).bytes, "hello");
  EXPECT_TRUE(stays_silent(target.get(), Duration(100)));  // neither more bytes nor an end
  write_all(target.get(), "HTTP/1.1 204 No\r\n\r\n");
  send_end(target.get());
  EXPECT_EQ(read_to_end(client.get()).bytes, "HTTP/1.1 204 No\r\nConnection: close\r\n\r\n");
}

TEST_F(ProxyServer, PassesTheEndOfABodyThatIsShort) {
  start();
  const UniqueFd client = asking("POST " + url() + "/ HTTP/1.1\r\nContent-Length: 5\r\n\r\nhel");
  const UniqueFd target = target_.accept();
  head_from(target);
  send_end(client.get());
  EXPECT_EQ(read_to_end(target.get()).bytes, "hel");
  send_end(target.get());
  EXPECT_EQ(status_in(read_to_end(client.get()).bytes), "502");
}

TEST_F(ProxyServer, AnswersInPlaceOfATargetThatDoesNot) {
  start();
  for (const std::string words : {"", "HTTP/1.1 200 OK\r\n", "SSH-2.0-x\r\n"}) {
    const UniqueFd client = asking("GET " + url() + "/ HTTP/1.1\r\n\r\n");
    const UniqueFd target = target_.accept();
    head_from(target);
    write_all(target.get(), words);
    send_end(target.get());
    const Read answer = read_to_end(client.get());
    EXPECT_EQ(status_in(answer.bytes), "502") << words;
    EXPECT_TRUE(answer.bytes.ends_with("netkit: the target did not answer with HTTP\n"));
  }
  const UniqueFd client = asking("GET " + url() + "/ HTTP/1.1\r\n\r\n");
  UniqueFd target = target_.accept();
  head_from(target);
  reset(std::move(target));
  EXPECT_EQ(status_in(read_to_end(client.get()).bytes), "502");
}

TEST_F(ProxyServer, DoesNotPassPartOfAResponseForAllOfIt) {
  start();
  const UniqueFd client = asking("GET " + url() + "/ HTTP/1.1\r\n\r\n");
  UniqueFd target = target_.accept();
  head_from(target);
  write_all(target.get(), "HTTP/1.1 200 OK\r\n\r\nhello");
  head_from(client);
  EXPECT_EQ(read_exactly(client.get(), 5).bytes, "hello");
  reset(std::move(target));
  EXPECT_EQ(read_to_end(client.get()).error, ECONNRESET);
}

TEST_F(ProxyServer, SaysWhyThereIsNoConnection) {
  start({"-4", "--resolve", "nowhere.test=192.0.2.1", "--deny", "192.0.2.1"});
  const Where closed = unused_where(Transport::tcp4);
  EXPECT_EQ(connect_status(closed.text()), "502");
  EXPECT_EQ(answer_to(socks5_request(closed)), bytes({5, 0, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(connect_status("[::1]:1"), "504");
  EXPECT_EQ(connect_status("nowhere.test:1"), "403");
  EXPECT_EQ(status_in(answer_to("GET http://h:99999/ HTTP/1.1\r\n\r\n")), "400");
  EXPECT_EQ(answer_to(bytes({4, 2, 0, 1, 127, 0, 0, 1, 0})), bytes({0, 91, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(answer_to(bytes({5, 1, 0, 5, 3, 0, 1, 0})), bytes({5, 0, 5, 7, 0, 1, 0, 0, 0, 0, 0, 0}));
}

TEST_F(ProxyServer, ResolvesNoNamesIfItMayNot) {
  start({"--numeric"});
  EXPECT_EQ(connect_status("localhost:1"), "502");
}

TEST_F(ProxyServer, GivesUpATargetThatDoesNotAnswer) {
  const RawListener full(Transport::tcp4, 0);
  std::vector<UniqueFd> fill;
  start({"-w", "300ms"});
  std::string status = "200";
  for (int i = 0; i < 5 && status == "200"; ++i) status = tunnel_status(full.where().text());
  EXPECT_EQ(status, "504");
}

// A client that is still sending when it is refused gets all of the answer.
TEST_F(ProxyServer, ReadsOnBehindAnErrorSoThatNoResetTakesIt) {
  start({"--target-ports", "1"});
  const UniqueFd fd = client();
  std::thread sender([&] { write_all(fd.get(), connect_words() + std::string(1 * MiB, 'x')); });
  EXPECT_EQ(status_in(head_from(fd)), "403");
  sender.join();
  send_end(fd.get());
  const Read rest = read_to_end(fd.get());
  EXPECT_EQ(rest.error, 0);
  EXPECT_EQ(rest.bytes, "netkit: the rules of this proxy do not allow this target\n");
}

TEST_F(ProxyServer, SpeaksWhatItIsTold) {
  start();
  server_ = start_server("listen", Transport::tcp4, {"--proxy-server=socks5,socks4"});
  EXPECT_EQ(answer_to(connect_words()), "");
  EXPECT_EQ(answer_to(socks5_request(unused_where(Transport::tcp4))).substr(2, 2), bytes({5, 5}));
  server_ = start_server("listen", Transport::tcp4, {"--proxy-server=http"});
  EXPECT_EQ(answer_to(bytes({5, 1, 0})), "");
  EXPECT_EQ(status_in(answer_to("GET / HTTP/1.1\r\n\r\n")), "400");
}

TEST_F(ProxyServer, WaitsForAHeadForSomeTime) {
  start({"--handshake-timeout", "200ms"});
  EXPECT_EQ(status_in(answer_to("GET http://h/ HTTP/1.1\r\n")), "408");
  EXPECT_EQ(answer_to(bytes({5, 2})), "");
  EXPECT_EQ(answer_to(""), "");
}

TEST_F(ProxyServer, LetsTunnelsFinish) {
  start();
  const UniqueFd fd = asking(connect_words());
  const UniqueFd target = target_.accept();
  head_from(fd);
  server_.process->signal(SIGTERM);
  server_.process->wait_for_stderr("waiting up to 8s for 1 connection");
  EXPECT_EQ(connect_error(server_.where), ECONNREFUSED);
  write_all(target.get(), "late");
  send_end(target.get());
  EXPECT_EQ(read_to_end(fd.get()).bytes, "late");
  send_end(fd.get());
  EXPECT_EQ(server_.process->wait(), 0);
}

TEST_F(ProxyServer, ReportsWhatIsAskedAndAnswered) {
  start({"--events", "--target-deny", "127.0.0.2"});
  connect_status("127.0.0.2:80");
  tunnel_status(target_.where().text());
  answer_to("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(stop(), 0);
  const std::string text = server_.process->read_stderr_until_eof();
  EXPECT_TRUE(
      text.contains("\"event\":\"request\",\"id\":1,\"protocol\":\"http\",\"method\":\"CONNECT\",\"target\":"
                    "\"127.0.0.2:80\""));
  EXPECT_TRUE(
      text.contains("\"event\":\"blocked\",\"id\":1,\"target\":\"127.0.0.2:80\",\"rule\":\"--target-deny: "
                    "127.0.0.2\""))
      << text;
  for (const std::string status : {"403", "200", "400"})
    EXPECT_TRUE(text.contains(",\"status\":" + status + "}")) << text;
  start({"-v"});
  tunnel_status(target_.where().text());
  EXPECT_EQ(stop(), 0);
  EXPECT_TRUE(server_.process->read_stderr_until_eof().contains("netkit: 1 127.0.0.1 CONNECT " +
                                                                target_.where().text() + " 200\n"));
}

TEST_F(ProxyServer, GoesThroughAnother) {
  start({"--events", "--resolve", "a.test=127.0.0.1"});
  const Server second = std::move(server_);
  const std::string port = std::to_string(target_.where().port);
  start({"--proxy", "socks5h://" + second.where.text(), "--resolve", "a.test=127.0.0.1"});
  EXPECT_EQ(tunnel_status("a.test:" + port), "200");
  start({"--proxy", "http://" + second.where.text(), "--target-deny", "127.0.0.2", "--resolve",
         "a.test=127.0.0.2,127.0.0.1", "--resolve", "b.test=127.0.0.2"});
  EXPECT_EQ(tunnel_status("a.test:" + port), "200");
  EXPECT_EQ(connect_status("b.test:" + port), "403");
  EXPECT_EQ(connect_status("127.0.0.2:" + port), "403");
  EXPECT_EQ(connect_status(unused_where(Transport::tcp4).text()), "502");
  second.process->signal(SIGTERM);
  second.process->wait();
  const std::string asked = second.process->read_stderr_until_eof();
  EXPECT_TRUE(asked.contains("\"target\":\"a.test:" + port)) << asked;  // nothing depends on the address
  EXPECT_TRUE(asked.contains("\"target\":\"127.0.0.1:" + port))
      << asked;  // what was checked is what is dialled
  EXPECT_FALSE(asked.contains("b.test"));
}

}  // namespace
}  // namespace netkit::test
