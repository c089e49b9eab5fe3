// SPDX-License-Identifier: MIT
// server.close(), and being closed by a stop request.
#include <netkit/base/net_errc.h>

#include <cerrno>
#include <stop_token>
#include <thread>

#include "server_test.h"

namespace netkit::test {

using namespace net;
namespace {

class ServerClose : public ServerTest {
 protected:
  Server::CloseDone done() {
    return [this](const std::optional<Error>& error) {
      lines().push_back("done " + (error ? error->name : ""));
    };
  }
};

// net: server.close(): nobody else is accepted, who is there stays, and "close" follows the last of them.
// net tells it before the last socket's own "close"; netkit after that.
TEST_F(ServerClose, KeepsItsConnectionsAndReportsCloseAfterTheLast) {
  traced_.listen();
  const Where where = where_of(address());
  UniqueFd peer = connect_and_wait();
  server().close(done());
  EXPECT_EQ(connect_error(where), ECONNREFUSED);
  traced_.sockets[0]->write("still here");
  EXPECT_EQ(read_exactly(peer.get(), 10).bytes, "still here");
  settle();
  EXPECT_EQ(lines(), (Lines{"listening", "connection"}));
  traced_.traces[0]->then = [this](std::string_view event) {
    if (event == "close") lines().emplace_back("socket close");
  };
  peer.reset();
  ASSERT_TRUE(until_lines(5));
  EXPECT_EQ(lines(), (Lines{"listening", "connection", "socket close", "close", "done "}));
}

// net: without connections "close" comes at once, though not from within the call.
TEST_F(ServerClose, WithoutConnectionsIsReportedInTheNextRound) {
  traced_.listen();
  server().close(done());
  EXPECT_EQ(lines(), (Lines{"listening"}));
  ASSERT_TRUE(until_lines(3));
  EXPECT_EQ(lines(), (Lines{"listening", "close", "done "}));
}

// net: a server that is not running: ERR_SERVER_NOT_RUNNING, and "close" all the same.
TEST_F(ServerClose, OfAServerThatDoesNotRunSaysSo) {
  std::string message;
  server().close([&](const auto& error) { message = error ? error->name + " " + error->message : ""; });
  ASSERT_TRUE(until([&] { return !message.empty(); }));
  EXPECT_EQ(lines(), (Lines{"close"}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_lines(R"js(
    const server = net.createServer().on('close', () => say('close'));
    server.close((error) => say(error.code, error.message));
  )js"),
            (Lines{"close", message}));
}

// net tells "close" twice where close() was called twice; netkit once. The callbacks are the same.
TEST_F(ServerClose, TwiceIsReportedOnce) {
  traced_.listen();
  server().close(done());
  server().close(done());
  ASSERT_TRUE(until_lines(4));
  settle();
  EXPECT_EQ(lines(), (Lines{"listening", "close", "done ", "done ERR_SERVER_NOT_RUNNING"}));

  NETKIT_NEEDS_REFERENCE();
  Lines theirs = node_lines(hears + R"js(
    const server = hears(net.createServer()).listen(0, '127.0.0.1', () => {
      server.close((error) => say('done ' + (error ? error.code : '')));
      server.close((error) => say('done ' + (error ? error.code : '')));
    });
  )js");
  ASSERT_EQ(theirs.back(), "close");
  theirs.pop_back();
  EXPECT_EQ(lines(), theirs);
}

TEST_F(ServerClose, TwiceWithAConnectionWaitsForItBothTimes) {
  traced_.listen();
  UniqueFd peer = connect_and_wait();
  server().close(done());
  server().close(done());
  settle();
  EXPECT_EQ(lines(), (Lines{"listening", "connection"}));
  peer.reset();
  ASSERT_TRUE(until_lines(5));
  settle();
  EXPECT_EQ(lines(), (Lines{"listening", "connection", "close", "done ", "done ERR_SERVER_NOT_RUNNING"}));
}

TEST_F(ServerClose, AfterCloseIsReportedAgain) {
  traced_.listen();
  server().close();
  ASSERT_TRUE(until_lines(2));
  server().close(done());
  ASSERT_TRUE(until_lines(4));
  EXPECT_EQ(lines(), (Lines{"listening", "close", "close", "done ERR_SERVER_NOT_RUNNING"}));
}

// net: whoever waits to be accepted is reset by the system.
TEST_F(ServerClose, ResetsConnectionsThatWereNotAcceptedYet) {
  traced_.listen();
  const UniqueFd waiting = connect_to(where_of(address()));
  server().close();
  EXPECT_EQ(end_of(loop_, waiting.get()), ECONNRESET);
  ASSERT_TRUE(until_lines(2));
  EXPECT_EQ(lines(), (Lines{"listening", "close"}));
}

// net: a signal that is aborted closes the server.
TEST_F(ServerClose, FollowsAStopRequest) {
  std::stop_source source;
  ListenOptions options = at("127.0.0.1");
  options.stop = source.get_token();
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  const UniqueFd peer = connect_and_wait();
  source.request_stop();
  EXPECT_EQ(lines(), (Lines{"listening", "connection"}));
  ASSERT_TRUE(until([this] { return !server().listening(); }));
  settle();
  EXPECT_EQ(lines(), (Lines{"listening", "connection"})) << "the connection goes on";
  traced_.sockets[0]->destroy();
  ASSERT_TRUE(until_lines(3));
  EXPECT_EQ(lines().back(), "close");
}

// net: one that is aborted already: "close" without "listening".
TEST_F(ServerClose, FollowsAStopRequestOfBefore) {
  std::stop_source source;
  source.request_stop();
  ListenOptions options = at("127.0.0.1");
  options.stop = source.get_token();
  ASSERT_TRUE(server().listen(options));
  EXPECT_EQ(lines(), Lines());
  ASSERT_TRUE(until_lines(1));
  settle();
  EXPECT_EQ(lines(), (Lines{"close"}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(lines(), node_lines(hears + R"js(
    hears(net.createServer()).listen({port: 0, host: '127.0.0.1', signal: AbortSignal.abort()});
  )js"));
}

TEST_F(ServerClose, FollowsAStopRequestRightAfterListen) {
  std::stop_source source;
  ListenOptions options = at("127.0.0.1");
  options.stop = source.get_token();
  ASSERT_TRUE(server().listen(options));
  source.request_stop();
  ASSERT_TRUE(until([this] { return !lines().empty() && lines().back() == "close"; }));
  settle();
  EXPECT_FALSE(server().listening());
  EXPECT_EQ(lines().back(), "close");
}

TEST_F(ServerClose, FollowsAStopRequestFromAnotherThread) {
  std::stop_source source;
  ListenOptions options = at("127.0.0.1");
  options.stop = source.get_token();
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  const std::jthread other([&] { source.request_stop(); });
  ASSERT_TRUE(until_lines(2));
  EXPECT_EQ(lines(), (Lines{"listening", "close"}));
}

TEST_F(ServerClose, IsNotReportedAgainAfterALaterStopRequest) {
  std::stop_source source;
  ListenOptions options = at("127.0.0.1");
  options.stop = source.get_token();
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  server().close();
  ASSERT_TRUE(until_lines(2));
  source.request_stop();
  settle();
  EXPECT_EQ(lines(), (Lines{"listening", "close"}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(lines(), node_lines(hears + R"js(
    const abort = new AbortController();
    const server = hears(net.createServer());
    server.listen({port: 0, host: '127.0.0.1', signal: abort.signal}, () => server.close());
    server.once('close', () => setImmediate(() => abort.abort()));
  )js"));
}

// The token belongs to one listen(): the next one is not closed by it.
TEST_F(ServerClose, IsNotFollowedByAStopRequestOfAnEarlierListen) {
  std::stop_source source;
  ListenOptions options = at("127.0.0.1");
  options.stop = source.get_token();
  ASSERT_TRUE(server().listen(options));
  ASSERT_TRUE(until_listening());
  server().close();
  ASSERT_TRUE(server().listen(at("127.0.0.1")));
  source.request_stop();
  ASSERT_TRUE(until_lines(3));
  settle();
  EXPECT_TRUE(server().listening());
  EXPECT_EQ(lines(), (Lines{"listening", "close", "listening"}));
}

// A token that nobody uses keeps no loop running.
TEST_F(ServerClose, IsNotWaitedForByTheLoop) {
  std::stop_source source;
  ListenOptions options = at("127.0.0.1");
  options.stop = source.get_token();
  server().unref();
  ASSERT_TRUE(server().listen(options));
  loop_.run();
  EXPECT_TRUE(server().listening());
}

}  // namespace
}  // namespace netkit::test
