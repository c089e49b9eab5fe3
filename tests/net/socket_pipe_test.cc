// SPDX-License-Identifier: MIT
// socket.pipe(), socket.unpipe().
#include <sys/socket.h>

#include <array>

#include "socket_fixture.h"
#include "support/data.h"
#include "support/io_fixtures.h"

namespace netkit::test {

using namespace net;
namespace {

/// Two raw ends and the two Sockets between them: what `source` sends, `target` gets.
class PipedSocket : public SocketFixture {
 protected:
  bool both_closed() {
    return run_until(loop_, [&] { return in_.trace->closed && out_.trace->closed; });
  }

  RawMeeting in_ = meet_raw(loop_, Kind::tcp);
  RawMeeting out_ = meet_raw(loop_, Kind::tcp);
  Socket& source_ = *in_.socket;
  Socket& target_ = *out_.socket;
};

/// Runs the loop while the bytes are written to the one end, until the other has all of them.
std::string carried(Loop& loop, int in, int out, const std::string& data) {
  std::string_view rest = data;
  std::string received;
  run_until(loop, [&] {
    if (!rest.empty()) {
      const ssize_t sent = ::send(in, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    std::array<char, 65536> space{};
    const ssize_t count = ::recv(out, space.data(), space.size(), MSG_DONTWAIT);
    if (count > 0) received.append(space.data(), static_cast<std::size_t>(count));
    return received.size() == data.size();
  });
  return received;
}

constexpr const char* node_pipe = R"js(
  // The events of both sockets once the sender has ended.
  const target = net.createServer((peer) => peer.resume()).listen(0, '127.0.0.1', () => {
    const source = net.createServer((peer) => {
      if (args[0] === 'reset') setTimeout(() => peer.resetAndDestroy(), 30); else peer.end('hello');
    }).listen(0, '127.0.0.1', () => {
      const to = net.connect(target.address().port, '127.0.0.1', () => {
        const from = net.connect(source.address().port, '127.0.0.1', () => {
          from.on('error', (error) => say('from error', error.code));
          from.on('close', () => setTimeout(() => {
            say('to', to.writableEnded, to.destroyed, to.bytesWritten);
            process.exit();
          }, 50));
          from.pipe(to, args[0] === 'keep' ? { end: false } : {});
        });
      });
    });
  });
)js";

// net: from.pipe(to)
TEST_F(PipedSocket, SendsWhatComesAndThenTheEnd) {
  EXPECT_EQ(&source_.pipe(target_), &target_);
  ASSERT_EQ(write_all(in_.peer.get(), "hello"), 0);
  send_end(in_.peer.get());
  EXPECT_EQ(read_while_running(loop_, out_.peer.get(), 64), "hello");
  send_end(out_.peer.get());
  ASSERT_TRUE(both_closed());
  EXPECT_EQ(in_.trace->received, "") << "the pipe takes the data";
  EXPECT_TRUE(in_.trace->heard("end"));
  EXPECT_EQ(source_.bytes_read(), 5U);
  EXPECT_EQ(target_.bytes_written(), 5U);
  EXPECT_TRUE(target_.writable_ended());
  EXPECT_EQ(out_.trace->lines.back(), "close false");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(node_pipe), Lines{"to true true 5"});
}

// net: from.pipe(to, {end: false})
TEST_F(PipedSocket, MayLeaveTheTargetOpen) {
  source_.pipe(target_, {.end = false});
  ASSERT_EQ(write_all(in_.peer.get(), "hello"), 0);
  send_end(in_.peer.get());
  ASSERT_TRUE(run_until(loop_, [&] { return in_.trace->closed; }));
  EXPECT_TRUE(target_.writable());
  target_.end(" and more");
  EXPECT_EQ(read_while_running(loop_, out_.peer.get(), 64), "hello and more");
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(node_pipe, {"keep"}), Lines{"to false false 5"});
}

// net: an error of the source does not end the target
TEST_F(PipedSocket, KeepsErrorsWhereTheyHappen) {
  source_.pipe(target_);
  reset(std::move(in_.peer));
  ASSERT_TRUE(run_until(loop_, [&] { return in_.trace->closed; }));
  EXPECT_EQ(source_.errored()->name, "ECONNRESET");
  EXPECT_TRUE(target_.writable());
  EXPECT_FALSE(target_.destroyed());
  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(node_pipe, {"reset"}), (Lines{"from error ECONNRESET", "to false false 0"}));
}

// net: the target closes, the source is paused and stays open
TEST_F(PipedSocket, EndsWithItsTarget) {
  source_.pipe(target_);
  target_.destroy();
  ASSERT_TRUE(run_until(loop_, [&] { return out_.trace->closed; }));
  EXPECT_TRUE(source_.paused());
  EXPECT_FALSE(source_.destroyed());
  ASSERT_EQ(write_all(in_.peer.get(), "for the listener"), 0);
  source_.resume();
  ASSERT_TRUE(run_until(loop_, [&] { return in_.trace->received == "for the listener"; }));
}

// net: much data, both ways, through sockets that wait for each other
TEST_F(PipedSocket, CarriesMuchDataAtThePaceOfTheSlower) {
  const std::string data = random_bytes(8 * MiB);
  source_.pipe(target_).pipe(source_);
  EXPECT_TRUE(same_bytes(data, carried(loop_, in_.peer.get(), out_.peer.get(), data)));
  EXPECT_TRUE(same_bytes(data, carried(loop_, out_.peer.get(), in_.peer.get(), data)));
  EXPECT_EQ(source_.bytes_read(), data.size());
  EXPECT_EQ(target_.bytes_written(), data.size());
  EXPECT_EQ(target_.bytes_read(), data.size());
  EXPECT_TRUE(run_until(loop_, [&] { return target_.writable_length() == 0; }));
}

// net: nobody reads at the target, so the source is not read either
TEST_F(PipedSocket, HoldsTheSourceWhileTheTargetIsFull) {
  source_.pipe(target_);
  const std::string much = random_bytes(32 * MiB);
  std::size_t sent = 0;
  run_for(loop_, Duration(50));
  for (int quiet = 0; quiet < 5;) {
    const ssize_t count =
        ::send(in_.peer.get(), much.data() + sent, much.size() - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) sent += static_cast<std::size_t>(count);
    quiet = count > 0 ? 0 : quiet + 1;
    run_for(loop_, Duration(5));
    ASSERT_LT(sent, much.size());
  }
  EXPECT_TRUE(same_bytes(much.substr(0, sent), carried(loop_, -1, out_.peer.get(), much.substr(0, sent))));
}

// net: from.unpipe()
TEST_F(PipedSocket, MayBeUndone) {
  source_.pipe(target_);
  EXPECT_EQ(carried(loop_, in_.peer.get(), out_.peer.get(), "one "), "one ");
  EXPECT_EQ(carried(loop_, in_.peer.get(), out_.peer.get(), "two "), "two ");
  source_.unpipe();
  EXPECT_TRUE(source_.paused());
  ASSERT_EQ(write_all(in_.peer.get(), "three"), 0);
  source_.resume();
  ASSERT_TRUE(run_until(loop_, [&] { return in_.trace->received == "three"; }));
  EXPECT_TRUE(target_.writable());
}

// net: from.pause() while piping
TEST_F(PipedSocket, IsPausedWithItsSource) {
  source_.pipe(target_);
  EXPECT_EQ(carried(loop_, in_.peer.get(), out_.peer.get(), "one "), "one ");
  EXPECT_EQ(carried(loop_, in_.peer.get(), out_.peer.get(), "two "), "two ");
  source_.pause();
  ASSERT_EQ(write_all(in_.peer.get(), "three"), 0);
  run_for(loop_, Duration(20));
  EXPECT_EQ(bytes_waiting(out_.peer.get()), 0U);
  source_.resume();
  EXPECT_EQ(read_while_running(loop_, out_.peer.get(), 5), "three");
}

// net: socket.pipe(socket), the echo server
TEST_F(PipedSocket, OfASocketToItselfEchoes) {
  source_.pipe(source_);
  const std::string data = random_bytes(2 * MiB);
  EXPECT_TRUE(same_bytes(data, carried(loop_, in_.peer.get(), in_.peer.get(), data)));
  send_end(in_.peer.get());
  ASSERT_TRUE(run_until(loop_, [&] { return in_.trace->closed; }));
  EXPECT_EQ(in_.trace->lines.back(), "close false");
}

// net: from.pipe(to) before to.connect() has connected; 'from' has no listener
TEST_F(PipedSocket, WaitsForATargetThatIsConnecting) {
  auto source = *Socket::adopt(loop_, netkit::UniqueFd(raw_pair(Kind::tcp).other.release()));
  RawPair pair = raw_pair(Kind::ipc);
  source = *Socket::adopt(loop_, netkit::UniqueFd(pair.other.release()));
  ASSERT_TRUE(socket_.connect(to(server_.port())));
  source->pipe(socket_);
  ASSERT_EQ(write_all(pair.one.get(), "early"), 0);
  send_end(pair.one.get());
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(heard_there().received, "early");
}

// net: to.end() while piping, the source is let go at 'finish'
TEST_F(PipedSocket, EndsWhenItsTargetHasFinished) {
  source_.pipe(target_);
  bool paused = false;
  out_.trace->then = [&](std::string_view event) { paused |= event == "finish" && source_.paused(); };
  target_.end("last");
  ASSERT_TRUE(run_until(loop_, [&] { return out_.trace->heard("finish"); }));
  EXPECT_TRUE(paused);
  EXPECT_FALSE(source_.destroyed());
}

// Either may be destroyed first, with bytes under way
TEST_F(PipedSocket, OutlivesNeitherOfItsSockets) {
  for (const bool source_first : {true, false}) {
    RawMeeting in = meet_raw(loop_, Kind::tcp), out = meet_raw(loop_, Kind::tcp);
    in.socket->pipe(*out.socket);
    EXPECT_EQ(carried(loop_, in.peer.get(), out.peer.get(), "one "), "one ");
    ASSERT_EQ(write_all(in.peer.get(), random_bytes(64 * KiB)), 0);
    run_for(loop_, Duration(1));
    if (source_first) in.socket.reset();
    out.socket.reset();
    run_for(loop_, Duration(5));
    EXPECT_TRUE(source_first || in.socket->paused());
  }
}

}  // namespace
}  // namespace netkit::test
