// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "commands.h"
#include "packed.h"

namespace netkit::test {
namespace {

namespace fs = std::filesystem;

/// Debian as debootstrap leaves it, with the libraries that netkit wants and nothing else.
class BareSystem : public testing::Test {
 protected:
  void SetUp() override {
    if (root_ == nullptr) GTEST_SKIP() << "NETKIT_TEST_ROOT names no root";
    if (geteuid() != 0) GTEST_SKIP() << "only root may change its root";
  }

  std::string output_inside(const Command& command) const {
    Command outside = {"chroot", root_};
    outside.insert(outside.end(), command.begin(), command.end());
    return output_of(outside);
  }

  const char* root_ = std::getenv("NETKIT_TEST_ROOT");
};

TEST_F(BareSystem, TakesThePackagesRunsThemAndIsRidOfThem) {
  const std::string library = "libnetkit" NETKIT_SOVERSION;
  for (const std::string& package : {std::string("netkit"), library}) {
    fs::copy_file(packed().deb(package), std::string(root_) + "/" + package + ".deb",
                  fs::copy_options::overwrite_existing);
    output_inside({"dpkg", "--install", "/" + package + ".deb"});
  }
  EXPECT_TRUE(output_inside({"netkit", "--version"}).starts_with("netkit " NETKIT_VERSION "\n"));
  EXPECT_TRUE(output_inside({"netkit", "check-ip", "::1"}).starts_with("::1\t6\t"));
  EXPECT_TRUE(output_inside({"ldconfig", "-p"}).contains("libnetkit.so." NETKIT_SOVERSION));
  output_inside({"dpkg", "--purge", "netkit", library});
  EXPECT_FALSE(fs::exists(std::string(root_) + "/usr/bin/netkit"));
}

}  // namespace
}  // namespace netkit::test
