// SPDX-License-Identifier: MIT
// What write() and end() answer once the socket has ended, and when it is closed too.
#include "socket_fixture.h"

namespace netkit::test {

using namespace net;
namespace {

class AfterEnd : public SocketFixture {
 protected:
  /// The answers to write() and end(data), of the closed socket.
  Lines answers() {
    Lines done;
    EXPECT_FALSE(socket_.write("x", into(done, "write")));
    socket_.end("x", into(done, "end"));
    run_until(loop_, [&] { return done.size() == 2; });
    return done;
  }
};

constexpr const char* node_answers = R"js(
  const answer = (socket) => {
    socket.write('x', (error) => say('write', error.code));
    socket.end('x', (error) => say('end', error.code));
  };
  const server = net.createServer({ allowHalfOpen: true }, (peer) => {
    peer.on('error', () => {}).resume();
    if (args[0] === 'peer') peer.end();
  }).listen(0, '127.0.0.1', () => {
    const socket = net.connect(server.address().port, '127.0.0.1').resume().on('error', () => {});
    socket.on('ready', () => {
      if (args[0] === 'ours') { socket.end(); socket.destroy(); }
      if (args[0] === 'late') { socket.destroy(); socket.end(); }
      if (args[0] === 'none') socket.destroy();
    });
    socket.on('close', () => { answer(socket); server.close(); setTimeout(() => process.exit(), 50); });
  });
)js";

// net: EPIPE, This socket has been ended by the other party
TEST_F(AfterEnd, OfThePeerWritingStaysEpipe) {
  server_.on_accept = [](Socket& socket) {
    socket.set_allow_half_open(true);
    socket.end();
  };
  connect();
  ASSERT_TRUE(run_until_closed());
  const Lines expected = {"write EPIPE", "end ERR_STREAM_WRITE_AFTER_END"};
  EXPECT_EQ(answers(), expected);
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(node_answers, {"peer"}), expected);
}

// net: ERR_STREAM_WRITE_AFTER_END
TEST_F(AfterEnd, OfOursWritingStaysAnErrorOfItsOwn) {
  connect();
  socket_.end();
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  const Lines expected = {"write ERR_STREAM_WRITE_AFTER_END", "end ERR_STREAM_WRITE_AFTER_END"};
  EXPECT_EQ(answers(), expected);
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(node_answers, {"ours"}), expected);
}

// net: destroy(), then end()
TEST_F(AfterEnd, ThatCameAfterDestroyCountsToo) {
  connect();
  socket_.destroy();
  socket_.end();
  ASSERT_TRUE(run_until_closed());
  const Lines expected = {"write ERR_STREAM_WRITE_AFTER_END", "end ERR_STREAM_WRITE_AFTER_END"};
  EXPECT_EQ(answers(), expected);
  EXPECT_TRUE(socket_.writable_ended());
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(node_answers, {"late"}), expected);
}

// net: ERR_STREAM_DESTROYED
TEST_F(AfterEnd, ThatNeverCameADestroyedSocketSaysSo) {
  connect();
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  const Lines expected = {"write ERR_STREAM_DESTROYED", "end ERR_STREAM_DESTROYED"};
  EXPECT_EQ(answers(), expected);
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(node_answers, {"none"}), expected);
}

// net: end(data) after end()
TEST_F(AfterEnd, EndWithDataIsAWriteAfterTheEnd) {
  connect();
  Lines done;
  socket_.end("last");
  socket_.end("more", into(done, "more"));
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(done, Lines{"more ERR_STREAM_WRITE_AFTER_END"});
  EXPECT_EQ(socket_.errored()->name, "ERR_STREAM_WRITE_AFTER_END");
}

// net: a reset behind the peer's end; 'end' comes first
TEST_F(AfterEnd, OfThePeerAResetIsAReset) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  met.socket->set_allow_half_open(true);
  ASSERT_EQ(write_all(met.peer.get(), "bye"), 0);
  send_end(met.peer.get());
  reset(std::move(met.peer));
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->closed; }));
  EXPECT_EQ(met.trace->lines,
            (Lines{"data", "end writeOnly", "error ECONNRESET read ECONNRESET", "close true"}));
}

// A write that meets the reset before the rest was read
TEST_F(AfterEnd, OfThePeerAWriteThatMeetsAResetLosesNothing) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  Lines done;
  met.socket->set_allow_half_open(true);
  ASSERT_EQ(write_all(met.peer.get(), "bye"), 0);
  send_end(met.peer.get());
  reset(std::move(met.peer));
  met.socket->write("late", into(done, "late"));
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->closed; }));
  EXPECT_EQ(met.trace->received, "bye");
  EXPECT_EQ(met.trace->lines,
            (Lines{"data", "end writeOnly", "error ECONNRESET write ECONNRESET", "close true"}));
  EXPECT_EQ(done, Lines{"late ECONNRESET"});
}

}  // namespace
}  // namespace netkit::test
