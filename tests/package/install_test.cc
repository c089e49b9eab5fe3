// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "commands.h"
#include "installed.h"

namespace netkit::test {
namespace {

namespace fs = std::filesystem;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

TEST(Install, PutsTheProgramAndWhatBelongsToIt) {
  EXPECT_TRUE(
      output_of({installed() / "bin/netkit", "--version"}).starts_with("netkit " NETKIT_VERSION "\n"));
  EXPECT_TRUE(contains(installed().files("share/man"), "man1/netkit.1"));
  EXPECT_TRUE(contains(installed().files("share/man"), "man1/netkit-listen.1"));
  EXPECT_TRUE(fs::exists(installed() / "share/doc/netkit/LICENSE"));
  EXPECT_TRUE(fs::exists(installed() / "share/netkit/netkit-events.schema.json"));
}

TEST(Install, PutsCompletionsWhereShellsLook) {
  for (const char* file : {"bash-completion/completions/netkit", "fish/vendor_completions.d/netkit.fish"}) {
    EXPECT_TRUE(contents(installed() / ("share/" + std::string(file))).contains("netkit")) << file;
  }
  const auto of_zsh = installed().files("share/zsh");
  ASSERT_EQ(of_zsh.size(), 1u);
  EXPECT_TRUE(of_zsh[0].ends_with("/_netkit"));
}

TEST(Install, PutsTheSharedLibraryUnderTheNameThatProgramsAskFor) {
  const fs::path libraries = installed().libraries();
  EXPECT_EQ(fs::read_symlink(libraries / "libnetkit.so"), "libnetkit.so." NETKIT_SOVERSION);
  EXPECT_EQ(fs::read_symlink(libraries / "libnetkit.so." NETKIT_SOVERSION), "libnetkit.so." NETKIT_VERSION);
  EXPECT_TRUE(output_of({"readelf", "-d", libraries / "libnetkit.so"})
                  .contains("soname: [libnetkit.so." NETKIT_SOVERSION "]"));
}

TEST(Install, LeavesNoPathOfTheBuildInWhatOthersRead) {
  for (const char* name : {"cmake/netkit/netkitConfig.cmake", "cmake/netkit/netkitTargets.cmake",
                           "pkgconfig/netkit.pc", "libnetkit.so", "libnetkit.a"}) {
    const std::string file = contents(installed().libraries() + "/" + name);
    EXPECT_FALSE(file.empty()) << name;
    EXPECT_FALSE(file.contains(NETKIT_SOURCE_DIR)) << name;
  }
  EXPECT_FALSE(contents(installed() / "bin/netkit").contains(NETKIT_SOURCE_DIR));
}

/// With all headers in one source, in the order of their names.
TEST(Install, PutsHeadersThatNeedNothingButEachOtherAndTheSystem) {
  const auto headers = installed().files("include");
  EXPECT_TRUE(contains(headers, "netkit/net/server.h"));
  EXPECT_FALSE(contains(headers, "netkit/socket/internal/socket_cell.h"));  // of <uv.h>
  std::string includes;
  for (const std::string& header : headers) {
    includes.append("#include <").append(header).append(">\n");
  }
  const TempDir folder;
  output_of({NETKIT_CXX, "-std=c++23", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-I",
             installed() / "include", "-MD", "-MF", folder / "used", folder.write("all.cc", includes)});
  const std::string used = contents(folder / "used");
  for (const char* other : {"/uv.h", "/nlohmann/", "/fmt/", NETKIT_SOURCE_DIR}) {
    EXPECT_FALSE(used.contains(other)) << other;
  }
}

}  // namespace
}  // namespace netkit::test
