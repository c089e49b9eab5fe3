// SPDX-License-Identifier: MIT
// --output and --hex-dump: copies of what passes.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <utility>
#include <vector>

#include "support/data.h"
#include "support/fd_io.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

class Copies : public testing::TestWithParam<Role> {
 protected:
  Joined join(const Words& options) { return netkit::test::join(GetParam(), Transport::tcp4, options); }
  /// Sends "hello" to the peer and "bye" back, and ends.
  void converse(const Words& options) {
    Joined joined = join(options);
    joined.netkit->write_stdin("hello");
    EXPECT_EQ(read_exactly(joined.peer.get(), 5).bytes, "hello");
    write_all(joined.peer.get(), "bye");
    EXPECT_EQ(joined.netkit->wait_for_stdout(3), "bye");
    send_end(joined.peer.get());
    joined.netkit->close_stdin();
    EXPECT_EQ(joined.netkit->wait(), 0);
  }

  const TempDir dir_;
  const std::string file_ = dir_ / "copy";
};

TEST_P(Copies, HaveBothDirections) {
  converse({"-o", file_});
  EXPECT_EQ(contents(file_), "hellobye");
}

TEST_P(Copies, BeginEmptyOrAtTheEnd) {
  dir_.write("copy", "a long old text");
  converse({"-o", file_});
  EXPECT_EQ(contents(file_), "hellobye");
  converse({"-o", file_, "--append"});
  EXPECT_EQ(contents(file_), "hellobyehellobye");
}

TEST_P(Copies, GiveTheBytesBackFromHex) {
  NETKIT_NEEDS("xxd");
  const std::string sent = random_bytes(100000), received = random_bytes(70000);
  Joined joined = join({"-x", file_});
  joined.netkit->write_stdin(sent);
  joined.netkit->close_stdin();
  EXPECT_TRUE(same_bytes(sent, read_to_end(joined.peer.get()).bytes));
  write_all(joined.peer.get(), received);
  send_end(joined.peer.get());
  EXPECT_EQ(joined.netkit->wait(), 0);
  const auto bytes_of = [&](const std::string& direction) {
    Launch launch;
    launch.argv = {"sh", "-c", "sed -n 's/^1 " + direction + " //p' \"$1\" | xxd -r", "sh", file_};
    return run(launch).out;
  };
  EXPECT_TRUE(same_bytes(sent, bytes_of(">")));
  EXPECT_TRUE(same_bytes(received, bytes_of("<")));
}

TEST_P(Copies, HaveWhatHasPassedWhenNetkitIsKilled) {
  const std::string sent = random_bytes(1 * MiB);
  Joined joined = join({"-o", file_});
  joined.netkit->write_stdin(sent);
  EXPECT_TRUE(same_bytes(sent, read_exactly(joined.peer.get(), sent.size()).bytes));
  joined.netkit->signal(SIGKILL);
  joined.netkit->wait();
  EXPECT_TRUE(same_bytes(sent, contents(file_)));
}

TEST_P(Copies, ThatCannotBeWrittenEndTheRun) {
  for (const std::string option : {"--output", "--hex-dump"}) {
    Joined joined = join({option, "/dev/full"});
    write_all(joined.peer.get(), "lost");
    EXPECT_EQ(joined.netkit->wait(), 11);
    EXPECT_EQ(read_to_end(joined.peer.get()).error, ECONNRESET);
    EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "");
    EXPECT_TRUE(joined.netkit->stderr_so_far().contains("write ENOSPC: no space left on device (/dev/full)"))
        << joined.netkit->stderr_so_far();
  }
}

INSTANTIATE_TEST_SUITE_P(, Copies, testing::Values(Role::connect, Role::listen), NameOf());

TEST(CopiesOfManyClients, AreOneFile) {
  const TempDir dir;
  Server server = start_server("listen", Transport::tcp4, {"-k", "-o", dir / "raw", "-x", dir / "hex"});
  for (const std::string text : {"one", "two"}) {
    const UniqueFd client = connect_to(server.where);
    write_all(client.get(), text);
    server.process->wait_for_stdout(text == "one" ? 3 : 6);
  }
  EXPECT_EQ(contents(dir / "raw"), "onetwo");
  const std::string hex = contents(dir / "hex");
  EXPECT_TRUE(hex.contains("\n1 < 00000000: 6f6e 65 ")) << hex;
  EXPECT_TRUE(hex.contains("\n2 < 00000000: 7477 6f ")) << hex;
}

TEST(CopiesOnTheCommandLine, ThatCannotBeOpenedStopBeforeTheSocket) {
  RawListener listener(Transport::tcp4);
  const Outcome outcome =
      run_netkit(Words{"connect", "-o", "/nonexistent/copy"} + listener.where().netkit_words());
  EXPECT_EQ(outcome.status, 11);
  EXPECT_TRUE(outcome.err.contains("open ENOENT: no such file or directory (/nonexistent/copy)"))
      << outcome.err;
  EXPECT_THROW(listener.accept(Deadline(Duration(0))), TooLate);
}

TEST(CopiesOnTheCommandLine, AreRefused) {
  const TempDir dir;
  const std::string file = dir.write("file", "");
  const std::string other = dir / "other";
  ASSERT_EQ(::symlink(file.c_str(), other.c_str()), 0);
  const std::vector<std::pair<Words, std::string>> bad{
      {{"--append"}, "--append is for a copy and needs --output or --hex-dump"},
      {{"-o", file, "-x", file}, "--output and --hex-dump: both name '" + file + "'"},
      {{"-o", file, "-x", other}, "are the same file"},
      {{"-o", ""}, "--output: the name of the file is empty"},
      {{"-o", "-"}, "'-' is not a file; write /dev/stdout"},
      {{"-z", "-o", file}, "--output and --probe exclude each other"},
      {{"-z", "-x", file}, "--hex-dump and --probe exclude each other"},
  };
  for (const auto& [options, complaint] : bad) {
    const Outcome outcome = run_netkit(Words{"connect"} + options + Words{"127.0.0.1", "1"});
    EXPECT_EQ(outcome.status, 2) << complaint;
    EXPECT_TRUE(outcome.err.contains(complaint)) << outcome.err;
  }
}

}  // namespace
}  // namespace netkit::test
