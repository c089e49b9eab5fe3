// SPDX-License-Identifier: MIT
#include <netkit/socket/socket_options.h>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/shared_descriptor.h>
#include <sys/socket.h>

#include "support/io_fixtures.h"

namespace netkit::test {
namespace {

/// A connection made by Dial and accepted by Acceptor, each with the options. Which descriptor is whose
/// nobody tells: the two that have come.
class SocketOptionsTest : public testing::Test {
 protected:
  void connect(const SocketOptions& options) {
    auto bound = BoundSocket::tcp(address("127.0.0.1"), {});
    AcceptorOptions server_options;
    server_options.socket = options;
    server_ = std::move(*Acceptor::listen(loop_, std::move(*bound), server_options, accepted_));
    const auto before = open_descriptors();
    client_ = dial(loop_, *server_->address(), {}, options);
    ASSERT_TRUE(client_->socket);
    ASSERT_TRUE(run_until(loop_, [&] { return accepted_.sockets.size() == 1; }));
    for (const int fd : open_descriptors()) {
      if (!before.contains(fd) && kind_of(fd) == DescriptorKind::socket) both_.push_back(fd);
    }
    ASSERT_EQ(both_.size(), 2U);
  }

  /// The same on both, or there is something to say about it.
  int option(int level, int name) {
    std::vector<int> values;
    for (const int fd : both_) {
      int value = -1;
      socklen_t length = sizeof value;
      EXPECT_EQ(::getsockopt(fd, level, name, &value, &length), 0);
      values.push_back(value);
    }
    EXPECT_EQ(values.at(0), values.at(1));
    return values.at(0);
  }

  Loop loop_;
  Accepted accepted_;
  std::unique_ptr<Acceptor> server_;
  std::unique_ptr<Dialled> client_;
  std::vector<int> both_;
};

TEST_F(SocketOptionsTest, AreOffUnlessAskedFor) {
  connect({});
  EXPECT_EQ(option(IPPROTO_TCP, TCP_NODELAY), 0);
  EXPECT_EQ(option(SOL_SOCKET, SO_KEEPALIVE), 0);
}

TEST_F(SocketOptionsTest, SendSmallWritesWithoutDelay) {
  SocketOptions options;
  options.no_delay = true;
  connect(options);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_NODELAY), 1);
}

TEST_F(SocketOptionsTest, KeepAliveWithWholeSeconds) {
  SocketOptions options;
  options.keep_alive = KeepAlive{Duration(33'900)};
  connect(options);
  EXPECT_EQ(option(SOL_SOCKET, SO_KEEPALIVE), 1);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPIDLE), 33);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPINTVL), 1);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPCNT), 10);
}

TEST_F(SocketOptionsTest, KeepAliveAfterTheSystemsTimeIfBelowASecond) {
  SocketOptions options;
  connect(options);
  const int systems_time = option(IPPROTO_TCP, TCP_KEEPIDLE);
  both_.clear();
  accepted_.sockets.clear();
  options.keep_alive = KeepAlive{Duration(999)};
  run_for(loop_, Duration(5));
  connect(options);
  EXPECT_EQ(option(SOL_SOCKET, SO_KEEPALIVE), 1);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPIDLE), systems_time);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPINTVL), 1);
}

TEST_F(SocketOptionsTest, KeepAliveAtAnIntervalAndForACount) {
  SocketOptions options;
  options.keep_alive = KeepAlive{std::chrono::seconds(5), std::chrono::seconds(7), 3};
  connect(options);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPINTVL), 7);
  EXPECT_EQ(option(IPPROTO_TCP, TCP_KEEPCNT), 3);
}

}  // namespace
}  // namespace netkit::test
