// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/blocklist/listed_rules.h>

#include <atomic>
#include <barrier>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace netkit::test {
namespace {

constexpr int threads = 4;

IpAddress nth(std::uint32_t number) {
  return IpAddress::v4(0x0a00'0000 + 2 * number);
}

TEST(BlockListThreads, MayAllAskFirst) {
  constexpr std::uint32_t count = 1'000;
  for (int round = 0; round < 20; ++round) {
    ListedRules rules;
    rules.begin("rules");
    for (std::uint32_t i = 0; i < count; ++i) rules.add(nth(i));
    const ListedRules& shared = rules;
    std::barrier start(threads);
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> asking;
    for (int i = 0; i < threads; ++i) {
      asking.emplace_back([&] {
        start.arrive_and_wait();
        for (std::uint32_t at = 0; at < count; ++at) {
          if (!shared.list().check(nth(at)) || shared.list().check(IpAddress::v4(nth(at).v4_value() + 1)))
            ++wrong;
          if (shared.find(nth(at)) != at) ++wrong;
        }
      });
    }
    asking.clear();
    EXPECT_EQ(wrong, 0);
  }
}

/// As a program holds a list that it loads anew while it runs.
class Holder {
 public:
  std::shared_ptr<const BlockList> list() const {
    const std::lock_guard lock(mutex_);
    return list_;
  }
  void replace(std::shared_ptr<const BlockList> list) {
    const std::lock_guard lock(mutex_);
    list_.swap(list);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const BlockList> list_ = std::make_shared<BlockList>();
};

TEST(BlockListThreads, AskWhileTheListIsReplaced) {
  Holder holder;
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> asking;
  for (int i = 0; i < threads; ++i) {
    asking.emplace_back([&] {
      while (!done) {
        const auto list = holder.list();
        const auto size = static_cast<std::uint32_t>(list->size());
        if (size > 0 && !list->check(nth(size - 1))) ++wrong;
        if (list->check(nth(size))) ++wrong;
      }
    });
  }
  BlockList list;
  for (std::uint32_t i = 0; i < 200; ++i) {
    list.add_address(nth(i));
    holder.replace(std::make_shared<const BlockList>(list));
    EXPECT_TRUE(holder.list()->check(nth(i)));
  }
  done = true;
  asking.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace netkit::test
