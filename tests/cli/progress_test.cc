// SPDX-License-Identifier: MIT
// --progress: what has passed, on stderr.
#include <gtest/gtest.h>

#include <string>

#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

TEST(Progress, IsALineOfATerminalThatIsTakenAwayAtTheEnd) {
  RawListener listener(Transport::tcp4);
  Terminal terminal = raw_terminal();
  Stdios stdio;
  stdio.err = Stdio::descriptor(terminal.slave);
  Process client(netkit(Words{"connect", "--progress", "-v"} + listener.where().netkit_words(), stdio));
  terminal.slave.reset();
  const UniqueFd peer = listener.accept();
  client.write_stdin("hello");
  EXPECT_EQ(read_exactly(peer.get(), 5).bytes, "hello");
  std::string shown;
  const Deadline deadline;
  while (!shown.contains("\r\x1b[Ksent 5  received 0  0:0"))
    shown += read_some(terminal.master.get(), 4096, deadline).bytes;
  client.close_stdin();
  send_end(peer.get());
  EXPECT_EQ(client.wait(), 0);
  shown += read_to_end(terminal.master.get()).bytes;
  // A message takes the place of the meter.
  EXPECT_TRUE(shown.contains("\r\x1b[Knetkit: closed ")) << shown;
  EXPECT_FALSE(shown.substr(shown.rfind('\n')).contains("sent")) << shown;
}

TEST(Progress, IsNothingElsewhereUnlessAlways) {
  RawListener listener(Transport::tcp4);
  for (const std::string option : {"--progress", "--progress=always"}) {
    Process client(netkit(Words{"connect", option} + listener.where().netkit_words()));
    const UniqueFd peer = listener.accept();
    client.write_stdin("hello");
    client.close_stdin();
    EXPECT_EQ(read_to_end(peer.get()).bytes, "hello");
    send_end(peer.get());
    EXPECT_EQ(client.wait(), 0);
    const std::string err = client.read_stderr_until_eof();
    if (option == "--progress") {
      EXPECT_EQ(err, "");
    } else {
      EXPECT_TRUE(err.contains("netkit: sent 5  received 0  0:0")) << err;
    }
  }
}

TEST(Progress, IsForOneConnection) {
  const auto refused = [](const Words& words, const std::string& line) {
    const Outcome outcome = run_netkit(words);
    EXPECT_EQ(outcome.status, 2) << line;
    EXPECT_EQ(outcome.err, "netkit: " + line + "\n");
  };
  refused({"listen", "-k", "--progress", "8124"},
          "--progress is for one connection and cannot go with --keep-open");
  refused({"listen", "--progress", "--to", "8125", "8124"}, "--progress and --to exclude each other");
  const Outcome both = run_netkit({"connect", "--progress", "8124", "--events"});
  EXPECT_EQ(both.status, 2);
  EXPECT_TRUE(both.err.contains("--progress and --events on stderr exclude each other")) << both.err;
  refused({"connect", "--progress=sometimes", "8124"}, "--progress: 'sometimes' is not valid: choose always");
}

}  // namespace
}  // namespace netkit::test
