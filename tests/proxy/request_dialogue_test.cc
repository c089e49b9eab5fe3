// SPDX-License-Identifier: MIT
// The proxy's side: what clients ask for, and what they are answered.
#include <netkit/proxy/machine/request_dialogue.h>

#include <gtest/gtest.h>
#include <netkit/proxy/machine/proxy_users.h>

#include <functional>
#include <initializer_list>
#include <string>

namespace netkit {
namespace {

using State = RequestDialogue::State;
using Make = std::function<std::unique_ptr<RequestDialogue>()>;

std::shared_ptr<const ProxyUsers> me() {
  return std::make_shared<ProxyUsers>(std::vector<ProxyCredentials>{{"you", "other"}, {"me", "word"}},
                                      nullptr, nullptr);
}
Make http(const std::shared_ptr<const ProxyUsers>& users = nullptr) {
  return [=] { return http_request_dialogue("netkit-1", users); };
}
Make socks4(const std::shared_ptr<const ProxyUsers>& users = nullptr) {
  return [=] { return socks4_request_dialogue(users); };
}
Make socks5(const std::shared_ptr<const ProxyUsers>& users = nullptr) {
  return [=] { return socks5_request_dialogue(users); };
}

/// A dialogue, and what it has said.
struct Talk {
  std::unique_ptr<RequestDialogue> dialogue;
  State state = State::talking;
  std::string said = {}, rest = {};
};

Talk talk(const Make& make, const std::string& words, std::size_t piece = 100000) {
  Talk end{make()};
  std::size_t at = 0;
  while (end.state == State::talking && at < words.size()) {
    end.rest += words.substr(at, piece);
    at += piece;
    for (bool goes_on = true; goes_on && end.state == State::talking;) {
      const auto step = end.dialogue->take(end.rest);
      end.said += step.send;
      end.state = step.state;
      goes_on = !step.send.empty();
    }
  }
  if (at < words.size()) end.rest += words.substr(at);
  return end;
}

Talk asked(const Make& make, const std::string& words) {
  for (const std::size_t piece : {1, 2, 7}) {
    const Talk slow = talk(make, words, piece);
    EXPECT_EQ(slow.state, State::asked) << words << piece << slow.said;
  }
  return talk(make, words);
}

int refused(const Make& make, const std::string& words) {
  const Talk end = talk(make, words);
  EXPECT_EQ(end.state, State::refused) << words;
  if (end.said.starts_with("HTTP")) {
    EXPECT_TRUE(end.said.contains("\r\nConnection: close\r\n"));
  }
  return end.dialogue->status().value_or(-1);
}

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

std::string head_of(const std::string& words) {
  const Talk end = asked(http(), words);
  return end.dialogue->request().head;
}

TEST(HttpRequest, OfConnectIsATunnel) {
  for (const std::string head :
       {"CONNECT example.com:22 HTTP/1.1\r\nHost: x\r\n\r\n", "CONNECT example.com:22 HTTP/1.0\n\n",
        "\r\nCONNECT example.com:22 HTTP/1.1\r\nContent-Length: 7\r\n\r\n"}) {
    const Talk end = asked(http(), head + "early");
    EXPECT_EQ(end.rest, "early");
    EXPECT_EQ(end.dialogue->request().target.text(), "example.com:22");
    EXPECT_TRUE(end.dialogue->request().is_tunnel());
    EXPECT_EQ(end.dialogue->answer(ProxyOutcome::connected, {}),
              "HTTP/1.1 200 Connection established\r\n\r\n");
    EXPECT_EQ(end.dialogue->status(), 200);
  }
  EXPECT_EQ(asked(http(), "CONNECT [::1]:22 HTTP/1.1\r\n\r\n").dialogue->request().target.text(), "[::1]:22");
}

TEST(HttpRequest, OfAUrlIsPassedOnForThisHop) {
  EXPECT_EQ(head_of("GET http://me:word@Example.com:8080/a%20b?c#d HTTP/1.1\r\nHost: other\r\nA: b\r\n"
                    "Connection: close, X-Mine\r\nx-mine: 1\r\nKeep-Alive: 1\r\nProxy-Connection: x\r\n"
                    "Proxy-Authorization: Basic x\r\nProxy-Authenticate: x\r\nTE: x\r\nTrailer: x\r\n"
                    "Upgrade: x\r\nVia: 1.0 other\r\nC: d,\r\n e\r\n\r\n"),
            "GET /a%20b?c HTTP/1.1\r\nHost: Example.com:8080\r\nA: b\r\nVia: 1.0 other\r\nC: d, e\r\n"
            "Via: 1.1 netkit-1\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(head_of("GET HTTP://h HTTP/1.0\n\n").starts_with("GET / HTTP/1.0\r\nHost: h\r\n"));
  EXPECT_TRUE(head_of("GET http://h?q HTTP/1.0\n\n").starts_with("GET /?q HTTP/1.0\r\nHost: h\r\n"));
  EXPECT_TRUE(head_of("OPTIONS http://h HTTP/1.1\n\n").starts_with("OPTIONS * HTTP/1.1\r\n"));
  const Talk end = asked(http(),
                         "PUT http://[::1]:/x HTTP/1.1\r\nContent-Length: 5, 5\r\ncontent-length: "
                         "5\r\n\r\nhello");
  EXPECT_EQ(end.dialogue->request().target.text(), "[::1]:80");
  EXPECT_EQ(end.dialogue->request().body, 5U);
  EXPECT_TRUE(end.dialogue->request().head.contains("\r\nContent-Length: 5\r\nVia"));
  EXPECT_EQ(end.rest, "hello");
}

TEST(HttpRequest, ThatIsMalformedIsRefused) {
  const std::string good = "GET http://h/ HTTP/1.1\r\n";
  EXPECT_EQ(refused(http(), "GET http://h/ HTTP/1.1 x\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), "GET  http://h/ HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), "GET http://h/\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), "\r\n\r\nGET http://h/ HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), "GET http://h/ HTTP/2.0\r\n\r\n"), 505);
  EXPECT_EQ(refused(http(), "GET http://h/ SIP/2.0\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), good + " A: b\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), good + "A : b\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), good + "A\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), good + ": b\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), good + "A: b\rC: d\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), good + "A: " + std::string(1, '\0') + "\r\n"), 400);
  EXPECT_EQ(refused(http(), good + "Connection: close, host\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), good + "Connection: x\r\nConnection: CONTENT-LENGTH\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), good + "A: " + std::string(70000, 'x')), 413);
  EXPECT_EQ(refused(http(), "GET http://h/" + std::string(9000, 'x')), 414);
}

TEST(HttpRequest, NeedsATargetThatItCanHave) {
  for (const std::string target : {"h", "h:", "h:0", "h:65536", "h:http", "127.1:80", "0x7f.1:80",
                                   "2130706433:80", "a_b c:1", "::1:80", "[fe80::1%lo]:80", "[::1]", "a@h:1"})
    EXPECT_EQ(refused(http(), "CONNECT " + target + " HTTP/1.1\r\n\r\n"), 400) << target;
  for (const std::string url :
       {"/", "*", "h:80", "https://h/", "http://", "http:///x", "http://:80/", "ftp://h/", "http://h:0/",
        "http://h:x/", "http://0177.0.0.1/", "http://::1/", "http://2130706433/", "http://a\x7f/"})
    EXPECT_EQ(refused(http(), "GET " + url + " HTTP/1.1\r\n\r\n"), 400) << url;
}

TEST(HttpRequest, NeedsAMethodThatItKnows) {
  const Talk end = talk(http(), "get http://h/ HTTP/1.1\r\n\r\n");
  EXPECT_EQ(end.dialogue->status(), 405);
  EXPECT_TRUE(
      end.said.contains("\r\nAllow: CONNECT, GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE\r\n"));
}

TEST(HttpRequest, NeedsABodyOfClearLength) {
  const std::string start = "POST http://h/ HTTP/1.1\r\n";
  EXPECT_EQ(refused(http(), start + "Transfer-Encoding: chunked\r\n\r\n"), 411);
  EXPECT_EQ(refused(http(), start + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"), 400);
  EXPECT_EQ(refused(http(), start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n"), 400);
  for (const std::string length : {"5, 6", "-5", "+5", "0x5", "9223372036854775808", "", "5 5", "5,x"})
    EXPECT_EQ(refused(http(), start + "Content-Length: " + length + "\r\n\r\n"), 400) << length;
  const Talk end = asked(http(), start + "Content-Length: 9223372036854775807\r\n\r\n");
  EXPECT_EQ(end.dialogue->request().body, 9223372036854775807U);
}

TEST(HttpRequest, ThatComesBackIsRefused) {
  EXPECT_EQ(refused(http(), "GET http://h/ HTTP/1.1\r\nVia: 1.0 a, 1.1 netkit-1\r\n\r\n"), 403);
}

TEST(HttpRequest, NeedsAUserIfThereAreSome) {
  const std::string start = "GET http://h/ HTTP/1.1\r\n";
  const Talk end = talk(http(me()), start + "\r\n");
  EXPECT_EQ(end.dialogue->status(), 407);
  EXPECT_TRUE(end.said.contains("\r\nProxy-Authenticate: Basic realm=\"netkit\"\r\n")) << end.said;
  for (const std::string value : {"Basic bWU6b3RoZXI=", "Basic bWU=", "Basic bWU6d29yZA== x", "basic",
                                  "Digest x", "Bearer bWU6d29yZA==", "Basic !bWU6d29yZA=="})
    EXPECT_EQ(refused(http(me()), start + "Proxy-Authorization: " + value + "\r\n\r\n"), 407) << value;
  const Talk good = talk(http(me()), start + "proxy-authorization: BASIC bWU6d29yZA==\r\n\r\n");
  EXPECT_EQ(good.dialogue->request().user, "me");
}

TEST(HttpRequest, IsAnsweredByWhatBecameOfIt) {
  const auto status = [](ProxyOutcome outcome) {
    const Talk end = talk(http(), "CONNECT h:1 HTTP/1.1\r\n\r\n");
    const std::string text = end.dialogue->answer(outcome, {});
    EXPECT_TRUE(text.ends_with("\n")) << text;
    EXPECT_TRUE(text.starts_with("HTTP/1.1 " + std::to_string(*end.dialogue->status()) + " ")) << text;
    return *end.dialogue->status();
  };
  EXPECT_EQ(status(ProxyOutcome::denied), 403);
  for (const auto outcome :
       {ProxyOutcome::unknown_host, ProxyOutcome::refused, ProxyOutcome::network_unreachable,
        ProxyOutcome::host_unreachable, ProxyOutcome::bad_response, ProxyOutcome::failed})
    EXPECT_EQ(status(outcome), 502);
  EXPECT_EQ(status(ProxyOutcome::timed_out), 504);
  EXPECT_EQ(status(ProxyOutcome::no_address), 504);
  EXPECT_TRUE(http()()->time_out().starts_with("HTTP/1.1 408 "));
}

TEST(HttpRequest, OfHeadHasNoBodyInItsAnswer) {
  const Talk end = talk(http(), "HEAD http://h/ HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(end.dialogue->answer(ProxyOutcome::refused, {}).ends_with("\r\n\r\n"));
}

TEST(Socks4Request, NamesATarget) {
  Talk end = asked(socks4(), bytes({4, 1, 1, 2, 10, 0, 0, 1}) + "me" + bytes({0}) + "early");
  EXPECT_EQ(end.dialogue->request().target.text(), "10.0.0.1:258");
  EXPECT_EQ(end.dialogue->request().user, "me");
  EXPECT_EQ(end.rest, "early");
  EXPECT_EQ(end.dialogue->answer(ProxyOutcome::connected, {}), bytes({0, 90, 0, 0, 0, 0, 0, 0}));
  end = asked(socks4(), bytes({4, 1, 1, 2, 0, 0, 0, 1, 0}) + "a.test" + bytes({0}));
  EXPECT_EQ(end.dialogue->request().target.text(), "a.test:258");
  EXPECT_EQ(end.dialogue->answer(ProxyOutcome::denied, {}), bytes({0, 91, 0, 0, 0, 0, 0, 0}));
}

TEST(Socks4Request, ThatIsNoneIsRefused) {
  const std::string end = bytes({0});
  EXPECT_EQ(refused(socks4(), bytes({4, 2, 1, 2, 10, 0, 0, 1, 0})), 91);  // BIND
  EXPECT_EQ(refused(socks4(), bytes({4, 1, 0, 0, 10, 0, 0, 1, 0})), 91);
  EXPECT_EQ(refused(socks4(), bytes({4, 1, 1, 2, 0, 0, 0, 1, 0}) + "127.1" + end), 91);
  EXPECT_EQ(refused(socks4(me()), bytes({4, 1, 1, 2, 10, 0, 0, 1}) + "me" + end), 91);
  EXPECT_EQ(refused(socks4(), bytes({4, 1, 1, 2, 10, 0, 0, 1}) + std::string(256, 'x')), -1);
  EXPECT_EQ(refused(socks4(), bytes({4, 1, 1, 2, 0, 0, 0, 1, 0}) + std::string(256, 'x')), -1);
  EXPECT_EQ(refused(socks4(), bytes({5})), -1);
}

TEST(Socks5Request, NamesATarget) {
  const std::string hello = bytes({5, 2, 2, 0});
  Talk end = asked(socks5(), hello + bytes({5, 1, 0, 1, 10, 0, 0, 1, 1, 2}) + "early");
  EXPECT_EQ(end.dialogue->request().target.text(), "10.0.0.1:258");
  EXPECT_EQ(end.said, bytes({5, 0}));
  EXPECT_EQ(end.rest, "early");
  EXPECT_EQ(end.dialogue->answer(ProxyOutcome::connected, SocketAddress::parse("192.0.2.1:772").value()),
            bytes({5, 0, 0, 1, 192, 0, 2, 1, 3, 4}));
  end = asked(socks5(), hello + bytes({5, 1, 0, 3, 6}) + "a.test" + bytes({1, 2}));
  EXPECT_EQ(end.dialogue->request().target.text(), "a.test:258");
  end = asked(socks5(), hello + bytes({5, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2}));
  EXPECT_EQ(end.dialogue->request().target.text(), "[::1]:258");
}

TEST(Socks5Request, IsAnsweredByWhatBecameOfIt) {
  const auto reply = [](ProxyOutcome outcome) {
    const Talk end = talk(socks5(), bytes({5, 1, 0, 5, 1, 0, 1, 10, 0, 0, 1, 1, 2}));
    const std::string text = end.dialogue->answer(outcome, {});
    EXPECT_EQ(text.size(), 10U);
    EXPECT_EQ(text[1], *end.dialogue->status());
    return *end.dialogue->status();
  };
  EXPECT_EQ(reply(ProxyOutcome::failed), 1);
  EXPECT_EQ(reply(ProxyOutcome::denied), 2);
  EXPECT_EQ(reply(ProxyOutcome::network_unreachable), 3);
  EXPECT_EQ(reply(ProxyOutcome::host_unreachable), 4);
  EXPECT_EQ(reply(ProxyOutcome::unknown_host), 4);
  EXPECT_EQ(reply(ProxyOutcome::refused), 5);
  EXPECT_EQ(reply(ProxyOutcome::timed_out), 6);
}

TEST(Socks5Request, ThatIsNoneIsRefused) {
  const std::string hello = bytes({5, 1, 0});
  EXPECT_EQ(refused(socks5(), hello + bytes({5, 2, 0, 1, 10})), 7);  // BIND
  EXPECT_EQ(refused(socks5(), hello + bytes({5, 3, 0, 1, 10})), 7);  // UDP ASSOCIATE
  EXPECT_EQ(refused(socks5(), hello + bytes({5, 1, 0, 2, 10})), 8);
  EXPECT_EQ(refused(socks5(), hello + bytes({5, 1, 0, 3, 5}) + "127.1" + bytes({1, 2})), 4);
  EXPECT_EQ(refused(socks5(), hello + bytes({5, 1, 0, 3, 0, 1, 2})), 4);
  EXPECT_EQ(refused(socks5(), hello + bytes({5, 1, 0, 1, 10, 0, 0, 1, 0, 0})), 1);
  EXPECT_EQ(refused(socks5(), hello + bytes({4})), -1);
  EXPECT_EQ(talk(socks5(), bytes({5, 1, 2})).said, bytes({5, 0xff}));
}

TEST(Socks5Request, NeedsAUserIfThereAreSome) {
  const std::string wanted = bytes({5, 2});
  const auto credentials = [](const std::string& user, const std::string& word) {
    return bytes({5, 2, 0, 2, 1, static_cast<int>(user.size())}) + user +
           bytes({static_cast<int>(word.size())}) + word;
  };
  const std::string request = bytes({5, 1, 0, 1, 10, 0, 0, 1, 1, 2});
  const Talk good = asked(socks5(me()), credentials("me", "word") + request);
  EXPECT_EQ(good.said, wanted + bytes({1, 0}));
  EXPECT_EQ(good.dialogue->request().user, "me");
  EXPECT_EQ(talk(socks5(me()), credentials("me", "other") + request).said, wanted + bytes({1, 1}));
  EXPECT_EQ(talk(socks5(me()), credentials("", "") + request).said, wanted + bytes({1, 1}));
  EXPECT_EQ(talk(socks5(me()), bytes({5, 1, 0})).said, bytes({5, 0xff}));
}

}  // namespace
}  // namespace netkit
