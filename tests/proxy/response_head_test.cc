// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/response_head.h>

#include <gtest/gtest.h>

#include <string>

namespace netkit {
namespace {

std::string passed(const std::string& words, std::size_t piece = 1) {
  ResponseHead head;
  std::string all;
  for (std::size_t at = 0; at < words.size(); at += piece) {
    const auto part = head.take(std::string_view(words).substr(at, piece));
    if (!part) return "bad";
    all += *part;
  }
  return all + (head.status() == 0 ? "..." : "");
}

TEST(ResponseHead, PassesWithoutWhatIsForOneHop) {
  const std::string words =
      "HTTP/1.1 200 OK\r\nServer: x\r\nConnection: keep-alive, x-a, Content-Length\r\nX-A: 1\r\nKeep-Alive: "
      "5\r\n"
      "Content-Length: 5\r\nTransfer-Encoding: chunked\r\nB: c\n d\n\r\nbody\r\n\r\n";
  for (const std::size_t piece : {1, 3, 1000})
    EXPECT_EQ(passed(words, piece),
              "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nB: c d\r\n"
              "Connection: close\r\n\r\nbody\r\n\r\n");
}

TEST(ResponseHead, PassesThoseOf1xxBeforeIt) {
  EXPECT_EQ(passed("HTTP/1.1 100 Continue\r\nConnection: x\r\n\r\nHTTP/1.1 103\r\nLink: y\r\n\r\n"),
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103\r\nLink: y\r\n\r\n...");
  EXPECT_EQ(passed("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 404 No\r\n\r\nx", 1000),
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 404 No\r\nConnection: close\r\n\r\nx");
}

TEST(ResponseHead, IsMissed) {
  for (const std::string words :
       {"SSH-2.0-x\r\n", "<html>", "HTTP/2 200\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "HTTP/1.1 099 x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nbad line\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b\rC: d\r\n\r\n"})
    EXPECT_EQ(passed(words), "bad") << words;
  EXPECT_EQ(passed("HTTP/1.1 200 OK\r\nA: " + std::string(70000, 'x'), 1000), "bad");
}

}  // namespace
}  // namespace netkit
