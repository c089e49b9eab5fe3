// SPDX-License-Identifier: MIT
// Unix-domain sockets: paths and abstract names.
#include <fcntl.h>
#include <netkit/base/net_errc.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "server_test.h"
#include "support/temp_dir.h"

namespace netkit::test {

using namespace net;
namespace {

class IpcPathTest : public ServerTest {
 protected:
  void listen(const std::string& path) {
    ASSERT_TRUE(server().listen(at_path(path)));
    ASSERT_TRUE(until_lines(lines().size() + 1));
  }
  /// What comes of a connection there: the error's line, or "ready".
  std::string connect(const std::string& path) {
    Socket socket(loop_);
    Trace trace(socket);
    ConnectOptions options;
    options.path = ipc_path(path);
    EXPECT_TRUE(socket.connect(options));
    EXPECT_TRUE(until([&] { return trace.closed || trace.heard("ready"); }));
    return trace.closed ? trace.lines.at(0) : "ready";
  }
  std::string text() const { return folder_ / "s"; }

  TempDir folder_;
};

/// What node says of a connection to each of these paths.
Lines node_connects(const Lines& paths) {
  return node_lines(R"js(
    for (const path of args) net.connect(path).on('error', (error) => say('error', error.code, error.message));
  )js",
                    paths);
}

std::string mode_of(const std::string& path) {
  struct stat file{};
  EXPECT_EQ(::lstat(path.c_str(), &file), 0);
  std::ostringstream text;
  text << std::oct << (file.st_mode & 0777);
  return text.str();
}

// net: 107 bytes fit. net takes 108 and cuts the rest off; netkit refuses before it touches anything.
TEST_F(IpcPathTest, Of107BytesIsTheLongest) {
  const std::string stem = folder_.path() + "/";
  const std::string longest = stem + std::string(107 - stem.size(), 'x');
  listen(longest);
  EXPECT_EQ(lines(), (Lines{"listening"}));
  EXPECT_EQ(connect(longest), "ready");
  EXPECT_EQ(IpcPath::parse(longest + "x").error(), IpcPathProblem::too_long);
  server().close();
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

// A NUL may not be embedded.
TEST_F(IpcPathTest, HasNoNul) {
  EXPECT_EQ(IpcPath::parse(std::string_view("/tmp/a\0b", 8)).error(), IpcPathProblem::embedded_nul);
  EXPECT_EQ(IpcPath::parse(std::string_view("\0name", 5)).error(), IpcPathProblem::embedded_nul);
}

// net: both sides meet over a path, and neither has addresses.
TEST_F(IpcPathTest, ConnectsWithoutNamesOfPeers) {
  listen(text());
  Socket socket(loop_);
  Trace trace(socket);
  ConnectOptions options;
  options.path = ipc_path(text());
  ASSERT_TRUE(socket.connect(options));
  ASSERT_TRUE(until([&] { return trace.heard("ready") && !traced_.sockets.empty(); }));
  EXPECT_FALSE(socket.local_address());
  EXPECT_FALSE(socket.remote_address());
  EXPECT_FALSE(traced_.sockets[0]->local_address());
  EXPECT_FALSE(traced_.sockets[0]->remote_address());
}

TEST_F(IpcPathTest, ConnectsAsNetDoes) {
  NETKIT_NEEDS_REFERENCE();
  listen(text());
  traced_.on_accept = [](Socket& socket) { socket.end("hello"); };
  NodePeer peer("trace(net.connect(args[0]))", {text()});
  ASSERT_TRUE(until([&] { return !peer.process().running(); }));
  EXPECT_EQ(traced_.traces.at(0)->lines, (Lines{"finish readOnly", "end closed", "close false"}));
}

// net: ours meets node's server over a path.
TEST_F(IpcPathTest, ConnectsToAServerOfNet) {
  NETKIT_NEEDS_REFERENCE();
  NodePeer peer(R"js(
    const server = net.createServer((socket) => { socket.end('hello'); socket.resume(); server.close(); });
    server.listen(args[0], () => say(server.address()));
  )js",
                {text()});
  EXPECT_EQ(peer.line(0), text());
  Socket socket(loop_);
  Trace trace(socket);
  ConnectOptions options;
  options.path = ipc_path(text());
  ASSERT_TRUE(socket.connect(options));
  ASSERT_TRUE(until([&] { return trace.closed; }));
  EXPECT_EQ(trace.received, "hello");
}

// An abstract name has its exact length (net of v20 pads it with NULs), leaves no file and goes with us.
TEST_F(IpcPathTest, MayBeAnAbstractName) {
  const std::string name = unused_name();
  listen("@" + name);
  EXPECT_EQ(std::get<IpcPath>(*server().address()).text(), "@" + name);
  connect_and_wait({Transport::abstract_name, {}, 0, name});
  EXPECT_EQ(connect("@" + name), "ready");
  server().close();
  settle();
  EXPECT_EQ(connect("@" + name), "error ECONNREFUSED connect ECONNREFUSED @" + name);
}

TEST_F(IpcPathTest, OfAnAbstractNameCanBeBoundOnce) {
  const std::string name = "@" + unused_name();
  listen(name);
  TracedServer second(loop_);
  ASSERT_TRUE(second.server().listen(at_path(name)));
  ASSERT_TRUE(until([&] { return !second.lines.empty(); }));
  EXPECT_EQ(second.lines[0], "error EADDRINUSE listen EADDRINUSE: address already in use " + name);
}

// net: readableAll or writableAll of an abstract name: an error at the call.
TEST_F(IpcPathTest, OfAnAbstractNameHasNoMode) {
  for (const bool readable : {true, false}) {
    ListenOptions options = at_path("@" + unused_name());
    (readable ? options.where.ipc.readable_all : options.where.ipc.writable_all) = true;
    const auto refused = server().listen(options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, NetErrc::invalid_arg_value);
  }
}

// net: readableAll and writableAll add to the mode that the umask leaves.
TEST_F(IpcPathTest, HasTheModesOfNet) {
  const mode_t before = ::umask(022);
  Lines ours;
  for (const int which : {0, 1, 2, 3}) {
    ListenOptions options = at_path(text());
    options.where.ipc.readable_all = which % 2 == 1;
    options.where.ipc.writable_all = which >= 2;
    ASSERT_TRUE(server().listen(options));
    ASSERT_TRUE(until_listening());
    ours.push_back(mode_of(text()));
    server().close();
    settle();
  }
  EXPECT_EQ(ours, (Lines{"755", "755", "777", "777"}));
  if (!why_no_reference()) {
    EXPECT_EQ(ours, node_lines(R"js(
      async function mode(readableAll, writableAll) {
        const server = net.createServer().listen({path: args[0], readableAll, writableAll});
        await new Promise((done) => server.on('listening', done));
        say((require('fs').statSync(args[0]).mode & 0o777).toString(8));
        await new Promise((done) => server.close(done));
      }
      (async () => {
        await mode(false, false); await mode(true, false); await mode(false, true); await mode(true, true);
      })();
    )js",
                               {text()}));
  }
  ::umask(before);
}

// net: what we made is removed by close(), at once; netkit leaves it if it is another file by then.
TEST_F(IpcPathTest, IsRemovedByClose) {
  listen(text());
  EXPECT_TRUE(std::filesystem::exists(text()));
  server().close();
  EXPECT_FALSE(std::filesystem::exists(text()));
}

TEST_F(IpcPathTest, IsLeftAloneIfItWasReplacedMeanwhile) {
  listen(text());
  std::filesystem::remove(text());
  folder_.write("s", "somebody's");
  server().close();
  EXPECT_EQ(contents(text()), "somebody's");
}

// net: any file that stands there is in use, a stale socket too.
TEST_F(IpcPathTest, IsInUseIfAnyFileIsThere) {
  const std::string file = folder_.write("file", "x"), stale = folder_ / "stale";
  {
    const RawListener listener({Transport::unix_path, {}, 0, folder_ / "first"});
    std::filesystem::create_hard_link(folder_ / "first", stale);
  }
  ASSERT_TRUE(std::filesystem::exists(stale));
  for (const std::string& path : {file, stale}) listen(path);
  EXPECT_EQ(lines(), (Lines{"error EADDRINUSE listen EADDRINUSE: address already in use " + file,
                            "error EADDRINUSE listen EADDRINUSE: address already in use " + stale}));
  EXPECT_TRUE(std::filesystem::exists(stale));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(lines(), node_lines(hears + "for (const path of args) hears(net.createServer()).listen(path)",
                                {file, stale}));
}

// net: where the directory is missing: EACCES.
TEST_F(IpcPathTest, InAMissingDirectoryIsDenied) {
  const std::string path = folder_ / "no/s";
  listen(path);
  EXPECT_EQ(lines(), (Lines{"error EACCES listen EACCES: permission denied " + path}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(lines(), node_lines(hears + "hears(net.createServer()).listen(args[0])", {path}));
}

// net: connect: absent ENOENT, nobody there ECONNREFUSED.
TEST_F(IpcPathTest, IsConnectedToOnlyIfAServerListens) {
  const std::string absent = folder_ / "absent", file = folder_.write("file", "x");
  const Lines ours{connect(absent), connect(file)};
  EXPECT_EQ(ours, (Lines{"error ENOENT connect ENOENT " + absent,
                         "error ECONNREFUSED connect ECONNREFUSED " + file}));

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(ours, node_connects({absent, file}));
}

// net: a full queue is EAGAIN: these connections do not wait.
TEST_F(IpcPathTest, WithAFullQueueIsTriedAgainLater) {
  const RawListener full({Transport::unix_path, {}, 0, text()}, 0);
  std::vector<UniqueFd> waiting;
  const auto fill = [&] { waiting.push_back(connect_to(full.where())); };
  EXPECT_THROW(while (waiting.size() < 8) fill(), std::runtime_error);
  EXPECT_EQ(connect(text()), "error EAGAIN connect EAGAIN " + text());

  NETKIT_NEEDS_REFERENCE();
  EXPECT_EQ(node_connects({text()}), (Lines{"error EAGAIN connect EAGAIN " + text()}));
}

TEST_F(IpcPathTest, WithoutPermissionIsDenied) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may";
  listen(text());
  ASSERT_EQ(::chmod(text().c_str(), 0), 0);
  EXPECT_EQ(connect(text()), "error EACCES connect EACCES " + text());
}

// Pipes of Windows are an error that says so.
TEST_F(IpcPathTest, OfWindowsIsRefused) {
  EXPECT_EQ(IpcPath::parse(R"(\\?\pipe\x)").error(), IpcPathProblem::windows_pipe);
  EXPECT_EQ(IpcPath::parse(R"(\\.\pipe\x)").error(), IpcPathProblem::windows_pipe);
}

}  // namespace
}  // namespace netkit::test
