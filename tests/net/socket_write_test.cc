// SPDX-License-Identifier: MIT
// socket.write() and its callbacks, cork(), uncork().
#include "socket_fixture.h"
#include "support/data.h"

namespace netkit::test {

using namespace net;
namespace {

// net: socket.write() before the connection
TEST_F(SocketMethod, WriteBeforeTheConnectionIsSentAfterIt) {
  Lines done;
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  EXPECT_TRUE(socket_.write("one ", into(done, "one")));
  EXPECT_TRUE(socket_.write("two", into(done, "two")));
  EXPECT_EQ(socket_.writable_length(), 7U);
  ASSERT_TRUE(
      run_until(loop_, [&] { return !server_.traces.empty() && heard_there().received == "one two"; }));
  EXPECT_EQ(done, (Lines{"one ok", "two ok"}));
}

// net: socket.write('') before the connection
TEST_F(SocketMethod, WriteOfNothingIsDoneOnceConnected) {
  bool was_connecting = true;
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  int done = 0;
  EXPECT_TRUE(socket_.write("", [&](const std::optional<Error>& error) {
    EXPECT_FALSE(error);
    ++done;
    was_connecting = socket_.connecting();
  }));
  ASSERT_TRUE(run_until(loop_, [&] { return done == 1; }));
  EXPECT_FALSE(was_connecting);
}

// net: socket.write() never calls back from inside
TEST_F(SocketMethod, WriteCallsBackFromTheLoopOnly) {
  connect();
  Lines done;
  socket_.write("x", into(done, "x"));
  EXPECT_TRUE(done.empty());
  ASSERT_TRUE(run_until(loop_, [&] { return !done.empty(); }));
  EXPECT_EQ(done, Lines{"x ok"});
}

// net: socket.write() returns false, the callbacks come in order, then 'drain'
TEST_F(SocketMethod, WriteCallbacksAndDrainComeInTheOrderOfNode) {
  connect();
  trace_.lines.clear();
  for (int i = 0; i < 4; ++i) {
    socket_.write(std::string(4 * MiB, 'x'), into(trace_.lines, "done " + std::to_string(i)));
  }
  trace_.then = [this](std::string_view event) {
    if (event == "drain") socket_.end();
  };
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.lines.front(), "done 0 ok");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(R"js(
    const server = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1', () => {
      const socket = net.connect(server.address().port, '127.0.0.1');
      socket.on('ready', () => setImmediate(() => {
        trace(socket);
        for (let i = 0; i < 4; ++i) socket.write(Buffer.alloc(4 << 20), () => say('done', i, 'ok'));
        socket.on('drain', () => socket.end());
        socket.on('close', () => server.close());
      }));
    });
  )js"));
}

// net: ERR_STREAM_WRITE_AFTER_END
TEST_F(SocketMethod, WriteAfterEndDestroysTheSocket) {
  connect();
  Lines done;
  socket_.end("last");
  EXPECT_FALSE(socket_.write("more", into(done, "more")));
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(done, Lines{"more ERR_STREAM_WRITE_AFTER_END"});
  EXPECT_EQ(trace_.lines.at(trace_.lines.size() - 2), "error ERR_STREAM_WRITE_AFTER_END write after end");
  EXPECT_EQ(trace_.lines.back(), "close true");
}

// net: EPIPE, This socket has been ended by the other party
TEST_F(SocketMethod, WriteAfterThePeersEndAndOursIsEpipe) {
  Lines done;
  bool taken = true;
  connect();
  trace_.then = [&](std::string_view event) {
    if (event == "finish") taken = socket_.write("x", into(done, "x"));
  };
  accepted().set_allow_half_open(true);
  accepted().end();
  ASSERT_TRUE(run_until_closed());
  EXPECT_FALSE(taken);
  EXPECT_EQ(done, Lines{"x EPIPE"});
  EXPECT_EQ(trace_.lines.at(trace_.lines.size() - 2),
            "error EPIPE This socket has been ended by the other party");
  EXPECT_EQ(trace_.lines.back(), "close true");
}

// net: socket.on('end', () => socket.end('bye')), the automatic end comes after the event
TEST_F(SocketMethod, WriteInTheEndEventIsStillSent) {
  connect();
  trace_.then = [this](std::string_view event) {
    if (event != "end") return;
    EXPECT_TRUE(socket_.write("good"));
    socket_.end("bye");
  };
  accepted().set_allow_half_open(true);
  accepted().end();
  ASSERT_TRUE(run_until_closed());
  ASSERT_TRUE(run_until(loop_, [&] { return heard_there().closed; }));
  EXPECT_EQ(heard_there().received, "goodbye");
  EXPECT_EQ(trace_.lines.back(), "close false");
}

// net: ERR_STREAM_DESTROYED, and no error event
TEST_F(SocketMethod, WriteAfterDestroyOnlyCallsItsCallback) {
  connect();
  Lines done;
  socket_.destroy();
  EXPECT_FALSE(socket_.write("x", into(done, "before close")));
  ASSERT_TRUE(run_until_closed());
  EXPECT_FALSE(socket_.write("x", into(done, "after close")));
  ASSERT_TRUE(run_until(loop_, [&] { return done.size() == 2; }));
  EXPECT_EQ(done, (Lines{"before close ERR_STREAM_DESTROYED", "after close ERR_STREAM_DESTROYED"}));
  EXPECT_EQ(trace_.lines.back(), "close false");
  EXPECT_FALSE(trace_.heard("error"));
}

// net: ERR_SOCKET_CLOSED
TEST_F(SocketMethod, WriteWithoutAConnectionIsAnError) {
  Lines done;
  EXPECT_FALSE(socket_.write("x", into(done, "x")));
  EXPECT_TRUE(trace_.lines.empty());
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(done, Lines{"x ERR_SOCKET_CLOSED"});
  EXPECT_EQ(trace_.lines, (Lines{"error ERR_SOCKET_CLOSED Socket is closed", "close true"}));
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines.front(), node_lines("trace(new net.Socket()).write('x')").at(0));
}

// net: ERR_SOCKET_CLOSED_BEFORE_CONNECTION, and no error event
TEST_F(SocketMethod, WriteDestroyedBeforeTheConnectionIsReportedAsSuch) {
  Lines done;
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.write("x", into(done, "x"));
  socket_.write("", into(done, "nothing"));
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(done,
            (Lines{"x ERR_SOCKET_CLOSED_BEFORE_CONNECTION", "nothing ERR_SOCKET_CLOSED_BEFORE_CONNECTION"}));
  EXPECT_EQ(trace_.lines, Lines{"close false"});
}

// net calls back without an error where data was cut; here it is ECANCELED
TEST_F(SocketMethod, WriteThatIsCutByDestroyIsCanceled) {
  server_.on_accept = [](Socket& socket) { socket.pause(); };
  connect();
  Lines done;
  socket_.write(too_much(), into(done, "cut"));
  socket_.write("x", into(done, "x"));
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(done, (Lines{"cut ECANCELED", "x ECANCELED"}));
  EXPECT_EQ(trace_.lines.back(), "close false");
}

// net: socket.cork(), socket.uncork()
TEST_F(SocketMethod, CorkKeepsWritesTogether) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  Lines done;
  met.socket->cork();
  met.socket->cork();
  met.socket->write("one ", into(done, "one"));
  met.socket->write("two", into(done, "two"));
  EXPECT_EQ(met.socket->writable_length(), 7U);
  met.socket->uncork();
  run_for(loop_, Duration(20));
  EXPECT_EQ(bytes_waiting(met.peer.get()), 0U);
  EXPECT_TRUE(done.empty());
  met.socket->uncork();
  EXPECT_EQ(read_some(met.peer.get(), 64, Deadline()).bytes, "one two");
  ASSERT_TRUE(run_until(loop_, [&] { return done.size() == 2; }));
  EXPECT_EQ(done, (Lines{"one ok", "two ok"}));
}

// net: socket.cork() before the connection
TEST_F(SocketMethod, CorkBeforeTheConnectionHoldsAfterIt) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.cork();
  socket_.write("a");
  ASSERT_TRUE(run_until(loop_, [&] { return trace_.heard("ready") && !server_.sockets.empty(); }));
  run_for(loop_, Duration(20));
  EXPECT_EQ(heard_there().received, "");
  EXPECT_EQ(socket_.writable_length(), 1U);
  socket_.uncork();
  ASSERT_TRUE(run_until(loop_, [&] { return heard_there().received == "a"; }));
  EXPECT_EQ(socket_.writable_length(), 0U);
}

// net: socket.end() while corked
TEST_F(SocketMethod, CorkIsUndoneByEnd) {
  connect();
  socket_.cork();
  socket_.cork();
  socket_.write("a");
  socket_.end("b");
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(heard_there().received, "ab");
}

// net: socket.cork() after end() holds back nothing
TEST_F(SocketMethod, CorkAfterEndHoldsBackNothing) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.end("last");
  socket_.cork();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(heard_there().received, "last");
}

// net: socket.destroy() while corked
TEST_F(SocketMethod, CorkedWritesAreCanceledByDestroy) {
  connect();
  Lines done;
  socket_.cork();
  socket_.write("a", into(done, "a"));
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(done, Lines{"a ECANCELED"});
}

// net: the callback of write() destroys the socket
TEST_F(SocketMethod, WriteCallbackMayDestroyTheSocket) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  met.socket->write("x", [&](const std::optional<Error>&) {
    met.trace.reset();
    met.socket.reset();
  });
  met.socket->write("y", [](const std::optional<Error>&) { ADD_FAILURE() << "told after its end"; });
  ASSERT_TRUE(run_until(loop_, [&] { return met.socket == nullptr; }));
}

// net: socket.write(text, 'hex'), socket.end(text, 'base64')
TEST_F(SocketMethod, WriteAndEndTakeAnEncoding) {
  connect();
  Lines done;
  socket_.write("68656c6c6f", Encoding::hex, into(done, "hex"));
  socket_.write("\xc3\xa9", Encoding::latin1);
  socket_.end("IQ==", Encoding::base64, into(done, "base64"));
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(heard_there().received, "hello\xe9!");
  EXPECT_EQ(socket_.bytes_written(), 7U);
  EXPECT_EQ(done, (Lines{"hex ok", "base64 ok"}));
}

}  // namespace
}  // namespace netkit::test
