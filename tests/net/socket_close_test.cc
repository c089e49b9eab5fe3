// SPDX-License-Identifier: MIT
// end(), destroy(), destroySoon(), resetAndDestroy(), a stop request, and connecting again.
#include <thread>

#include "socket_fixture.h"
#include "support/data.h"
#include "support/io_fixtures.h"

namespace netkit::test {

using namespace net;
namespace {

// net: socket.end() sends FIN and goes on reading
TEST_F(SocketMethod, EndSendsFinAndThePeerCanStillAnswer) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  met.socket->end("question");
  EXPECT_EQ(read_while_running(loop_, met.peer.get()), "question");
  EXPECT_EQ(write_all(met.peer.get(), "answer"), 0);
  send_end(met.peer.get());
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->closed; }));
  EXPECT_EQ(met.trace->received, "answer");
  EXPECT_EQ(met.trace->lines, (Lines{"finish readOnly", "data", "end closed", "close false"}));
}

// net: socket.end() while connecting
TEST_F(SocketMethod, EndWhileConnectingComesAfterTheConnection) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.end("hello");
  EXPECT_EQ(socket_.ready_state(), "opening");
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(heard_there().received, "hello");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(R"js(
    const server = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1', () => {
      trace(net.connect(server.address().port, '127.0.0.1')).on('close', () => server.close()).end('hello');
    });
  )js"));
}

// net: socket.end() without a connection finishes at once
TEST_F(SocketMethod, EndWithoutAConnectionFinishesInTheNextRound) {
  socket_.end(into(trace_.lines, "done"));
  EXPECT_EQ(socket_.ready_state(), "readOnly");
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("finish"); }));
  EXPECT_EQ(trace_.lines, (Lines{"done ok", "finish readOnly"}));
}

// net: the callbacks of socket.end(), right before 'finish'
TEST_F(SocketMethod, EndCallsEachOfItsCallbacksOnce) {
  connect();
  trace_.lines.clear();
  socket_.end("x", into(trace_.lines, "first"));
  socket_.end(into(trace_.lines, "second"));
  ASSERT_TRUE(run_until_closed());
  const Lines expected{"first ok", "second ok", "finish readOnly", "end closed", "close false"};
  EXPECT_EQ(trace_.lines, expected);
  socket_.end(into(trace_.lines, "late"));
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("late"); }));
  EXPECT_EQ(trace_.lines.back(), "late ERR_STREAM_ALREADY_FINISHED");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines, node_lines(R"js(
    const server = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1', () => {
      const socket = net.connect(server.address().port, '127.0.0.1');
      socket.on('ready', () => setImmediate(() => {
        trace(socket);
        socket.end('x', () => say('first ok'));
        socket.end(() => say('second ok'));
        socket.on('close', () => { server.close(); socket.end((error) => say('late', error.code)); });
      }));
    });
  )js"));
}

// net: socket.end() after socket.destroy()
TEST_F(SocketMethod, EndAfterDestroyCallsItsCallback) {
  connect();
  Lines done;
  socket_.destroy();
  socket_.end(into(done, "end"));
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(done, Lines{"end ERR_STREAM_DESTROYED"});
}

// net: socket.end() that destroy() cuts
TEST_F(SocketMethod, EndThatIsCutByDestroyIsCanceled) {
  server_.on_accept = [](Socket& socket) { socket.pause(); };
  connect();
  Lines done;
  socket_.write(too_much());
  socket_.end(into(done, "end"));
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(done, Lines{"end ECANCELED"});
  EXPECT_FALSE(trace_.heard("finish"));
}

// net: socket.destroy(error)
TEST_F(SocketMethod, DestroyWithAnErrorReportsItRightBeforeClose) {
  connect();
  Error why;
  why.name = "EWHY";
  why.message = "why";
  socket_.destroy(why);
  socket_.destroy();
  EXPECT_TRUE(socket_.destroyed());
  EXPECT_EQ(trace_.lines.back(), "ready open");
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ((Lines{trace_.lines.end() - 2, trace_.lines.end()}), (Lines{"error EWHY why", "close true"}));
}

// net: socket.destroy() before connect()
TEST_F(SocketMethod, DestroyWithoutAConnectionCloses) {
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.lines, Lines{"close false"});
}

// net: socket.destroy() while connecting
TEST_F(SocketMethod, DestroyWhileConnectingCloses) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.destroy();
  EXPECT_FALSE(socket_.connecting());
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.lines, Lines{"close false"});
}

// net: socket.destroy() with input that was not read
TEST_F(SocketMethod, DestroyWithUnreadInputIsAResetToThePeer) {
  for (const Kind kind : {Kind::tcp, Kind::ipc}) {
    RawMeeting met = meet_raw(loop_, kind);
    met.socket->pause();
    EXPECT_EQ(write_all(met.peer.get(), "unread"), 0);
    met.socket->destroy();
    ASSERT_TRUE(run_until(loop_, [&] { return met.trace->closed; }));
    EXPECT_EQ(read_to_end(met.peer.get()).error, ECONNRESET) << name_of(kind);
  }
}

// net: socket.destroySoon()
TEST_F(SocketMethod, DestroySoonClosesOnceEverythingIsWritten) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  const std::string all = random_bytes(3 * MiB);
  met.socket->write(all);
  met.socket->destroy_soon();
  EXPECT_FALSE(met.socket->destroyed());
  EXPECT_TRUE(same_bytes(all, read_while_running(loop_, met.peer.get())));
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->closed; }));
  EXPECT_EQ(met.trace->lines, (Lines{"finish readOnly", "close false"}));
}

// net: socket.destroySoon() while connecting
TEST_F(SocketMethod, DestroySoonWhileConnectingSendsWhatWasWritten) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.write("last");
  socket_.destroy_soon();
  ASSERT_TRUE(run_until_closed());
  ASSERT_TRUE(run_until(loop_, [this] { return heard_there().closed; }));
  EXPECT_EQ(heard_there().received, "last");
  EXPECT_EQ(trace_.lines.back(), "close false");
}

// net: socket.resetAndDestroy()
TEST_F(SocketMethod, ResetAndDestroyIsAResetToThePeer) {
  NETKIT_NEEDS_REFERENCE();
  NodePeer peer(R"js(
    const server = net.createServer((socket) => { trace(socket); server.close(); })
      .listen(0, '127.0.0.1', () => say(server.address().port));
  )js");
  ASSERT_TRUE(socket_.connect(to(static_cast<std::uint16_t>(std::stoi(peer.line(0))))));
  trace_.then = [this](std::string_view event) {
    if (event == "ready") {
      EXPECT_TRUE(socket_.reset_and_destroy());
    }
  };
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.lines.back(), "close false");
  EXPECT_FALSE(trace_.heard("error"));
  EXPECT_EQ(peer.line(2), "close true");
  EXPECT_EQ(peer.line(1), "error ECONNRESET read ECONNRESET");
}

// net: socket.resetAndDestroy() while our end is on its way
TEST_F(SocketMethod, ResetAndDestroyAfterEndIsAReset) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  met.socket->write(too_much());
  met.socket->end();
  EXPECT_TRUE(met.socket->reset_and_destroy());
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->closed; }));
  EXPECT_EQ(read_to_end(met.peer.get()).error, ECONNRESET);
}

// net: socket.resetAndDestroy() while connecting
TEST_F(SocketMethod, ResetAndDestroyWhileConnectingWaitsForTheConnection) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  ASSERT_TRUE(socket_.reset_and_destroy());
  EXPECT_TRUE(socket_.connecting());
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.closed && server_.traces.at(0)->closed; }));
  EXPECT_EQ(trace_.lines, (Lines{"connectionAttempt 127.0.0.1", "connect open", "close false"}));
  EXPECT_EQ(heard_there().lines, (Lines{"error ECONNRESET read ECONNRESET", "close true"}));
}

// net: socket.resetAndDestroy() of a connection that the peer has reset
TEST_F(SocketMethod, ResetAndDestroyIsAllowedOnAConnectionThatIsResetAlready) {
  UniqueFd client = connect_to(Where{Transport::tcp4, "127.0.0.1", server_.port(), {}});
  reset(std::move(client));
  ASSERT_TRUE(run_until(loop_, [this] { return !server_.sockets.empty(); }));
  if (heard_there().closed) return;
  EXPECT_TRUE(accepted().reset_and_destroy());
  ASSERT_TRUE(run_until(loop_, [this] { return heard_there().closed; }));
}

// net: socket.resetAndDestroy() without a connection
TEST_F(SocketMethod, ResetAndDestroyWithoutAConnectionIsAnError) {
  EXPECT_TRUE(socket_.reset_and_destroy());
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.lines, (Lines{"error ERR_SOCKET_CLOSED Socket is closed", "close true"}));
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(trace_.lines.front(), node_lines("trace(new net.Socket()).resetAndDestroy()").at(0));
}

// net: socket.resetAndDestroy() of a pipe
TEST_F(SocketMethod, ResetAndDestroyIsRefusedOnAUnixSocket) {
  RawMeeting met = meet_raw(loop_, Kind::ipc);
  const auto refused = met.socket->reset_and_destroy();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().name, "ERR_INVALID_HANDLE_TYPE");
  EXPECT_EQ(refused.error().message, "This handle type cannot be sent");
  EXPECT_FALSE(met.socket->destroyed());
}

// net: signal
TEST_F(SocketOption, SignalDestroysWithAbortError) {
  std::stop_source stop;
  socket_.destroy_on(stop.get_token());
  connect();
  stop.request_stop();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ((Lines{trace_.lines.end() - 2, trace_.lines.end()}),
            (Lines{"error ABORT_ERR The operation was aborted", "close true"}));
}

// net: signal; here the request may come from another thread
TEST_F(SocketOption, SignalMayComeFromAnotherThread) {
  std::stop_source stop;
  connect();
  socket_.destroy_on(stop.get_token());
  std::jthread other([&] { stop.request_stop(); });
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.lines.back(), "close true");
}

// net: signal that was aborted before
TEST_F(SocketOption, SignalThatHasBeenAbortedDestroysImmediately) {
  std::stop_source stop;
  stop.request_stop();
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.destroy_on(stop.get_token());
  ASSERT_TRUE(run_until_closed());
  EXPECT_TRUE(trace_.heard("error ABORT_ERR"));
  EXPECT_EQ(trace_.lines.back(), "close true");
}

// net: socket.connect() again, after 'close'
TEST_F(SocketMethod, ConnectAgainFiftyTimesLeavesNoDescriptor) {
  int left = 0;
  trace_.then = [&](std::string_view event) {
    if (event == "ready") {
      EXPECT_FALSE(socket_.destroyed());
      EXPECT_EQ(socket_.bytes_written(), 0U);
      socket_.end("hello");
    }
    if (event == "close" && --left > 0) {
      EXPECT_TRUE(socket_.connect(to(server_.port())));
    }
  };
  const auto connect_times = [&](int times) {
    left = times;
    ASSERT_TRUE(socket_.connect(to(server_.port())));
    ASSERT_TRUE(run_until(loop_, [&] { return left == 0 && server_.server().connections() == 0; }));
    server_.traces.clear();
    server_.sockets.clear();
    run_for(loop_, Duration(1));
  };
  connect_times(1);  // libuv opens a descriptor for the loop's first stream, and keeps it
  const std::set<int> before = open_descriptors();
  connect_times(50);
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_EQ(trace_.lines.back(), "close false");
}

// net: socket.connect() while connecting
TEST_F(SocketMethod, ConnectWhileConnectingIsRefused) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  const auto again = socket_.connect(to(server_.port()));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().name, "EALREADY");
  EXPECT_TRUE(again.error().message.starts_with("connect EALREADY"));
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.heard("ready"); }));
}

// net leaves it undefined; here it is EISCONN
TEST_F(SocketMethod, ConnectWhileConnectedIsRefused) {
  connect();
  const auto again = socket_.connect(to(server_.port()));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().name, "EISCONN");
  EXPECT_EQ(socket_.ready_state(), "open");
}

// net: socket.connect() after a failure
TEST_F(SocketMethod, ConnectAgainAfterAFailure) {
  const std::uint16_t nobody = unused_where(Transport::tcp4).port;
  ASSERT_TRUE(socket_.connect(to(nobody)));
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(without_ports(trace_.lines.at(2), {nobody}),
            "error ECONNREFUSED connect ECONNREFUSED 127.0.0.1:*");
  trace_.lines.clear();
  connect();
  EXPECT_EQ(socket_.ready_state(), "open");
}

}  // namespace
}  // namespace netkit::test
