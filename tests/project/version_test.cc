// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "source_tree.h"
#include "support/netkit.h"

namespace netkit::test {
namespace {

/// What stands in a text between these two.
std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const std::size_t begin = text.find(before);
  if (begin == text.npos) return "";
  const std::size_t start = begin + before.size();
  return text.substr(start, text.find(after, start) - start);
}

TEST(Version, IsOneEverywhere) {
  const std::string version = between(source_text("CMakeLists.txt"), "project(netkit VERSION ", " ");
  EXPECT_NE(version, "");
  EXPECT_EQ(between(source_text("CHANGELOG.md"), "\n## [", "]"), version);
  EXPECT_TRUE(run_netkit({"--version"}).out.contains(version));
}

}  // namespace
}  // namespace netkit::test
