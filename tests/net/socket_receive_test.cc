// SPDX-License-Identifier: MIT
// pause(), resume(), setEncoding().
#include "socket_fixture.h"
#include "support/data.h"

namespace netkit::test {

using namespace net;
namespace {

// What comes of these pieces, each sent once the one before has arrived.
std::string decoded(Encoding encoding, const std::vector<std::string>& pieces) {
  Loop loop;
  RawMeeting met = meet_raw(loop, Kind::tcp);
  met.socket->set_encoding(encoding);
  std::size_t sent = 0;
  for (const std::string& piece : pieces) {
    write_all(met.peer.get(), piece);
    sent += piece.size();
    run_until(loop, [&] { return met.socket->bytes_read() == sent; });
  }
  send_end(met.peer.get());
  run_until(loop, [&] { return met.trace->heard("end"); });
  return met.trace->received;
}

const std::string five_bytes("A\xe9\x80\xff\0", 5);

// net: socket.pause(), socket.resume()
TEST_F(SocketMethod, PauseHoldsBackDataAndResumeDeliversIt) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  met.socket->pause();
  EXPECT_EQ(write_all(met.peer.get(), "later"), 0);
  run_for(loop_, Duration(30));
  EXPECT_EQ(met.trace->received, "");
  met.socket->resume();
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->received == "later"; }));
}

// net: socket.pause(), and the peer has to stop
TEST_F(SocketMethod, PauseIsBackPressureToThePeer) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  met.socket->pause();
  const std::string all = random_bytes(32 * MiB);
  const std::size_t taken = write_until_blocked(met.peer.get(), all);
  EXPECT_LT(taken, all.size());
  run_for(loop_, Duration(20));
  EXPECT_EQ(met.socket->bytes_read(), 0U);
  met.socket->resume();
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->received.size() == taken; }));
  EXPECT_TRUE(begins(all, met.trace->received));
}

// net: socket.pause() before connect()
TEST_F(SocketMethod, PauseBeforeConnectStillConnects) {
  server_.on_accept = [](Socket& socket) { socket.write("early"); };
  socket_.pause();
  connect();
  run_for(loop_, Duration(30));
  EXPECT_EQ(trace_.received, "");
  socket_.resume();
  ASSERT_TRUE(run_until(loop_, [this] { return trace_.received == "early"; }));
}

// net: socket.pause() in 'data'
TEST_F(SocketMethod, PauseInTheDataEventStopsThere) {
  SocketOptions options;
  options.read_buffer = 4;
  RawMeeting met = meet_raw(loop_, Kind::tcp, options);
  met.trace->then = [&](std::string_view event) {
    if (event == "data") met.socket->pause();
  };
  EXPECT_EQ(write_all(met.peer.get(), "hello world"), 0);
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->received == "hell"; }));
  run_for(loop_, Duration(20));
  EXPECT_EQ(met.trace->received, "hell");
}

// net: socket.setEncoding('utf8'), characters that are cut
TEST_F(SocketMethod, EncodingUtf8KeepsCutCharactersTogether) {
  EXPECT_EQ(decoded(Encoding::utf8, {"\xe2", "\x82", "\xac and \xf0\x9f", "\x98\x80"}),
            "\u20ac and \U0001f600");
}

// net: socket.setEncoding('utf8'), bytes that are none
TEST_F(SocketMethod, EncodingUtf8ReplacesWhatIsNone) {
  EXPECT_EQ(decoded(Encoding::utf8, {"a\xff", "b"}), "a\ufffdb");
}

// net: socket.setEncoding('utf8'), a character without its end
TEST_F(SocketMethod, EncodingUtf8FlushesTheRestBeforeTheEnd) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  met.socket->set_encoding(Encoding::utf8);
  EXPECT_EQ(write_all(met.peer.get(), "\xe2\x82"), 0);
  send_end(met.peer.get());
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->heard("end"); }));
  EXPECT_EQ(met.trace->received, "\ufffd");
  EXPECT_EQ(met.trace->lines.front(), "data");
  EXPECT_EQ(met.socket->bytes_read(), 2U);
}

// net: setEncoding('hex'), 'base64', 'base64url', 'latin1', 'ascii', 'utf16le'
TEST_F(SocketMethod, EncodingsAreThoseOfNode) {
  EXPECT_EQ(decoded(Encoding::hex, {five_bytes}), "41e980ff00");
  EXPECT_EQ(decoded(Encoding::base64, {five_bytes}), "QemA/wA=");
  EXPECT_EQ(decoded(Encoding::base64url, {five_bytes}), "QemA_wA");
  EXPECT_EQ(decoded(Encoding::ascii, {five_bytes}), std::string("Ai\0\x7f\0", 5));
  EXPECT_EQ(decoded(Encoding::latin1, {"\xe9"}), "\u00e9");
  EXPECT_EQ(decoded(Encoding::utf16le, {"A", std::string("\0\x3d\xd8", 3), "\x00\xde"}).substr(0, 1), "A");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(R"js(
    const server = net.createServer((socket) => socket.end(Buffer.from('41e980ff00', 'hex')));
    server.listen(0, '127.0.0.1', async () => {
      for (const encoding of ['hex', 'base64', 'base64url', 'ascii']) {
        const socket = net.connect(server.address().port, '127.0.0.1').setEncoding(encoding);
        let text = '';
        for await (const piece of socket) text += piece;
        say(Buffer.from(text).toString('hex'));
      }
      server.close();
    });
  )js"),
            (Lines{"34316539383066663030", "51656d412f77413d", "51656d415f7741", "4169007f00"}));
}

// net: base64 across chunks
TEST_F(SocketMethod, EncodingBase64PadsOnlyAtTheEnd) {
  EXPECT_EQ(decoded(Encoding::base64, {"A", "\xe9\x80", std::string("\xff\0", 2)}), "QemA/wA=");
}

// net: ERR_UNKNOWN_ENCODING; here a name is parsed first
TEST_F(SocketMethod, EncodingOfAnUnknownNameIsNone) {
  EXPECT_FALSE(parse_encoding("nope"));
  EXPECT_EQ(parse_encoding("binary"), Encoding::latin1);
  EXPECT_EQ(parse_encoding("UCS-2"), Encoding::utf16le);
}

// net: setEncoding() and a new connection
TEST_F(SocketMethod, EncodingStartsAgainWithEachConnection) {
  socket_.set_encoding(Encoding::utf8);
  connect();
  accepted().write("\xe2\x82");
  ASSERT_TRUE(run_until(loop_, [this] { return socket_.bytes_read() == 2; }));
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(trace_.received, "");
  server_.on_accept = [](Socket& socket) { socket.write("\xac new"); };
  trace_.lines.clear();
  connect();
  ASSERT_TRUE(run_until(loop_, [this] { return socket_.bytes_read() == 5; }));
  EXPECT_EQ(trace_.received, "\ufffd new");
}

// net: methods of a closed socket never throw
TEST_F(SocketMethod, SettersOfAClosedSocketDoNothing) {
  connect();
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  socket_.set_no_delay();
  socket_.set_keep_alive(KeepAlive{});
  socket_.pause();
  socket_.resume();
  socket_.ref();
  socket_.unref();
  socket_.cork();
  socket_.uncork();
  socket_.destroy();
  socket_.destroy_soon();
  EXPECT_TRUE(socket_.set_timeout(std::chrono::milliseconds(5)));
  EXPECT_TRUE(socket_.set_type_of_service(8));
  const Lines before = trace_.lines;
  run_for(loop_, Duration(30));
  EXPECT_EQ(trace_.lines, before);
}

}  // namespace
}  // namespace netkit::test
