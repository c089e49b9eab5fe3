// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <csignal>

#include "support/data.h"
#include "support/process.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

TEST(EchoServerExample, GivesBytesBackAndEndsWithItsLastClient) {
  Launch launch;
  launch.argv = {NETKIT_EXAMPLE};
  Process server(launch);
  const std::string said = server.wait_for_stdout(6);
  ASSERT_TRUE(said.ends_with('\n')) << said;
  Where where{Transport::tcp4, "127.0.0.1", 0, {}};
  where.port = static_cast<std::uint16_t>(std::stoi(said.substr(said.rfind(':') + 1)));
  const UniqueFd client = connect_to(where);
  EXPECT_EQ(write_all(client.get(), "hello"), 0);
  EXPECT_EQ(read_exactly(client.get(), 5).bytes, "hello");
  server.signal(SIGTERM);
  EXPECT_EQ(write_all(client.get(), "still there"), 0);
  EXPECT_EQ(read_exactly(client.get(), 11).bytes, "still there");
  EXPECT_TRUE(server.running());
  send_end(client.get());
  EXPECT_EQ(read_to_end(client.get()).error, 0);
  EXPECT_EQ(server.wait(), 0);
}

}  // namespace
}  // namespace netkit::test
