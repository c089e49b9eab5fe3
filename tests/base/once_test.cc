// SPDX-License-Identifier: MIT
#include <netkit/base/once.h>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

namespace netkit::test {
namespace {

TEST(Once, CallsItsFunctionOnce) {
  int calls = 0;
  Once<> once = [&] { ++calls; };
  EXPECT_TRUE(once);
  once();
  EXPECT_FALSE(once);
  once();
  EXPECT_EQ(calls, 1);
}

TEST(Once, DoesNothingWhenItIsEmpty) {
  Once<int> never, null = nullptr, of_an_empty_function = Once<int>::Function();
  EXPECT_FALSE(never || null || of_an_empty_function);
  never(1);
  null(1);
  of_an_empty_function(1);
}

TEST(Once, PassesItsArgumentsOn) {
  std::string text = "by reference";
  std::unique_ptr<int> number;
  Once<std::string&, std::unique_ptr<int>> once = [&](std::string& reference, std::unique_ptr<int> moved) {
    reference += "!";
    number = std::move(moved);
  };
  once(text, std::make_unique<int>(7));
  EXPECT_EQ(text, "by reference!");
  EXPECT_EQ(*number, 7);
}

TEST(Once, MayBeDestroyedByItsFunction) {
  std::string trace;
  std::optional<Once<>> once;
  once.emplace([&, note = std::string("a text that is too long to be stored inside")] {
    once.reset();
    trace = note;
  });
  (*once)();
  EXPECT_EQ(trace, "a text that is too long to be stored inside");
}

TEST(Once, MayBeGivenAnotherFunctionByItsFunction) {
  int calls = 0;
  Once<> once;
  once = [&] {
    once = [&] { calls += 10; };
    ++calls;
  };
  once();
  EXPECT_TRUE(once);
  once();
  EXPECT_EQ(calls, 11);
}

TEST(Once, IsEmptyAfterItWasMoved) {
  int calls = 0;
  Once<> once = [&] { ++calls; };
  Once<> other = std::move(once);
  EXPECT_TRUE(other);
  once = nullptr;
  once();
  other();
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace netkit::test
