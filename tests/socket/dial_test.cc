// SPDX-License-Identifier: MIT
#include <netkit/socket/dial.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/zone.h>

#include <memory>
#include <string>
#include <utility>

#include "support/io_fixtures.h"
#include "support/raw_socket.h"
#include "support/recorder.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

LocalEnd from(std::string_view literal, std::uint16_t port = 0) {
  return {IpAddress::parse(literal).value(), 0, port};
}

/// Nobody listens there.
SocketAddress nobody() {
  return address_of(unused_where(Transport::tcp4));
}

TEST(Dial, Connects) {
  Loop loop;
  RawListener listener(Transport::tcp4);
  const auto dialled = dial(loop, address_of(listener.where()));
  ASSERT_TRUE(dialled->socket);
  EXPECT_EQ(dialled->socket->remote_address(), address_of(listener.where()));
  const UniqueFd peer = listener.accept();
  dialled->socket->write(as_bytes("bytes"));
  EXPECT_EQ(read_exactly(peer.get(), 5).bytes, "bytes");
}

TEST(Dial, ConnectsOverIpv6) {
  if (!ipv6_available()) GTEST_SKIP() << "no IPv6";
  Loop loop;
  const RawListener listener(Transport::tcp6);
  const auto dialled = dial(loop, address_of(listener.where()));
  ASSERT_TRUE(dialled->socket);
  EXPECT_EQ(dialled->socket->remote_address()->address.to_string(), "::1");
}

TEST(Dial, ReportsNothingBeforeTheLoopRuns) {
  Loop loop;
  Dialled dialled;
  dialled.dial = Dial::ipc(loop, ipc_path("/nowhere/at/all"), {}, {}, dialled.callback());
  EXPECT_FALSE(dialled.done);
  EXPECT_TRUE(run_until(loop, [&] { return dialled.done; }));
}

TEST(Dial, SaysThatItWasRefused) {
  Loop loop;
  const SocketAddress to = nobody();
  const auto dialled = dial(loop, to);
  ASSERT_TRUE(dialled->error);
  EXPECT_EQ(dialled->error->message, "connect ECONNREFUSED " + net_text(to));
  EXPECT_EQ(dialled->error->code, std::errc::connection_refused);
  EXPECT_EQ(dialled->error->name, "ECONNREFUSED");
  EXPECT_EQ(dialled->error->syscall, "connect");
  EXPECT_EQ(dialled->error->address, "127.0.0.1");
  EXPECT_EQ(dialled->error->port, to.port);
}

TEST(Dial, SaysThatPort0WasRefusedWithoutTheZero) {
  Loop loop;
  const auto dialled = dial(loop, address("127.0.0.1", 0));
  ASSERT_TRUE(dialled->error);
  EXPECT_EQ(dialled->error->message, "connect ECONNREFUSED 127.0.0.1");
  EXPECT_FALSE(dialled->error->port);
}

TEST(Dial, NamesTheLocalEndWhenAddressAndPortWereGiven) {
  Loop loop;
  const SocketAddress to = nobody();
  const auto port = nobody().port;
  const auto dialled = dial(loop, to, from("127.0.0.1", port));
  ASSERT_TRUE(dialled->error);
  EXPECT_EQ(dialled->error->message,
            "connect ECONNREFUSED " + net_text(to) + " - Local (127.0.0.1:" + std::to_string(port) + ")");
  EXPECT_EQ(dialled->error->local_address, "127.0.0.1");
  EXPECT_EQ(dialled->error->local_port, port);
  EXPECT_EQ(dial(loop, to, from("127.0.0.1"))->error->message, "connect ECONNREFUSED " + net_text(to));
}

TEST(Dial, UsesTheLocalEndItIsGiven) {
  Loop loop;
  const RawListener listener(Transport::tcp4);
  const auto port = nobody().port;
  const auto dialled = dial(loop, address_of(listener.where()), from("127.0.0.2", port));
  ASSERT_TRUE(dialled->socket);
  EXPECT_EQ(*dialled->socket->local_address(), address("127.0.0.2", port));
}

TEST(Dial, UsesThePortItIsGivenOnTheWildcardOfTheFamily) {
  Loop loop;
  const RawListener listener(Transport::tcp4);
  const auto port = nobody().port;
  const auto dialled = dial(loop, address_of(listener.where()), {std::nullopt, 0, port});
  ASSERT_TRUE(dialled->socket);
  EXPECT_EQ(dialled->socket->local_address()->port, port);
}

TEST(Dial, SaysThatTheLocalEndIsInUse) {
  Loop loop;
  const RawListener listener(Transport::tcp4), other(Transport::tcp4);
  const SocketAddress taken = address_of(other.where());
  const auto dialled = dial(loop, address_of(listener.where()), from("127.0.0.1", taken.port));
  ASSERT_TRUE(dialled->error);
  EXPECT_EQ(dialled->error->message, "bind EADDRINUSE " + net_text(taken));
  EXPECT_EQ(dialled->error->code, std::errc::address_in_use);
  EXPECT_EQ(dialled->error->syscall, "bind");
  EXPECT_EQ(dialled->error->address, "127.0.0.1");
  EXPECT_EQ(dialled->error->port, taken.port);
}

TEST(Dial, SaysThatTheLocalAddressIsOfAnotherHost) {
  Loop loop;
  const auto dialled = dial(loop, nobody(), from("192.0.2.1"));
  ASSERT_TRUE(dialled->error);
  EXPECT_EQ(dialled->error->message, "bind EADDRNOTAVAIL 192.0.2.1");
}

TEST(Dial, SaysThatTheLocalEndIsOfTheWrongFamily) {
  Loop loop;
  const auto dialled = dial(loop, nobody(), from("::1"));
  ASSERT_TRUE(dialled->error);
  EXPECT_EQ(dialled->error->message, "bind EINVAL ::1");
}

TEST(Dial, ConnectsToASocketFile) {
  Loop loop;
  RawListener listener(Transport::unix_path);
  const auto dialled = dial(loop, ipc_path(listener.where().path));
  ASSERT_TRUE(dialled->socket);
  EXPECT_FALSE(dialled->socket->remote_address());
  const UniqueFd peer = listener.accept();
  dialled->socket->write(as_bytes("bytes"));
  EXPECT_EQ(read_exactly(peer.get(), 5).bytes, "bytes");
}

TEST(Dial, ConnectsToAnAbstractName) {
  Loop loop;
  const RawListener listener(Transport::abstract_name);
  EXPECT_TRUE(dial(loop, ipc_path("@" + listener.where().path))->socket);
}

TEST(Dial, SaysThatThereIsNoSocketFile) {
  Loop loop;
  const TempDir folder;
  const auto dialled = dial(loop, ipc_path(folder / "none"));
  ASSERT_TRUE(dialled->error);
  EXPECT_EQ(dialled->error->message, "connect ENOENT " + (folder / "none"));
  EXPECT_EQ(dialled->error->address, folder / "none");
  EXPECT_FALSE(dialled->error->port);
}

TEST(Dial, SaysThatNoServerListensAtASocketFile) {
  Loop loop;
  const TempDir folder;
  const std::string plain = folder.write("file", "no socket");
  EXPECT_EQ(dial(loop, ipc_path(plain))->error->message, "connect ECONNREFUSED " + plain);
}

TEST(Dial, SaysThatASocketFilesQueueIsFull) {
  Loop loop;
  const RawListener listener(Transport::unix_path, 0);
  const IpcPath path = ipc_path(listener.where().path);
  std::vector<std::unique_ptr<Dialled>> waiting;
  do {
    waiting.push_back(dial(loop, path));
  } while (waiting.back()->socket && waiting.size() < 10);
  ASSERT_TRUE(waiting.back()->error);
  EXPECT_EQ(waiting.back()->error->message, "connect EAGAIN " + path.text());
}

TEST(Dial, GivesUpWhenDestroyed) {
  Loop loop;
  const RawListener listener(Transport::tcp4), file(Transport::unix_path);
  dial(loop, nobody());  // the loop has all that it needs
  const auto before = open_descriptors();
  {
    const auto fail = [](const auto&) { FAIL() << "nobody is interested any more"; };
    const auto tcp = Dial::tcp(loop, address_of(listener.where()), {}, {}, fail);
    const auto refused = Dial::tcp(loop, nobody(), {}, {}, fail);
    const auto not_ours = Dial::tcp(loop, nobody(), from("192.0.2.1"), {}, fail);
    const auto ipc = Dial::ipc(loop, ipc_path(file.where().path), {}, {}, fail);
    const auto absent = Dial::ipc(loop, ipc_path("/nowhere/at/all"), {}, {}, fail);
  }
  run_for(loop, Duration(20));
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Dial, MayBeDestroyedInItsCallback) {
  Loop loop;
  const RawListener listener(Transport::tcp4), file(Transport::unix_path);
  const std::string note = "a text that is too long to be stored inside";
  std::unique_ptr<Dial> dial;
  std::string trace;
  const auto callback = [&] {
    return [&, note](const Result<std::unique_ptr<StreamSocket>>&) {
      dial.reset();
      trace = note;
    };
  };
  const auto tell = [&](std::unique_ptr<Dial> made) {
    trace.clear();
    dial = std::move(made);
    EXPECT_TRUE(run_until(loop, [&] { return !trace.empty(); }));
    EXPECT_EQ(trace, note);
  };
  tell(Dial::tcp(loop, address_of(listener.where()), {}, {}, callback()));
  tell(Dial::tcp(loop, nobody(), {}, {}, callback()));
  tell(Dial::tcp(loop, nobody(), from("192.0.2.1"), {}, callback()));
  tell(Dial::ipc(loop, ipc_path(file.where().path), {}, {}, callback()));
  tell(Dial::ipc(loop, ipc_path("/nowhere/at/all"), {}, {}, callback()));
}

/// What is heard of a connection whose peer does this before the loop runs.
template <typename Act>
std::vector<std::string> heard_after(Act act) {
  Loop loop;
  RawListener listener(Transport::tcp4);
  Dialled dialled;
  dialled.dial = Dial::tcp(loop, address_of(listener.where()), {}, {}, dialled.callback());
  act(listener.accept());
  run_until(loop, [&] { return dialled.done; });
  if (!dialled.socket) return {dialled.error->name};
  Recorder heard;
  dialled.socket->start(heard);
  run_until(loop, [&] { return heard.heard("close"); });
  EXPECT_EQ(heard.close_cause, std::errc::connection_reset);
  EXPECT_EQ(dialled.socket->remote_address(), address_of(listener.where()));
  return heard.events;
}

TEST(Dial, LosesNothingThatCameBeforeAReset) {
  EXPECT_EQ(heard_after([](UniqueFd peer) {
              write_all(peer.get(), "bye");
              send_end(peer.get());
              reset(std::move(peer));
            }),
            (std::vector<std::string>{"data", "end", "close"}));
  EXPECT_EQ(heard_after([](UniqueFd peer) {
              write_all(peer.get(), "bye");
              reset(std::move(peer));
            }),
            (std::vector<std::string>{"data", "close"}));
  EXPECT_EQ(heard_after([](UniqueFd peer) { reset(std::move(peer)); }),
            std::vector<std::string>{"ECONNRESET"});
}

}  // namespace
}  // namespace netkit::test
