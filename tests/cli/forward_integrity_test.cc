// SPDX-License-Identifier: MIT
// What passes through listen --to and listen -e is whole, or its loss is told: with much at once, slow
// readers, and ends and resets at random moments.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <thread>

#include "forwarding.h"
#include "support/data.h"
#include "support/fd_io.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/patience.h"

namespace netkit::test {
namespace {

using Random = std::minstd_rand;

std::size_t between(Random& random, std::size_t least, std::size_t most) {
  return std::uniform_int_distribution<std::size_t>(least, most)(random);
}

/// To the end or an error, in reads of any size, and now and then slowly.
Read read_slowly(int fd, Random random) {
  Read all;
  for (std::size_t rested_at = 0;;) {
    Read some = read_some(fd, between(random, 1, 256 * KiB), Deadline());
    all.error = some.error;
    if (some.bytes.empty()) return all;
    all.bytes += some.bytes;
    if (all.bytes.size() - rested_at < 2 * MiB) continue;
    rested_at = all.bytes.size();
    elapse(Duration(between(random, 0, 3)));
  }
}

void send_and_end(int fd, std::string_view bytes) {
  EXPECT_EQ(write_all(fd, bytes), 0);
  send_end(fd);
}

constexpr Transport tcp_and_unix[] = {Transport::tcp4, Transport::unix_path};

class ForwardIntegrity : public testing::TestWithParam<Pairing> {};

TEST_P(ForwardIntegrity, HoldsForMuchBothWaysAtOnce) {
  Random random(1);
  const std::string request = random_bytes(between(random, 48 * MiB, 64 * MiB), 1),
                    answer = random_bytes(between(random, 48 * MiB, 64 * MiB), 2);
  Middle middle(GetParam());
  std::thread sender([&] { send_and_end(middle.client.get(), request); });
  std::thread answerer([&] { send_and_end(middle.target.get(), answer); });
  std::thread reader(
      [&] { EXPECT_TRUE(same_bytes(answer, read_slowly(middle.client.get(), Random(2)).bytes)); });
  EXPECT_TRUE(same_bytes(request, read_slowly(middle.target.get(), Random(3)).bytes));
  for (std::thread* const each : {&sender, &answerer, &reader}) each->join();
  EXPECT_EQ(middle.status(), 0);
}

INSTANTIATE_TEST_SUITE_P(, ForwardIntegrity, testing::ValuesIn(pairings(tcp_and_unix, tcp_and_unix)),
                         NameOf());

/// Writes a part of it, of random size, and closes with a reset.
void send_and_die(UniqueFd fd, std::string_view bytes, Random& random) {
  write_all(fd.get(), bytes.substr(0, between(random, 0, bytes.size() - 1)));
  reset(std::move(fd));
}

TEST(ForwardIntegrityOfTheDying, IsNeverAnEndWithBytesMissing) {
  RawListener listener(Transport::tcp4);
  const Server server =
      start_server("listen", Transport::tcp4, {"-k", "--to", endpoint_of(listener.where())});
  const std::string data = random_bytes(2 * MiB);
  Random random(4);
  for (int i = 0; i < 40; ++i) {
    UniqueFd client = connect_to(server.where), target = listener.accept();
    UniqueFd& dies = i % 2 == 0 ? client : target;
    UniqueFd& lives = i % 2 == 0 ? target : client;
    std::thread sender([&] { send_and_die(std::move(dies), data, random); });
    const Read got = read_slowly(lives.get(), Random(static_cast<unsigned>(i)));
    sender.join();
    EXPECT_TRUE(begins(data, got.bytes)) << i;
    EXPECT_EQ(got.error, ECONNRESET) << i;
  }
}

class ExecIntegrity : public testing::TestWithParam<Transport> {};

TEST_P(ExecIntegrity, HoldsForMuchBothWaysAtOnce) {
  const std::string data = random_bytes(64 * MiB);
  Server server = start_server("listen", GetParam(), {"-e", "cat"});
  const UniqueFd client = connect_to(server.where);
  std::thread sender([&] { send_and_end(client.get(), data); });
  EXPECT_TRUE(same_bytes(data, read_slowly(client.get(), Random(5)).bytes));
  sender.join();
  EXPECT_EQ(server.process->wait(), 0);
}

INSTANTIATE_TEST_SUITE_P(, ExecIntegrity, testing::ValuesIn(tcp_and_unix), NameOf());

}  // namespace
}  // namespace netkit::test
