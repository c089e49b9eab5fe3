// SPDX-License-Identifier: MIT
// listen --broker and --chat: clients are joined to each other.
#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "event_lines.h"
#include "support/data.h"
#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

/// A broker and its clients, which have joined one after the other.
struct Room {
  explicit Room(std::size_t clients, const Words& options = {}, const Stdios& stdio = {},
                Transport transport = Transport::tcp4)
      : server(start_server("listen", transport, Words{"-v"} + options, stdio)) {
    for (std::size_t i = 0; i < clients; ++i) enter();
  }
  void enter() {
    client.push_back(connect_to(server.where));
    ++entered;
    const Deadline deadline;
    for (;;) {
      const std::string err = server.process->stderr_so_far();
      std::size_t seen = 0;
      for (auto at = err.find("accepted "); at != std::string::npos; at = err.find("accepted ", at + 1))
        ++seen;
      if (seen >= entered) return;
      if (deadline.passed()) throw TooLate("the client was not accepted");
      elapse(Duration(1));
    }
  }
  std::string read(std::size_t index, std::size_t size) {
    return read_exactly(client.at(index).get(), size).bytes;
  }
  int stop() {
    server.process->signal(SIGTERM);
    for (UniqueFd& fd : client) {
      if (fd) send_end(fd.get());
    }
    return server.process->wait();
  }

  Server server;
  std::vector<UniqueFd> client;
  std::size_t entered = 0;
};

TEST(BrokerOfClients, PassesOnToAllOthersAndPrintsNothing) {
  Room room(3, {"--broker"});
  write_all(room.client[0].get(), "from one");
  EXPECT_EQ(room.read(1, 8), "from one");
  EXPECT_EQ(room.read(2, 8), "from one");
  room.server.process->write_stdin("from stdin");
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(room.read(i, 10), "from stdin");
  EXPECT_EQ(room.stop(), 0);
  EXPECT_EQ(room.server.process->read_stdout_until_eof(), "");
}

TEST(BrokerOfClients, LosesNothing) {
  constexpr std::size_t readers = 8, size = std::size_t{8} << 20;
  Room room(readers + 1, {"--broker"});
  const std::string all = random_bytes(size);
  std::vector<std::string> received(readers);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < readers; ++i)
    threads.emplace_back([&, i] { received[i] = room.read(i + 1, size); });
  EXPECT_EQ(write_all(room.client[0].get(), all), 0);
  for (std::thread& thread : threads) thread.join();
  for (const std::string& one : received) EXPECT_TRUE(one == all);
  EXPECT_EQ(room.stop(), 0);
}

TEST(BrokerOfClients, ResetsAClientThatIsSlow) {
  const TempDir folder;
  constexpr std::size_t size = std::size_t{16} << 20;
  Room room(3, {"--broker", "--max-queue", "64k", "--events=" + folder / "events"});
  const std::string all = random_bytes(size);
  std::thread sender([&] { EXPECT_EQ(write_all(room.client[0].get(), all), 0); });
  EXPECT_TRUE(room.read(2, size) == all);
  sender.join();
  const std::string slow = "is too slow and was reset: ";
  room.server.process->wait_for_stderr(slow);
  EXPECT_EQ(read_to_end(room.client[1].get()).error, ECONNRESET);
  room.client[1].reset();
  EXPECT_EQ(room.stop(), 0);
  std::vector<std::string> about_it;
  for (const auto& event : event_lines(contents(folder / "events"))) {
    if (event.value("id", 0) == 2) about_it.push_back(event["event"]);
    if (event["event"] == "drop") {
      EXPECT_EQ(event["reason"], "slow");
    }
    if (event["event"] == "close" && event["id"] == 2) {
      EXPECT_TRUE(event["hadError"]);
    }
  }
  EXPECT_EQ(about_it, (std::vector<std::string>{"connection", "drop", "close"}));
}

TEST(BrokerOfClients, GoesOnWithoutAClientThatHasEnded) {
  Room room(3, {"--broker"});
  write_all(room.client[0].get(), "last words");
  send_end(room.client[0].get());
  EXPECT_EQ(read_to_end(room.client[0].get()).bytes, "");
  EXPECT_EQ(room.read(1, 10), "last words");
  reset(std::move(room.client[2]));
  room.server.process->wait_for_stderr("read ECONNRESET");
  room.enter();
  write_all(room.client[1].get(), "still here");
  EXPECT_EQ(room.read(3, 10), "still here");
  room.server.process->close_stdin();
  write_all(room.client[3].get(), "so am I");
  EXPECT_EQ(room.read(1, 7), "so am I");
}

TEST(BrokerOfClients, DeliversWhatIsQueuedAtTheEnd) {
  Room room(2, {"--broker"});
  const std::string all = random_bytes(std::size_t{1} << 20);
  EXPECT_EQ(write_all(room.client[0].get(), all), 0);
  room.read(1, 1);
  room.server.process->signal(SIGTERM);
  EXPECT_EQ(read_to_end(room.client[0].get()).bytes, "");
  write_all(room.client[0].get(), "too late");
  send_end(room.client[0].get());
  const Read rest = read_to_end(room.client[1].get());
  EXPECT_EQ(rest.error, 0);
  EXPECT_TRUE(all.substr(1).starts_with(rest.bytes));
  send_end(room.client[1].get());
  EXPECT_EQ(room.server.process->wait(), 0);
}

TEST(BrokerOfClients, SendsOneWayWhereAsked) {
  {
    Room room(2, {"--broker", "--send-only"});
    write_all(room.client[0].get(), "dropped");
    room.server.process->write_stdin("from stdin");
    EXPECT_EQ(room.read(1, 10), "from stdin");
    EXPECT_EQ(room.stop(), 0);
  }
  Room room(2, {"--broker", "--recv-only"});
  room.server.process->write_stdin("not read");
  write_all(room.client[0].get(), "from one");
  EXPECT_EQ(room.read(1, 8), "from one");
  EXPECT_EQ(room.stop(), 0);
}

TEST(BrokerOfClients, PassesDatagramsOnWhole) {
  const Server server = start_server("listen", Transport::tcp4, {"--broker", "-u", "-v"});
  RawDatagrams one, other;
  one.send_to(server.where, "hello");
  other.send_to(server.where, "");
  other.send_to(server.where, "me too");
  EXPECT_EQ(one.receive(), "");
  EXPECT_EQ(one.receive(), "me too");
  const std::string most = random_bytes(65507);
  one.send_to(server.where, most);
  std::string received = other.receive();
  if (received == "hello") received = other.receive();  // it had joined before that was passed on
  EXPECT_EQ(received.size(), most.size());
  EXPECT_TRUE(received == most);
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
}

TEST(BrokerOfClients, GoesBetweenUnixSockets) {
  Room room(2, {"--broker"}, {}, Transport::unix_path);
  write_all(room.client[1].get(), "hello");
  EXPECT_EQ(room.read(0, 5), "hello");
}

/// What the client reads until this line.
std::string read_until(int fd, std::string_view end) {
  std::string text;
  const Deadline deadline;
  while (!text.contains(end)) {
    const Read read = read_some(fd, 4096, deadline);
    if (read.bytes.empty()) break;
    text += read.bytes;
  }
  return text;
}

TEST(Chat, SaysWhoIsThereAndWhoSpeaks) {
  Room room(0, {"--chat"});
  room.enter();
  const int one = room.client[0].get();
  EXPECT_EQ(read_until(one, "\n"), "<announce> you are user 1; here: nobody.\n");
  room.enter();
  const int two = room.client[1].get();
  EXPECT_EQ(read_until(two, "\n"), "<announce> you are user 2; here: user 1.\n");
  EXPECT_TRUE(read_until(one, "\n").starts_with("<announce> user 2 has joined (127.0.0.1:"));
  write_all(two, "hel");
  write_all(two, "lo\r\n\nbye");
  EXPECT_EQ(read_until(one, "\n"), "<user 2> hello\n");
  room.server.process->write_stdin("from above\n");
  EXPECT_EQ(read_until(one, "\n"), "<user 0> from above\n");
  EXPECT_EQ(read_until(two, "\n"), "<user 0> from above\n");
  send_end(two);
  EXPECT_EQ(read_until(one, "left.\n"), "<user 2> bye\n<announce> user 2 has left.\n");
  room.client[1].reset();
  const std::string printed = room.server.process->wait_for_stdout(1);
  EXPECT_TRUE(printed.contains("<announce> user 1 has joined (127.0.0.1:")) << printed;
  EXPECT_EQ(room.stop(), 0);
  const std::string all = room.server.process->read_stdout_until_eof();
  for (const char* const line : {"<user 2> hello\n", "<user 0> from above\n", "<user 2> bye\n"})
    EXPECT_TRUE(all.contains(line)) << all;
}

TEST(Chat, EndsLinesAsAsked) {
  Room room(1, {"--chat", "-C"});
  room.server.process->write_stdin("hi\n");
  EXPECT_EQ(read_until(room.client[0].get(), "hi\r\n"),
            "<announce> you are user 1; here: nobody.\r\n<user 0> hi\r\n");
}

TEST(BrokerOptions, GoWithWhatTheyCan) {
  const auto refused = [](const Words& words, const std::string& line) {
    const Outcome outcome = run_netkit(words);
    EXPECT_EQ(outcome.status, 2) << line;
    EXPECT_EQ(outcome.err, "netkit: " + line + "\n");
  };
  refused({"listen", "--broker", "-e", "cat", "8124"}, "--exec and --broker exclude each other");
  refused({"listen", "--to", "8125", "--chat", "8124"}, "--chat and --to exclude each other");
  refused({"listen", "--max-queue", "1M", "8124"}, "--max-queue is for the clients of --broker and --chat");
  refused({"listen", "--broker", "--max-queue", "1k", "8124"},
          "--max-queue: '1k' is not a size in 4096..1073741824 bytes; write 65536, 64k or 1M");
  refused({"listen", "--broker", "--telnet", "8124"}, "--telnet and --broker exclude each other");
  refused({"listen", "--broker", "--workers", "2", "8124"},
          "--workers is for clients of --exec, --sh-exec, --to and --proxy-server");
}

}  // namespace
}  // namespace netkit::test
