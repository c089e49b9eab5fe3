// SPDX-License-Identifier: MIT
// The order of events in a socket's life.
#include <gtest/gtest.h>

#include "node.h"
#include "trace.h"

namespace netkit::test {

using namespace net;
namespace {

class SocketLife : public testing::Test {
 protected:
  Loop loop_;
  TracedServer server_{loop_};
  Socket socket_{loop_};
  Trace trace_{socket_};
};

TEST_F(SocketLife, OfAClientThatSaysHelloAndEnds) {
  server_.listen();
  trace_.then = [this](std::string_view event) {
    if (event == "ready") socket_.end("hello");
  };
  EXPECT_TRUE(socket_.pending());
  EXPECT_EQ(socket_.ready_state(), "open");
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  EXPECT_EQ(socket_.ready_state(), "opening");
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.closed && server_.traces.at(0)->closed; }));
  EXPECT_EQ(server_.traces[0]->received, "hello");
  EXPECT_EQ(server_.traces[0]->lines,
            (std::vector<std::string>{"data", "end writeOnly", "finish closed", "close false"}));
  EXPECT_TRUE(socket_.pending());
  EXPECT_TRUE(socket_.destroyed());
  EXPECT_EQ(socket_.bytes_written(), 5U);

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(R"js(
    const server = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1', () => {
      const socket = trace(net.connect(server.address().port, '127.0.0.1'));
      socket.on('ready', () => socket.end('hello'));
      socket.on('close', () => server.close());
    });
  )js"));
}

}  // namespace
}  // namespace netkit::test
