// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <csignal>
#include <initializer_list>
#include <string>

#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {

inline std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

inline std::string socks5_request(const Where& where) {
  return bytes({5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, where.port >> 8, where.port & 0xff});
}

inline std::string status_in(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 ") ? answer.substr(9, 3) : answer;
}

/// netkit is the proxy, between a client and a target of the test.
class ProxyServer : public testing::Test {
 protected:
  void start(const Words& options = {}) {
    server_ = start_server("listen", Transport::tcp4, Words{"--proxy-server"} + options);
  }
  UniqueFd client() const { return connect_to(server_.where); }
  UniqueFd asking(const std::string& words) const {
    UniqueFd fd = client();
    write_all(fd.get(), words);
    return fd;
  }
  /// All that is answered to these words.
  std::string answer_to(const std::string& words) const {
    const UniqueFd fd = asking(words);
    const Read read = read_to_end(fd.get());
    EXPECT_EQ(read.error, 0) << words;
    return read.bytes;
  }
  /// The status of the answer to CONNECT.
  std::string connect_status(const std::string& target) const {
    return status_in(answer_to("CONNECT " + target + " HTTP/1.1\r\n\r\n"));
  }
  /// The same, of a tunnel that is made: it is then closed.
  std::string tunnel_status(const std::string& target) const {
    const UniqueFd fd = asking("CONNECT " + target + " HTTP/1.1\r\n\r\n");
    return status_in(read_exactly(fd.get(), 12).bytes);
  }
  std::string url() const { return "http://" + target_.where().text(); }
  std::string connect_words() const { return "CONNECT " + target_.where().text() + " HTTP/1.1\r\n\r\n"; }
  static std::string head_from(const UniqueFd& fd) {
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
      const Read one = read_exactly(fd.get(), 1);
      if (one.bytes.empty()) break;
      head += one.bytes;
    }
    return head;
  }
  int stop() {
    server_.process->signal(SIGTERM);
    return server_.process->wait();
  }

  TempDir dir_;
  RawListener target_{Transport::tcp4};
  Server server_;
};

}  // namespace netkit::test
