// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/proxy_dialogue.h>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace netkit::test {
namespace {

using State = ProxyDialogue::State;
using Make = std::function<std::unique_ptr<ProxyDialogue>()>;

/// What was said, and how it ended.
struct End {
  std::string said, rest, reply, fault;
  bool agreed = false;
};

/// Gives the dialogue the proxy's words in pieces of a size.
End talk(const Make& make, const std::string& words, std::size_t piece) {
  const auto dialogue = make();
  End end;
  std::string input;
  for (std::size_t at = 0; at < words.size() + piece; at += piece) {
    for (;;) {
      const auto step = dialogue->take(input);
      if (!step) {
        end.fault = step.error().text;
        return end;
      }
      end.said += step->send;
      end.agreed = step->state == State::agreed;
      if (end.agreed) {
        end.rest = input + (at < words.size() ? words.substr(at) : "");
        end.reply = dialogue->reply();
        return end;
      }
      if (step->send.empty()) break;
    }
    if (at < words.size()) input += words.substr(at, piece);
  }
  return end;
}

void expect_talk(const Make& make, const std::string& words, const std::string& said, const std::string& rest,
                 const std::string& reply) {
  for (const std::size_t piece : {1, 2, 3, 1000}) {
    const End end = talk(make, words + std::string(8, '\0'), piece);  // the target's bytes
    EXPECT_TRUE(end.agreed) << end.fault;
    EXPECT_EQ(end.said, said) << piece;
    EXPECT_EQ(end.rest.substr(0, rest.size()), rest) << piece;
    EXPECT_EQ(end.reply, reply);
  }
}

std::string fault(const Make& make, const std::string& words) {
  return talk(make, words, 1000).fault;
}

Make http(const std::string& authorization = "") {
  return [authorization] { return http_connect_dialogue({"example.com", 22}, authorization); };
}
Make socks4(const Host& host, const std::string& user = "") {
  return [=] { return socks4_dialogue({host, 258}, user); };
}
Make socks5(const Host& host, const std::optional<ProxyCredentials>& credentials = {}) {
  return [=] { return socks5_dialogue({host, 258}, credentials); };
}
std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

const std::string connect_request = "CONNECT example.com:22 HTTP/1.1\r\nHost: example.com:22\r\n";

TEST(HttpConnect, Agrees) {
  expect_talk(http(), "HTTP/1.1 200 OK\r\n\r\nearly", connect_request + "\r\n", "early", "200 OK");
  expect_talk(http(), "HTTP/1.0 204\nContent-Length: 5\n\nearly", connect_request + "\r\n", "early", "204");
  expect_talk(http(), "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
              connect_request + "\r\n", "", "200 OK");
  expect_talk(http("Basic eA=="), "HTTP/1.1 200 OK\r\n\r\n",
              connect_request + "Proxy-Authorization: Basic eA==\r\n\r\n", "", "200 OK");
}

TEST(HttpConnect, IsRefused) {
  EXPECT_EQ(fault(http(), "HTTP/1.1 403 Forbidden\r\n\r\n"), "403 Forbidden");
  EXPECT_EQ(fault(http(), "HTTP/1.1 502 " + std::string(200, 'x') + "\r\n\r\n"),
            "502 " + std::string(100, 'x'));
  for (const std::string words : {"SSH-2.0-x\r\n", "HTTX", "HTTP/2 200\r\n\r\n", "HTTP/1.1 20\r\n\r\n",
                                  "HTTP/1.1 2000 OK\r\n\r\n", "\x05"})
    EXPECT_EQ(fault(http(), words), "does not speak HTTP") << words;
  EXPECT_EQ(fault(http(), "HTTP/1.1 200 OK\r\nA: " + std::string(70000, 'x')),
            "its answer is longer than 64 KiB");
}

TEST(HttpConnect, SaysWhatAProxyAsksFor) {
  const auto dialogue = http()();
  std::string input;
  ASSERT_TRUE(dialogue->take(input));
  input =
      "HTTP/1.1 407 Who\r\nproxy-AUTHENTICATE: Digest realm=\"x\",\r\n nonce=\"y\"\r\nProxy-Authenticate: "
      "Basic\r\n\r\n";
  const auto step = dialogue->take(input);
  ASSERT_FALSE(step);
  EXPECT_EQ(step.error().kind, ProxyFault::Kind::credentials);
  EXPECT_EQ(step.error().challenges, (std::vector<std::string>{"Digest realm=\"x\", nonce=\"y\"", "Basic"}));
}

TEST(Socks4, Agrees) {
  const std::string good = bytes({0, 90, 0, 0, 0, 0, 0, 0});
  expect_talk(socks4("10.0.0.1", "me"), good + "early",
              bytes({4, 1, 1, 2, 10, 0, 0, 1}) + std::string("me\0", 3), "early", "90");
  expect_talk(socks4("a.test"), good, bytes({4, 1, 1, 2, 0, 0, 0, 1, 0}) + std::string("a.test\0", 7), "",
              "90");
}

TEST(Socks4, IsRefused) {
  const auto reply = [](int code) { return bytes({0, code, 0, 0, 0, 0, 0, 0}); };
  EXPECT_EQ(fault(socks4("10.0.0.1"), reply(91)), "request rejected");
  EXPECT_EQ(fault(socks4("10.0.0.1"), reply(93)), "wrong user or password");
  EXPECT_EQ(fault(socks4("10.0.0.1"), reply(5)), "does not speak SOCKS4");
  EXPECT_EQ(fault(socks4("10.0.0.1"), "HTTP"), "does not speak SOCKS4");
}

TEST(Socks5, Agrees) {
  const std::string asked4 = bytes({5, 1, 0, 1, 10, 0, 0, 1, 1, 2});
  const std::string good = bytes({5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
  expect_talk(socks5("10.0.0.1"), bytes({5, 0}) + good + "early", bytes({5, 1, 0}) + asked4, "early", "0");
  expect_talk(socks5("::ffff:10.0.0.1"), bytes({5, 0}) + good, bytes({5, 1, 0}) + asked4, "", "0");
  expect_talk(socks5("a.test"), bytes({5, 0, 5, 0, 0, 3, 2, 'x', 'y', 0, 0}) + "early",
              bytes({5, 1, 0, 5, 1, 0, 3, 6}) + "a.test" + bytes({1, 2}), "early", "0");
  expect_talk(socks5("10.0.0.1", ProxyCredentials{"me", "word"}), bytes({5, 2, 1, 0}) + good,
              bytes({5, 2, 0, 2, 1, 2}) + "me" + bytes({4}) + "word" + asked4, "", "0");
}

TEST(Socks5, IsRefused) {
  const auto reply = [](int code) { return bytes({5, 0, 5, code, 0, 1, 0, 0, 0, 0, 0, 0}); };
  EXPECT_EQ(fault(socks5("h"), reply(1)), "general failure");
  EXPECT_EQ(fault(socks5("h"), reply(2)), "not allowed by its rules");
  EXPECT_EQ(fault(socks5("h"), reply(5)), "connection refused");
  EXPECT_EQ(fault(socks5("h"), reply(7)), "does not speak SOCKS5");
  EXPECT_EQ(fault(socks5("h"), reply(99)), "does not speak SOCKS5");
  EXPECT_EQ(fault(socks5("h"), bytes({5, 255})), "wants other credentials");
  EXPECT_EQ(fault(socks5("h"), bytes({5, 2})), "does not speak SOCKS5");  // was not offered
  EXPECT_EQ(fault(socks5("h", ProxyCredentials{"a", "b"}), bytes({5, 2, 1, 1})), "wrong user or password");
  EXPECT_EQ(fault(socks5("h"), "HTTP/1.1 400"), "does not speak SOCKS5");
  EXPECT_EQ(fault(socks5("h"), bytes({5, 0, 5, 0, 0, 9, 0, 0, 0})), "does not speak SOCKS5");
}

}  // namespace
}  // namespace netkit::test
