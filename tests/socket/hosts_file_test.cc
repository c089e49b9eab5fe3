// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/hosts_file.h>

#include <gtest/gtest.h>

#include <sstream>

namespace netkit::internal {
namespace {

bool has(const std::string& text, const std::string& name, std::optional<Family> family = {}) {
  std::istringstream file(text);
  return has_host(file, name, family);
}

TEST(HostsFile, HasTheNamesBehindAnAddress) {
  const std::string text = "# names\n127.0.0.1\tlocalhost box # here\n::1 localhost6";
  EXPECT_TRUE(has(text, "localhost"));
  EXPECT_TRUE(has(text, "box"));
  EXPECT_TRUE(has(text, "localhost6"));
}

TEST(HostsFile, HasNoOthers) {
  EXPECT_FALSE(has("", "localhost"));
  EXPECT_FALSE(has("localhost\n", "localhost"));
  EXPECT_FALSE(has("#127.0.0.1 localhost\n127.0.0.1 # localhost\n", "localhost"));
  EXPECT_FALSE(has("127.0.0.1 localhost.localdomain my-localhost\n", "localhost"));
}

TEST(HostsFile, HasNamesWithoutRegardToCaseAndAFinalDot) {
  for (const std::string name : {"LOCALHOST", "Localhost.", "box", "BOX."}) {
    EXPECT_TRUE(has("127.0.0.1 localhost Box.\n", name)) << name;
  }
}

TEST(HostsFile, HasNamesByFamily) {
  const std::string text = "127.0.0.1 localhost four\n::1 localhost\n";
  EXPECT_TRUE(has(text, "localhost", Family::ipv4));
  EXPECT_TRUE(has(text, "localhost", Family::ipv6));
  EXPECT_TRUE(has(text, "four", Family::ipv4));
  EXPECT_FALSE(has(text, "four", Family::ipv6));
}

}  // namespace
}  // namespace netkit::internal
