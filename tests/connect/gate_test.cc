// SPDX-License-Identifier: MIT
#include <netkit/connect/gate.h>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace netkit::test {
namespace {

SocketAddress from(const char* address) {
  return {*IpAddress::parse(address), 1};
}

TEST(Gate, CountsTogetherWithItsCopies) {
  Gate gate({.max_connections = 1});
  Gate copy = gate;
  auto admitted = copy.admit(from("127.0.0.1"));
  EXPECT_EQ(gate.connections(), 1U);
  EXPECT_EQ(gate.admit(from("127.0.0.2")).error(), Dropped::Reason::max_connections);
  admitted->reset();
  EXPECT_EQ(gate.connections(), 0U);
  EXPECT_TRUE(gate.admit(from("127.0.0.2")));
}

TEST(Gate, HasListsOfItsOwnBesideItsCopies) {
  BlockList one;
  one.add_address(*IpAddress::parse("127.0.0.2"));
  Gate gate;
  Gate copy = gate;
  copy.set_lists({std::make_shared<BlockList>(one)});
  EXPECT_TRUE(gate.admit(from("127.0.0.2")));
  EXPECT_EQ(copy.admit(from("127.0.0.2")).error(), Dropped::Reason::blocked);
}

TEST(Gate, LetsThreadsInUpToTheLimitExactly) {
  constexpr std::size_t threads = 4, tries = 1000, limit = 700;
  const Gate gate({.max_connections = limit});
  std::vector<std::vector<std::shared_ptr<void>>> kept(threads);
  std::atomic<std::size_t> dropped = 0;
  {
    std::vector<std::jthread> running;
    for (auto& mine : kept) {
      running.emplace_back([&mine, &dropped, copy = gate]() mutable {
        for (std::size_t i = 0; i < tries; ++i) {
          auto admitted = copy.admit(from("::1"));
          if (admitted) mine.push_back(std::move(*admitted));
          if (!admitted) ++dropped;
        }
      });
    }
  }
  EXPECT_EQ(gate.connections(), limit);
  EXPECT_EQ(dropped, threads * tries - limit);
  kept.clear();
  EXPECT_EQ(gate.connections(), 0U);
}

}  // namespace
}  // namespace netkit::test
