// SPDX-License-Identifier: MIT
#include <netkit/base/alive.h>

#include <gtest/gtest.h>

#include <optional>

namespace netkit::test {
namespace {

TEST(Alive, HasWatchesThatAreGoneAfterItsDestruction) {
  std::optional<Alive> alive(std::in_place);
  const auto watch = alive->watch();
  EXPECT_FALSE(watch.gone());
  alive.reset();
  EXPECT_TRUE(watch.gone());
}

TEST(Alive, HasSeveralWatches) {
  std::optional<Alive> alive(std::in_place);
  const auto first = alive->watch();
  const auto second = alive->watch();
  const auto copy = second;
  EXPECT_FALSE(first.gone() || second.gone() || copy.gone());
  alive.reset();
  EXPECT_TRUE(first.gone() && second.gone() && copy.gone());
}

TEST(Alive, OutlivesItsWatches) {
  const Alive alive;
  {
    const auto watch = alive.watch();
  }
  EXPECT_FALSE(alive.watch().gone());
}

TEST(Alive, HasNothingToDoWithAnother) {
  std::optional<Alive> alive(std::in_place);
  const Alive other;
  const auto watch = other.watch();
  alive.reset();
  EXPECT_FALSE(watch.gone());
}

TEST(AliveWatch, OfNothingIsGone) {
  EXPECT_TRUE(Alive::Watch().gone());
}

}  // namespace
}  // namespace netkit::test
