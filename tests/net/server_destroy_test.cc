// SPDX-License-Identifier: MIT
// A server may be destroyed at any time, also from within what it tells.
#include <stop_token>

#include "server_test.h"

namespace netkit::test {

using namespace net;
namespace {

class ServerDestroyed : public testing::Test, private Server::Events {
 protected:
  void start(const ListenOptions& options = at("127.0.0.1")) {
    make();
    ASSERT_TRUE(server_->listen(options));
    ASSERT_TRUE(run_until(loop_, [this] { return server_ == nullptr || server_->listening(); }));
  }
  void make() {
    Server::Events& listener = *this;
    server_ = std::make_unique<Server>(loop_, ServerOptions(), listener);
  }
  /// When this is told, for the so-many-th time.
  void destroyed_in(const std::string& event) { when_ = event; }
  bool until_gone() {
    return run_until(loop_, [this] { return server_ == nullptr; });
  }
  Where where() const { return where_of(std::get<SocketAddress>(*server_->address())); }

  void tell(const std::string& event) {
    lines_.push_back(event);
    if (event == when_) server_.reset();
  }
  void on_listening() override { tell("listening"); }
  void on_connection(std::unique_ptr<Socket> socket) override {
    sockets_.push_back(std::move(socket));
    tell("connection");
  }
  void on_drop(const Dropped&) override { tell("drop"); }
  void on_error(const Error&) override { tell("error"); }
  void on_close() override { tell("close"); }

  Loop loop_;
  Lines lines_;
  std::string when_;
  std::vector<std::unique_ptr<Socket>> sockets_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerDestroyed, BeforeItListens) {
  make();
  server_.reset();
  make();
  ASSERT_TRUE(server_->listen(at("127.0.0.1")));
  server_.reset();
  loop_.run();
  EXPECT_EQ(lines_, Lines());
}

TEST_F(ServerDestroyed, WhileANameIsLookedUp) {
  Resolver resolver(loop_);
  LookupAnswer answer;
  resolver.ask_instead([&](const LookupRequest&, LookupAnswer later) { answer = std::move(later); });
  ListenOptions options = at("h.test");
  options.where.resolver = &resolver;
  make();
  ASSERT_TRUE(server_->listen(options));
  ASSERT_TRUE(run_until(loop_, [&] { return bool(answer); }));
  server_.reset();
  answer(std::vector{IpAddress::v4(0x7f000001)});
  loop_.run();
  EXPECT_EQ(lines_, Lines());
}

TEST_F(ServerDestroyed, InOnListening) {
  destroyed_in("listening");
  start();
  EXPECT_TRUE(until_gone());
}

TEST_F(ServerDestroyed, InOnListeningOfASocketThatWasGiven) {
  destroyed_in("listening");
  make();
  ASSERT_TRUE(server_->listen(*BoundSocket::tcp(address("127.0.0.1"), {})));
  EXPECT_TRUE(until_gone());
}

TEST_F(ServerDestroyed, InOnError) {
  destroyed_in("error");
  const RawListener taken(Transport::tcp4);
  make();
  ASSERT_TRUE(server_->listen(at("127.0.0.1", taken.where().port)));
  EXPECT_TRUE(until_gone());
}

TEST_F(ServerDestroyed, InOnErrorOfADescriptorThatWasGiven) {
  destroyed_in("error");
  make();
  ASSERT_TRUE(server_->listen(netkit::UniqueFd(1000)));
  EXPECT_TRUE(until_gone());
}

TEST_F(ServerDestroyed, InOnErrorOfALookup) {
  destroyed_in("error");
  Resolver resolver(loop_);
  resolver.ask_instead([&](const LookupRequest&, LookupAnswer answer) { answer({}); });
  ListenOptions options = at("h.test");
  options.where.resolver = &resolver;
  make();
  ASSERT_TRUE(server_->listen(options));
  EXPECT_TRUE(until_gone());
}

TEST_F(ServerDestroyed, InOnConnectionThoughMoreAreWaiting) {
  destroyed_in("connection");
  start();
  const UniqueFd one = connect_to(where()), other = connect_to(where());
  EXPECT_TRUE(until_gone());
  EXPECT_EQ(lines_, (Lines{"listening", "connection"}));
  EXPECT_EQ(sockets_.at(0)->server(), nullptr);
  sockets_[0]->write("hello");
  EXPECT_EQ(read_exactly(one.get(), 5).bytes, "hello") << "connections live on";
  EXPECT_EQ(end_of(loop_, other.get()), ECONNRESET);
}

TEST_F(ServerDestroyed, InOnDropThoughMoreAreWaiting) {
  destroyed_in("drop");
  start();
  server_->set_limits({.max_connections = 0});
  const UniqueFd one = connect_to(where()), other = connect_to(where());
  EXPECT_TRUE(until_gone());
  EXPECT_EQ(lines_, (Lines{"listening", "drop"}));
  EXPECT_EQ(end_of(loop_, one.get()), 0);
}

TEST_F(ServerDestroyed, InOnClose) {
  destroyed_in("close");
  start();
  bool done = false;
  server_->close([&](const auto&) { done = true; });
  EXPECT_TRUE(until_gone());
  run_for(loop_, stretched(Duration(10)));
  EXPECT_FALSE(done);
}

TEST_F(ServerDestroyed, InTheCallbackOfClose) {
  start();
  bool second = false;
  server_->close([this](const auto&) { server_.reset(); });
  server_->close([&](const auto&) { second = true; });
  EXPECT_TRUE(until_gone());
  run_for(loop_, stretched(Duration(10)));
  EXPECT_FALSE(second);
}

TEST_F(ServerDestroyed, BeforeItsConnectionsWhichCountNoMore) {
  start();
  const UniqueFd peer = connect_to(where());
  ASSERT_TRUE(run_until(loop_, [this] { return !sockets_.empty(); }));
  server_->close();
  server_.reset();
  sockets_.clear();
  loop_.run();
  EXPECT_EQ(lines_, (Lines{"listening", "connection"}));
}

TEST_F(ServerDestroyed, BeforeAStopIsRequested) {
  std::stop_source source;
  ListenOptions options = at("127.0.0.1");
  options.stop = source.get_token();
  start(options);
  server_.reset();
  source.request_stop();
  loop_.run();
  EXPECT_EQ(lines_, (Lines{"listening"}));
}

// What a callback does otherwise: close, listen again.
TEST_F(ServerDestroyed, NeverMayListenAgainInEachOfItsCallbacks) {
  make();
  ASSERT_TRUE(server_->listen(at("127.0.0.1")));
  int rounds = 0;
  const std::function<void()> again = [&] {
    if (++rounds == 3) return server_.reset();
    server_->close([&](const auto& error) {
      EXPECT_FALSE(error);
      EXPECT_TRUE(server_->listen(at("127.0.0.1")));
      again();
    });
  };
  again();
  EXPECT_TRUE(until_gone());
}

}  // namespace
}  // namespace netkit::test
