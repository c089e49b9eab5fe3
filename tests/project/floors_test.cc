// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "include_rules.h"
#include "source_tree.h"

namespace netkit::test {
namespace {

bool allowed(const std::string& path, const std::string& include) {
  return forbidden_includes(path, "#include " + include + "\n").empty();
}

TEST(Floors, AreKeptByEveryFile) {
  const auto files = cpp_files();
  ASSERT_FALSE(files.empty());
  for (const std::string& file : files) {
    for (const std::string& fault : forbidden_includes(file, source_text(file))) {
      ADD_FAILURE() << fault;
    }
  }
}

TEST(IncludeRules, LetAFloorIncludeItselfAndThoseBelow) {
  EXPECT_TRUE(allowed("src/io/loop.h", "<netkit/io/timer.h>"));
  EXPECT_TRUE(allowed("src/io/loop.h", "<netkit/base/result.h>"));
  EXPECT_TRUE(allowed("src/net/relay.cc", "<netkit/io/stream.h>"));
  EXPECT_TRUE(allowed("cli/main.cc", "<netkit/net/relay.h>"));
  EXPECT_TRUE(allowed("cli/main.cc", "\"cli/values.h\""));
}

TEST(IncludeRules, ForbidAFloorThoseAboveAndBesideIt) {
  EXPECT_FALSE(allowed("src/base/error.h", "<netkit/addr/port.h>"));
  EXPECT_FALSE(allowed("src/addr/port.h", "<netkit/io/loop.h>"));
  EXPECT_FALSE(allowed("src/io/loop.h", "<netkit/net/relay.h>"));
  EXPECT_FALSE(allowed("src/io/loop.h", "<netkit/blocklist/rules.h>"));
  EXPECT_FALSE(allowed("src/net/relay.cc", "\"cli/values.h\""));
  EXPECT_FALSE(allowed("src/net/relay.cc", "\"../../cli/values.h\""));
  EXPECT_FALSE(allowed("src/attic/relay.cc", "<netkit/base/error.h>"));
}

TEST(IncludeRules, KeepLibrariesInTheirRooms) {
  EXPECT_TRUE(allowed("src/io/loop.cc", "<uv.h>"));
  EXPECT_FALSE(allowed("src/net/relay.cc", "<uv.h>"));
  EXPECT_FALSE(allowed("cli/main.cc", "<uv.h>"));
  EXPECT_TRUE(allowed("cli/main.cc", "<CLI/CLI.hpp>"));
  EXPECT_FALSE(allowed("src/io/loop.cc", "<CLI/CLI.hpp>"));
  EXPECT_FALSE(allowed("src/io/loop.cc", "<spdlog/spdlog.h>"));
  EXPECT_TRUE(allowed("tests/io/loop_test.cc", "<gtest/gtest.h>"));
  EXPECT_FALSE(allowed("cli/main.cc", "<gtest/gtest.h>"));
  EXPECT_FALSE(allowed("src/io/loop.cc", "<gmock/gmock.h>"));
}

TEST(IncludeRules, SeeAnIncludeHoweverItIsSpaced) {
  EXPECT_FALSE(forbidden_includes("src/net/relay.cc", "  #  include  <uv.h>  // why not\n").empty());
  EXPECT_TRUE(forbidden_includes("src/net/relay.cc", "// #include <uv.h>\n#define include\n").empty());
}

}  // namespace
}  // namespace netkit::test
