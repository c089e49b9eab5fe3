// SPDX-License-Identifier: MIT
// What a socket can be asked.
#include <netkit/loop/uv_error.h>
#include <netkit/socket/resolver.h>

#include <cerrno>

#include "socket_fixture.h"
#include "support/data.h"
#include "support/io_fixtures.h"
#include "support/temp_dir.h"

namespace netkit::test {

using namespace net;
namespace {

// net: socket.address(), localAddress, remoteAddress
TEST_F(SocketProperty, AddressesMirrorThePeers) {
  EXPECT_FALSE(socket_.local_address() || socket_.remote_address());
  connect();
  EXPECT_EQ(socket_.local_address(), accepted().remote_address());
  EXPECT_EQ(socket_.remote_address(), accepted().local_address());
  EXPECT_EQ(socket_.remote_address()->port, server_.port());
}

// net: remoteAddress after close
TEST_F(SocketProperty, AddressesOutliveTheConnection) {
  connect();
  const auto local = socket_.local_address();
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  ASSERT_TRUE(local);
  EXPECT_EQ(socket_.local_address(), local);
  EXPECT_EQ(socket_.remote_address()->port, server_.port());
}

// net: remoteAddress of an IPv4 client at a dual-stack server
TEST_F(SocketProperty, RemoteAddressOfAnIpv4ClientIsMappedAtADualStackServer) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6 here";
  TracedServer everywhere(loop_);
  ListenOptions options;
  options.where.port = 0;
  ASSERT_TRUE(everywhere.server().listen(options));
  ASSERT_TRUE(run_until(loop_, [&] { return everywhere.server().listening(); }));
  ASSERT_TRUE(socket_.connect(to(everywhere.port())));
  ASSERT_TRUE(run_until(loop_, [&] { return !everywhere.sockets.empty(); }));
  EXPECT_EQ(everywhere.sockets[0]->remote_address()->address.to_string(), "::ffff:127.0.0.1");
}

// net: addresses of a pipe
TEST_F(SocketProperty, AddressesAreNoneOnAUnixSocket) {
  const RawMeeting met = meet_raw(loop_, Kind::ipc);
  EXPECT_FALSE(met.socket->local_address());
  EXPECT_FALSE(met.socket->remote_address());
}

// net: autoSelectFamilyAttemptedAddresses
TEST_F(SocketProperty, AttemptedAddressesAreThoseOfSeveralOnly) {
  connect();
  EXPECT_TRUE(socket_.attempted_addresses().empty());
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  Resolver resolver(loop_);
  resolver.answer("both", address("::1"));
  resolver.answer("both", address("127.0.0.1"));
  ConnectOptions options = to(server_.port(), "both");
  options.resolver = &resolver;
  trace_.lines.clear();
  connect(options);
  const std::string port = ":" + std::to_string(server_.port());
  EXPECT_EQ(socket_.attempted_addresses(), (std::vector<std::string>{"::1" + port, "127.0.0.1" + port}));
}

// net: bufferSize, writableLength
TEST_F(SocketProperty, BufferSizeIsWhatIsQueuedWhileThereIsAConnection) {
  EXPECT_EQ(socket_.buffer_size(), std::nullopt);
  server_.on_accept = [](Socket& socket) { socket.pause(); };
  connect();
  EXPECT_EQ(socket_.buffer_size(), 0U);
  const std::string much = too_much();
  socket_.write(much);
  EXPECT_EQ(socket_.buffer_size(), much.size());
  EXPECT_EQ(socket_.writable_length(), much.size());
}

// net: bytesRead
TEST_F(SocketProperty, BytesReadSurvivesTheCloseAndStartsAgain) {
  connect();
  accepted().end("12345");
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(socket_.bytes_read(), 5U);
  connect();
  EXPECT_EQ(socket_.bytes_read(), 0U);
}

// net: bytesWritten
TEST_F(SocketProperty, BytesWrittenCountsBytesBeforeTheConnection) {
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.write("\u00e9\u20ac");
  EXPECT_EQ(socket_.bytes_written(), 5U);
  EXPECT_EQ(socket_.writable_length(), 5U);
  ASSERT_TRUE(run_until(loop_, [&] { return trace_.heard("ready"); }));
  socket_.destroy();
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(socket_.bytes_written(), 5U);
}

// net: connecting, pending, destroyed
TEST_F(SocketProperty, ConnectingPendingAndDestroyedFollowTheConnection) {
  const auto state = [this] {
    return std::string(socket_.connecting() ? "connecting " : "") + (socket_.pending() ? "pending " : "") +
           (socket_.destroyed() ? "destroyed" : "");
  };
  EXPECT_EQ(state(), "pending ");
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  EXPECT_EQ(state(), "connecting pending ");
  ASSERT_TRUE(run_until(loop_, [&] { return trace_.heard("ready"); }));
  EXPECT_EQ(state(), "");
  socket_.destroy();
  EXPECT_EQ(state(), "pending destroyed");
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(state(), "pending destroyed");
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  EXPECT_EQ(state(), "connecting pending ");
}

// net: readyState
TEST_F(SocketProperty, ReadyStateSaysWhichSidesAreOpen) {
  EXPECT_EQ(socket_.ready_state(), "open");
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  EXPECT_EQ(socket_.ready_state(), "opening");
  socket_.set_allow_half_open(true);
  ASSERT_TRUE(run_until(loop_, [&] { return trace_.heard("ready") && !server_.sockets.empty(); }));
  EXPECT_EQ(socket_.ready_state(), "open");
  accepted().set_allow_half_open(true);
  socket_.end();
  EXPECT_EQ(socket_.ready_state(), "readOnly");
  ASSERT_TRUE(run_until(loop_, [&] { return heard_there().heard("end"); }));
  EXPECT_EQ(accepted().ready_state(), "writeOnly");
  accepted().end();
  EXPECT_EQ(accepted().ready_state(), "closed");
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(socket_.ready_state(), "closed");
}

// net: timeout
TEST_F(SocketProperty, TimeoutIsWhatWasSet) {
  using std::chrono::milliseconds;
  EXPECT_EQ(socket_.timeout(), std::nullopt);
  ASSERT_TRUE(socket_.set_timeout(milliseconds(1500)));
  EXPECT_EQ(socket_.timeout(), milliseconds(1500));
  ASSERT_TRUE(socket_.set_timeout(milliseconds(0)));
  EXPECT_EQ(socket_.timeout(), milliseconds(0));
}

// net: server
TEST_F(SocketProperty, ServerIsTheOneThatAccepted) {
  connect();
  EXPECT_EQ(accepted().server(), &server_.server());
  EXPECT_EQ(socket_.server(), nullptr);
}

// net: server, once that is gone
TEST(SocketPropertyServer, IsNoneOnceItIsDestroyed) {
  Loop loop;
  auto server = std::make_unique<TracedServer>(loop);
  server->listen();
  Socket client(loop);
  Trace trace(client);
  ASSERT_TRUE(client.connect(to(server->port())));
  ASSERT_TRUE(run_until(loop, [&] { return !server->sockets.empty(); }));
  auto traces = std::move(server->traces);
  auto accepted = std::move(server->sockets.back());
  server.reset();
  EXPECT_EQ(accepted->server(), nullptr);
  accepted->end("alive");
  ASSERT_TRUE(run_until(loop, [&] { return trace.closed; }));
  EXPECT_EQ(trace.received, "alive");
}

// net: socket.bufferSize while connecting
TEST_F(SocketProperty, BufferSizeCountsWhileConnecting) {
  EXPECT_EQ(socket_.buffer_size(), std::nullopt);
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  EXPECT_EQ(socket_.buffer_size(), 0U);
  for (std::size_t written = 1; written <= 9; ++written) {
    socket_.write("x");
    EXPECT_EQ(socket_.buffer_size(), written);
  }
  socket_.destroy();
  EXPECT_EQ(socket_.buffer_size(), std::nullopt);
}

/// The properties of streams, in the order of node_states.
std::string states_of(const Socket& socket) {
  const auto word = [](bool is) { return is ? " true" : " false"; };
  std::string states = "states";
  for (const bool is :
       {socket.readable(), socket.readable_ended(), socket.writable(), socket.writable_ended(),
        socket.writable_finished(), socket.writable_need_drain(), socket.closed()}) {
    states += word(is);
  }
  return states + ' ' + (socket.errored() ? socket.errored()->name : "null");
}

constexpr const char* node_states = R"js(
  const states = (s) => say('states', s.readable, s.readableEnded, s.writable, s.writableEnded,
                            s.writableFinished, s.writableNeedDrain, s.closed, s.errored ? s.errored.code : 'null');
  const server = net.createServer((peer) => peer.on('error', () => {}).resume()).listen(0, '127.0.0.1', () => {
    const socket = new net.Socket();
    states(socket);
    socket.connect(server.address().port, '127.0.0.1').resume().on('error', () => {});
    socket.write(Buffer.alloc(1 << 20));
    states(socket);
    socket.on('drain', () => { states(socket); socket.end(); states(socket); });
    socket.on('end', () => states(socket));
    socket.on('close', () => {
      states(socket);
      const other = net.connect(server.address().port, '127.0.0.1', () => {
        other.on('error', () => {}).on('close', () => { states(other); process.exit(); });
        other.destroy(Object.assign(new Error('no more'), { code: 'ECONNABORTED' }));
      });
    });
  });
)js";

// net: readable, readableEnded, writable, writableEnded, writableFinished, writableNeedDrain, closed, errored
TEST_F(SocketProperty, StatesOfTheStreamsFollowThoseOfNode) {
  Lines lines = {states_of(socket_)};
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  socket_.write(std::string(1 * MiB, 'x'));
  lines.push_back(states_of(socket_));
  trace_.then = [&](std::string_view event) {
    if (event == "drain") {
      lines.push_back(states_of(socket_));
      socket_.end();
    }
    if (event == "drain" || event == "end" || event == "close") lines.push_back(states_of(socket_));
  };
  ASSERT_TRUE(run_until_closed());
  trace_.then = [](std::string_view) {};
  trace_.lines.clear();
  connect();
  socket_.destroy(step_error(errno_error(ECONNABORTED), "test"));
  EXPECT_EQ(socket_.errored()->name, "ECONNABORTED") << "before on_error()";
  EXPECT_FALSE(socket_.closed());
  trace_.closed = false;
  ASSERT_TRUE(run_until_closed());
  lines.push_back(states_of(socket_));
  EXPECT_EQ(lines.front(), "states true false true false false false false null");
  EXPECT_EQ(lines.back(), "states false false false false false false true ECONNABORTED");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(lines, node_lines(node_states));
}

// net: writableHighWaterMark, writableCorked
TEST_F(SocketProperty, HighWaterMarkAndCorksCanBeAsked) {
  SocketOptions options;
  options.high_water_mark = 12345;
  Socket socket(loop_, options);
  socket.cork();
  socket.cork();
  EXPECT_EQ(socket.writable_high_water_mark(), 12345U);
  EXPECT_EQ(socket.writable_corked(), 2);
}

}  // namespace
}  // namespace netkit::test
