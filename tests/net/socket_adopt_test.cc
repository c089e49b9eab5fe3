// SPDX-License-Identifier: MIT
// A descriptor that becomes a Socket.
#include <netinet/in.h>
#include <sys/socket.h>

#include "socket_fixture.h"
#include "support/io_fixtures.h"

namespace netkit::test {

using namespace net;
namespace {

using Adopted = Result<std::unique_ptr<Socket>>;

Adopted adopt(Loop& loop, UniqueFd fd, Sides sides = {}) {
  return Socket::adopt(loop, netkit::UniqueFd(fd.release()), {}, sides);
}

std::string refusal(UniqueFd fd) {
  Loop loop;
  const Adopted socket = adopt(loop, std::move(fd));
  return socket ? "none" : socket.error().name + " " + socket.error().message;
}

// net: new net.Socket({fd}), one end of a Unix-domain pair
TEST_F(SocketOption, FdOfASocketPairIsAConnection) {
  RawMeeting met = meet_raw(loop_, Kind::ipc);
  EXPECT_FALSE(met.socket->pending());
  EXPECT_EQ(met.socket->ready_state(), "open");
  EXPECT_EQ(write_all(met.peer.get(), "ping"), 0);
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->received == "ping"; }));
  met.socket->end("pong");
  EXPECT_EQ(read_while_running(loop_, met.peer.get()), "pong");
  send_end(met.peer.get());
  ASSERT_TRUE(run_until(loop_, [&] { return met.trace->closed; }));
  EXPECT_EQ(met.trace->lines.back(), "close false");
}

// net: new net.Socket({fd}), TCP
TEST_F(SocketOption, FdOfATcpConnectionHasItsAddresses) {
  RawMeeting met = meet_raw(loop_, Kind::tcp);
  ASSERT_TRUE(met.socket->local_address() && met.socket->remote_address());
  EXPECT_EQ(met.socket->local_address()->address.to_string(), "127.0.0.1");
  EXPECT_EQ(met.socket->server(), nullptr);
  met.socket->end("pong");
  EXPECT_EQ(read_while_running(loop_, met.peer.get()), "pong");
}

// net: new net.Socket({fd}), the end of a FIFO that is read
TEST_F(SocketOption, FdOfAFifosReadEndOnlyReads) {
  Pipe pipe = pipe_to_child();
  auto socket = *adopt(loop_, std::move(pipe.read));
  EXPECT_EQ(socket->ready_state(), "readOnly");
  Trace trace(*socket);
  EXPECT_EQ(write_all(pipe.write.get(), "news"), 0);
  pipe.write.reset();
  ASSERT_TRUE(run_until(loop_, [&] { return trace.closed; }));
  EXPECT_EQ(trace.received, "news");
  EXPECT_EQ(trace.lines, (std::vector<std::string>{"data", "end closed", "close false"}));
}

// net: new net.Socket({fd}), the end of a FIFO that is written
TEST_F(SocketOption, FdOfAFifosWriteEndOnlyWrites) {
  Pipe pipe = pipe_from_child();
  auto socket = *adopt(loop_, std::move(pipe.write));
  EXPECT_EQ(socket->ready_state(), "writeOnly");
  Trace trace(*socket);
  socket->end("news");
  EXPECT_EQ(read_while_running(loop_, pipe.read.get()), "news");
  ASSERT_TRUE(run_until(loop_, [&] { return trace.closed; }));
  EXPECT_EQ(trace.lines, (std::vector<std::string>{"finish closed", "close false"}));
}

// net: ERR_INVALID_FD_TYPE
TEST_F(SocketOption, FdOfAFileIsRefused) {
  EXPECT_EQ(refusal(memory_file("text")), "ERR_INVALID_FD_TYPE Unsupported fd type: FILE");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(R"js(
    try { new net.Socket({ fd: require('fs').openSync(process.execPath) }) }
    catch (error) { say(error.code, error.message) }
  )js"),
            std::vector<std::string>{"ERR_INVALID_FD_TYPE Unsupported fd type: FILE"});
}

// net: ERR_INVALID_FD_TYPE
TEST_F(SocketOption, FdOfADatagramSocketIsRefused) {
  EXPECT_EQ(refusal(UniqueFd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))),
            "ERR_INVALID_FD_TYPE Unsupported fd type: UDP");
}

// net: ERR_INVALID_FD_TYPE
TEST_F(SocketOption, FdOfATerminalIsRefused) {
  Terminal pty = terminal();
  EXPECT_EQ(refusal(std::move(pty.slave)), "ERR_INVALID_FD_TYPE Unsupported fd type: TTY");
}

// net: a negative number is no descriptor; here the type says already that there is none
TEST_F(SocketOption, FdOfNothingIsRefused) {
  EXPECT_EQ(refusal(UniqueFd()), "ERR_INVALID_FD_TYPE Unsupported fd type: INVALID");
}

// net: what is refused is closed, for it was handed over
TEST_F(SocketOption, FdThatIsRefusedIsClosed) {
  refusal(memory_file("what libuv opens once for all is open now"));
  const std::set<int> before = open_descriptors();
  refusal(memory_file("text"));
  EXPECT_EQ(open_descriptors(), before);
}

// net: new net.Socket({fd, readable: false})
TEST_F(SocketOption, ReadableFalseReadsNothingAndClosesAfterItsEnd) {
  SocketPair pair = socket_pair();
  auto socket = *adopt(loop_, std::move(pair.childs), {.readable = false, .writable = true});
  Trace trace(*socket);
  EXPECT_EQ(socket->ready_state(), "writeOnly");
  EXPECT_EQ(write_all(pair.ours.get(), "unheard"), 0);
  socket->end("last");
  EXPECT_EQ(read_while_running(loop_, pair.ours.get()), "last");
  ASSERT_TRUE(run_until(loop_, [&] { return trace.closed; }));
  EXPECT_EQ(trace.lines, (std::vector<std::string>{"finish closed", "close false"}));
  EXPECT_EQ(trace.received, "");
}

// net: new net.Socket({fd, writable: false})
TEST_F(SocketOption, WritableFalseOnlyReads) {
  SocketPair pair = socket_pair();
  auto socket = *adopt(loop_, std::move(pair.childs), {.readable = true, .writable = false});
  Trace trace(*socket);
  EXPECT_EQ(socket->ready_state(), "readOnly");
  EXPECT_EQ(write_all(pair.ours.get(), "heard"), 0);
  send_end(pair.ours.get());
  ASSERT_TRUE(run_until(loop_, [&] { return trace.closed; }));
  EXPECT_EQ(trace.received, "heard");
  EXPECT_EQ(trace.lines.back(), "close false");
  EXPECT_EQ(read_to_end(pair.ours.get()).bytes, "");
}

// net: s = new net.Socket({fd}); s.end('bye'), and nobody listens
TEST_F(SocketOption, FdIsWrittenWithoutAListener) {
  RawPair pair = tcp_pair();
  auto socket = *adopt(loop_, std::move(pair.other));
  socket->end("bye");
  EXPECT_EQ(read_while_running(loop_, pair.one.get()), "bye");
  EXPECT_EQ(write_all(pair.one.get(), "kept for who comes"), 0);
  run_for(loop_, Duration(20));
  EXPECT_EQ(socket->bytes_read(), 0U);
  Trace trace(*socket);
  ASSERT_TRUE(run_until(loop_, [&] { return trace.received == "kept for who comes"; }));
  pair.one.reset();
  ASSERT_TRUE(run_until(loop_, [&] { return trace.closed; }));
}

}  // namespace
}  // namespace netkit::test
