// SPDX-License-Identifier: MIT
// listen with -k: many clients at a time; and without it: one.
#include <cerrno>
#include <future>
#include <vector>

#include "role_test.h"
#include "support/proc.h"

namespace netkit::test {
namespace {

TEST(ListenKeepOpen, SendsStdinToAllAndWritesWhatAnyOfThemSends) {
  Server server = start_server("listen", Transport::tcp4, {"-k"});
  std::vector<UniqueFd> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(connect_to(server.where));
    // A client that gets an answer has been accepted.
    write_all(clients.back().get(), "x");
    server.process->wait_for_stdout(clients.size());
  }
  server.process->write_stdin("to all");
  for (const UniqueFd& client : clients) EXPECT_EQ(read_exactly(client.get(), 6).bytes, "to all");
  EXPECT_EQ(server.process->stdout_so_far(), "xxx");
  EXPECT_TRUE(server.process->running());
}

TEST(ListenKeepOpen, IsNotEndedByStdinsEnd) {
  Server server = start_server("listen", Transport::tcp4, {"-k", "-Q", "50ms"});
  const UniqueFd first = connect_to(server.where);
  write_all(first.get(), "x");
  server.process->wait_for_stdout(1);
  server.process->write_stdin("last words");
  server.process->close_stdin();
  EXPECT_EQ(read_exactly(first.get(), 10).bytes, "last words");
  EXPECT_TRUE(stays_silent(first.get(), Duration(500))) << "neither stdin's end nor -Q ends a connection";
  const UniqueFd second = connect_to(server.where);
  write_all(second.get(), "second");
  EXPECT_EQ(server.process->wait_for_stdout(7), "xsecond");
  for (const UniqueFd* client : {&first, &second}) {
    send_end(client->get());
    const Read theirs = read_to_end(client->get());
    EXPECT_EQ(theirs.bytes, "");
    EXPECT_EQ(theirs.error, 0);
  }
  EXPECT_FALSE(server.process->wait_at_most(Duration(300)));
  EXPECT_EQ(connect_error(server.where), 0);
}

TEST(ListenKeepOpen, EndsEachClientThatHasEnded) {
  Server server = start_server("listen", Transport::tcp4, {"-k"});
  const UniqueFd goes = connect_to(server.where);
  const UniqueFd stays = connect_to(server.where);
  write_all(stays.get(), "stays");
  server.process->wait_for_stdout(5);
  send_end(goes.get());
  EXPECT_EQ(read_to_end(goes.get()).bytes, "");
  server.process->write_stdin("still");
  EXPECT_EQ(read_exactly(stays.get(), 5).bytes, "still");
}

TEST(ListenKeepOpen, ReadsStdinOnlyWhileThereAreClients) {
  Pipe in = pipe_to_child();
  write_all(in.write.get(), "kept");
  Server server = start_server("listen", Transport::tcp4, {"-k"}, {Stdio::descriptor(in.read), {}, {}});
  elapse(Duration(200));
  EXPECT_EQ(bytes_waiting(in.read.get()), 4U);
  {
    const UniqueFd client = connect_to(server.where);
    EXPECT_EQ(read_exactly(client.get(), 4).bytes, "kept");
    send_end(client.get());
    EXPECT_EQ(read_to_end(client.get()).bytes, "");
  }
  elapse(Duration(200));
  write_all(in.write.get(), "for the next");
  elapse(Duration(200));
  EXPECT_EQ(bytes_waiting(in.read.get()), 12U);
  const UniqueFd next = connect_to(server.where);
  EXPECT_EQ(read_exactly(next.get(), 12).bytes, "for the next");
}

TEST(ListenKeepOpen, SendsAtThePaceOfTheSlowest) {
  const std::string data = random_bytes(16 * MiB);
  Pipe in = pipe_to_child();
  Server server = start_server("listen", Transport::tcp4, {"-k"}, {Stdio::descriptor(in.read), {}, {}});
  in.read.reset();
  const UniqueFd slow = connect_to(server.where);
  const UniqueFd fast = connect_to(server.where);
  for (const UniqueFd* client : {&slow, &fast}) write_all(client->get(), "x");
  server.process->wait_for_stdout(2);
  const std::size_t written = write_until_blocked(in.write.get(), data);
  ASSERT_LT(written, data.size());
  // Reading more at the fast client brings nothing more, and does not delay what it sends.
  const std::size_t waiting = bytes_waiting(fast.get());
  read_exactly(fast.get(), waiting);
  write_all(fast.get(), "independent");
  server.process->wait_for_stdout(13);
  // Read both at the same time: a client that is not read is the slowest.
  auto fasts =
      std::async(std::launch::async, [&] { return read_exactly(fast.get(), written - waiting).bytes; });
  EXPECT_TRUE(same_bytes(data.substr(0, written), read_exactly(slow.get(), written).bytes));
  EXPECT_TRUE(same_bytes(data.substr(waiting, written - waiting), fasts.get()));
}

/// Reads `size` bytes, and sends something whenever nothing arrives, so as not to be idle.
std::string read_and_send(int fd, std::size_t size) {
  std::string all;
  const Deadline deadline;
  while (all.size() < size && !deadline.passed()) {
    if (comes(fd, POLLIN, Deadline(Duration(200)))) {
      all += read_some(fd, size - all.size(), deadline).bytes;
    } else {
      write_all(fd, "x");
    }
  }
  return all;
}

TEST(ListenKeepOpen, DropsAStuckClientAfterTheIdleTimeout) {
  const std::string data = random_bytes(16 * MiB);
  Server server = start_server("listen", Transport::tcp4, {"-k", "-i", "1500ms"});
  const UniqueFd stuck = connect_to(server.where);
  const UniqueFd other = connect_to(server.where);
  for (const UniqueFd* client : {&stuck, &other}) write_all(client->get(), "x");
  server.process->wait_for_stdout(2);
  server.process->write_stdin(data);
  EXPECT_TRUE(same_bytes(data, read_and_send(other.get(), data.size())));
  EXPECT_TRUE(server.process->running());
}

TEST(ListenKeepOpen, GoesOnWithTheOthersAfterLosingAClient) {
  Server server = start_server("listen", Transport::tcp4, {"-k"});
  UniqueFd lost = connect_to(server.where);
  const UniqueFd other = connect_to(server.where);
  write_all(lost.get(), "x");
  write_all(other.get(), "x");
  server.process->wait_for_stdout(2);
  reset(std::move(lost));
  server.process->write_stdin("for who is left");
  EXPECT_EQ(read_exactly(other.get(), 15).bytes, "for who is left");
  write_all(other.get(), "here");
  EXPECT_EQ(server.process->wait_for_stdout(6), "xxhere");
}

TEST(Listen, ClosesTheListeningSocketWithTheFirstConnection) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path, Transport::abstract_name}) {
    SCOPED_TRACE(name_of(transport));
    Server server = start_server("listen", transport);
    const UniqueFd first = connect_to(server.where);
    write_all(first.get(), "x");
    server.process->wait_for_stdout(1);
    EXPECT_FALSE(listens(server.process->pid(), server.where));
    EXPECT_NE(connect_error(server.where), 0);
  }
}

TEST(Listen, EndsWhenItsConnectionHasEnded) {
  Server server = start_server("listen", Transport::tcp4, {}, {Stdio::null(), {}, {}});
  UniqueFd peer = connect_to(server.where);
  write_all(peer.get(), "data");
  EXPECT_FALSE(server.process->wait_at_most(Duration(200)));
  peer.reset();
  EXPECT_TRUE(ends_with(*server.process, 0));
  EXPECT_EQ(server.process->read_stdout_until_eof(), "data");
}

TEST(Echo, ReturnsItsBytesToEveryClientUntilItsEnd) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path, Transport::abstract_name}) {
    SCOPED_TRACE(name_of(transport));
    Server server = start_server("echo", transport);
    std::vector<UniqueFd> clients;
    for (int i = 0; i < 5; ++i) clients.push_back(connect_to(server.where));
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const std::string data = random_bytes(50 * KiB, i);
      write_all(clients[i].get(), data);
      send_end(clients[i].get());
      const Read back = read_to_end(clients[i].get());
      EXPECT_TRUE(same_bytes(data, back.bytes));
      EXPECT_EQ(back.error, 0);
    }
    EXPECT_TRUE(server.process->running());
  }
}

}  // namespace
}  // namespace netkit::test
