// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "commands.h"
#include "installed.h"

namespace netkit::test {
namespace {

constexpr const char* what_it_says = "connect ENOENT /no/such/socket\n";

bool uses_shared_library(const std::string& program) {
  return output_of({"readelf", "-d", program}).contains("[libnetkit.so." NETKIT_SOVERSION "]");
}

TEST(Consumer, FindsThePackageWithCMake) {
  const TempDir build;
  output_of({NETKIT_CMAKE, "-S", NETKIT_CONSUMER, "-B", build.path(), "-G", "Ninja",
             "-DCMAKE_CXX_COMPILER=" NETKIT_CXX, "-DCMAKE_PREFIX_PATH=" + installed().prefix()});
  output_of({NETKIT_CMAKE, "--build", build.path()});
  EXPECT_EQ(output_of({build / "on_shared"}), what_it_says);
  EXPECT_EQ(output_of({build / "on_static"}), what_it_says);
  EXPECT_TRUE(uses_shared_library(build / "on_shared"));
  EXPECT_FALSE(uses_shared_library(build / "on_static"));
}

/// What pkg-config says about netkit, and nothing else.
Command flags(const Command& options) {
  Command command = {"pkg-config"};
  command.insert(command.end(), options.begin(), options.end());
  command.push_back("netkit");
  return words_of(output_of(command, {{"PKG_CONFIG_PATH", installed().libraries() + "/pkgconfig"}}));
}

Command operator+(Command words, const Command& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(Consumer, FindsThePackageWithPkgConfig) {
  const TempDir build;
  const std::string object = build / "main.o";
  output_of(Command{NETKIT_CXX, "-std=c++23", "-c", NETKIT_CONSUMER "/main.cc", "-o", object} +
            flags({"--cflags"}));
  output_of(Command{NETKIT_CXX, object, "-o", build / "on_shared"} + flags({"--libs"}));
  output_of(Command{NETKIT_CXX, object, installed().libraries() + "/libnetkit.a", "-o", build / "on_static",
                    "-Wl,--as-needed"} +
            flags({"--static", "--libs"}));
  EXPECT_EQ(output_of({build / "on_shared"}, {{"LD_LIBRARY_PATH", installed().libraries()}}), what_it_says);
  EXPECT_EQ(output_of({build / "on_static"}), what_it_says);
  EXPECT_TRUE(uses_shared_library(build / "on_shared"));
  EXPECT_FALSE(uses_shared_library(build / "on_static"));
}

TEST(Consumer, IsRefusedAnotherInterfaceThanItAsksFor) {
  const TempDir source;
  source.write("CMakeLists.txt",
               "cmake_minimum_required(VERSION 3.25)\nproject(asks LANGUAGES NONE)\n"
               "find_package(netkit 99.0 QUIET)\nif(netkit_FOUND)\n  message(FATAL_ERROR found)\nendif()\n");
  output_of({NETKIT_CMAKE, "-S", source.path(), "-B", source / "build", "-G", "Ninja",
             "-DCMAKE_PREFIX_PATH=" + installed().prefix()});
}

}  // namespace
}  // namespace netkit::test
