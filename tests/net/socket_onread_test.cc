// SPDX-License-Identifier: MIT
// net: onread, data in a buffer of the user's own.
#include <array>

#include "socket_fixture.h"

namespace netkit::test {

using namespace net;
namespace {

using Sizes = std::vector<std::size_t>;

class SocketOnread : public testing::Test {
 protected:
  // What it receives, by chunks.
  Socket::OnRead keep() {
    return [this](Bytes bytes) {
      sizes_.push_back(bytes.size());
      received_ += as_text(bytes);
      return go_on_;
    };
  }

  Loop loop_;
  RawMeeting met_ = meet_raw(loop_, Kind::tcp);
  std::array<std::byte, 4> buffer_{};
  Sizes sizes_;
  std::string received_;
  bool go_on_ = true;
};

// net: onread {buffer, callback}
TEST_F(SocketOnread, FillsTheBufferAgainAndAgain) {
  met_.socket->read_into(buffer_, keep());
  EXPECT_EQ(write_all(met_.peer.get(), "hello world"), 0);
  ASSERT_TRUE(run_until(loop_, [&] { return received_.size() == 11; }));
  EXPECT_EQ(sizes_, (Sizes{4, 4, 3}));
  EXPECT_EQ(received_, "hello world");
  EXPECT_EQ(met_.socket->bytes_read(), 11U);
  EXPECT_TRUE(met_.trace->lines.empty());

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(R"js(
    const server = net.createServer((socket) => socket.end('hello world')).listen(0, '127.0.0.1', () => {
      net.connect({ port: server.address().port, host: '127.0.0.1',
                    onread: { buffer: Buffer.alloc(4), callback: (size) => { say(size); return true; } } })
        .on('end', () => server.close());
    });
  )js"),
            (std::vector<std::string>{"4", "4", "3"}));
}

// net: onread, end and close come as ever
TEST_F(SocketOnread, IsFollowedByEndAndClose) {
  met_.socket->read_into(buffer_, keep());
  EXPECT_EQ(write_all(met_.peer.get(), "bye"), 0);
  send_end(met_.peer.get());
  ASSERT_TRUE(run_until(loop_, [&] { return met_.trace->heard("finish"); }));
  met_.peer.reset();
  ASSERT_TRUE(run_until(loop_, [&] { return met_.trace->closed; }));
  EXPECT_EQ(met_.trace->lines, (std::vector<std::string>{"end writeOnly", "finish closed", "close false"}));
}

// net: onread {buffer: () => ...}, one buffer per read
TEST_F(SocketOnread, AsksForABufferEachTimeAndOnceMore) {
  int asked = 0;
  met_.socket->read_into(
      [&] {
        ++asked;
        return std::span<std::byte>(buffer_);
      },
      keep());
  EXPECT_EQ(write_all(met_.peer.get(), "twenty-four bytes of it."), 0);
  ASSERT_TRUE(run_until(loop_, [&] { return received_.size() == 24; }));
  send_end(met_.peer.get());
  ASSERT_TRUE(run_until(loop_, [&] { return met_.trace->heard("end"); }));
  EXPECT_EQ(sizes_, (Sizes{4, 4, 4, 4, 4, 4}));
  EXPECT_GE(asked, 7);
}

// net: onread's callback returns false
TEST_F(SocketOnread, PausesWhenTheCallbackSaysSo) {
  met_.socket->read_into(buffer_, keep());
  go_on_ = false;
  EXPECT_EQ(write_all(met_.peer.get(), "hello world"), 0);
  ASSERT_TRUE(run_until(loop_, [&] { return received_.size() == 4; }));
  run_for(loop_, Duration(30));
  EXPECT_EQ(received_, "hell");
  EXPECT_TRUE(met_.socket->paused());
  go_on_ = true;
  met_.socket->resume();
  ASSERT_TRUE(run_until(loop_, [&] { return received_ == "hello world"; }));
}

// net: the callback of onread destroys the socket
TEST_F(SocketOnread, MayDestroyTheSocket) {
  met_.socket->read_into(buffer_, [this](Bytes) {
    met_.trace.reset();
    met_.socket.reset();
    return true;
  });
  EXPECT_EQ(write_all(met_.peer.get(), "hello world"), 0);
  ASSERT_TRUE(run_until(loop_, [&] { return met_.socket == nullptr; }));
}

}  // namespace
}  // namespace netkit::test
