// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "include_rules.h"
#include "source_tree.h"

namespace netkit::test {
namespace {

bool allowed(const std::string& path, const std::string& include) {
  return forbidden_includes(path, "#include " + include + "\n").empty();
}

TEST(Layers, AreKeptByEveryFile) {
  const auto files = cpp_files();
  ASSERT_FALSE(files.empty());
  for (const std::string& file : files) {
    for (const std::string& fault : forbidden_includes(file, source_text(file))) {
      ADD_FAILURE() << fault;
    }
  }
}

TEST(IncludeRules, LetALayerIncludeItselfAndThoseBelow) {
  EXPECT_TRUE(allowed("src/loop/loop.h", "<netkit/loop/timer.h>"));
  EXPECT_TRUE(allowed("src/loop/loop.h", "<netkit/base/result.h>"));
  EXPECT_TRUE(allowed("src/relay/relay.cc", "<netkit/stream/stream.h>"));
  EXPECT_TRUE(allowed("cli/main.cc", "<netkit/relay/relay.h>"));
  EXPECT_TRUE(allowed("cli/main.cc", "\"cli/option/values.h\""));
}

TEST(IncludeRules, ForbidALayerThoseAboveAndBesideIt) {
  EXPECT_FALSE(allowed("src/base/error.h", "<netkit/addr/port.h>"));
  EXPECT_FALSE(allowed("src/addr/port.h", "<netkit/loop/loop.h>"));
  EXPECT_FALSE(allowed("src/loop/loop.h", "<netkit/stream/stream.h>"));
  EXPECT_FALSE(allowed("src/relay/relay.cc", "<netkit/socket/stream_socket.h>"));
  EXPECT_FALSE(allowed("src/loop/loop.h", "<netkit/blocklist/rule.h>"));
  EXPECT_FALSE(allowed("src/relay/relay.cc", "\"cli/option/values.h\""));
  EXPECT_FALSE(allowed("src/relay/relay.cc", "\"../../cli/option/values.h\""));
  EXPECT_FALSE(allowed("src/attic/relay.cc", "<netkit/base/error.h>"));
  EXPECT_FALSE(allowed("cli/main.cc", "<netkit/net/socket.h>"));
  EXPECT_FALSE(allowed("cli/session/run.cc", "\"cli/handler/echo_handler.h\""));
}

TEST(IncludeRules, KeepInternalHeadersInTheirFolder) {
  EXPECT_TRUE(allowed("src/socket/dial.cc", "<netkit/socket/internal/sockaddr.h>"));
  EXPECT_TRUE(allowed("src/socket/dial.cc", "<netkit/loop/internal/cell.h>"));
  EXPECT_TRUE(allowed("src/blocklist/format/list_plain.cc", "<netkit/blocklist/internal/rule_scan.h>"));
  EXPECT_TRUE(allowed("tests/socket/dial_test.cc", "<netkit/socket/internal/sockaddr.h>"));
  EXPECT_FALSE(allowed("src/blocklist/rule.cc", "<netkit/blocklist/format/internal/list_words.h>"));
  EXPECT_FALSE(allowed("src/connect/race.cc", "<netkit/socket/internal/sockaddr.h>"));
  EXPECT_FALSE(allowed("src/console/console.cc", "<netkit/loop/internal/cell.h>"));
  EXPECT_FALSE(allowed("cli/main.cc", "<netkit/socket/internal/sockaddr.h>"));
}

TEST(IncludeRules, KeepLibrariesInTheirRooms) {
  EXPECT_TRUE(allowed("src/loop/loop.cc", "<uv.h>"));
  EXPECT_FALSE(allowed("src/relay/relay.cc", "<uv.h>"));
  EXPECT_FALSE(allowed("cli/main.cc", "<uv.h>"));
  EXPECT_FALSE(allowed("src/base/utf8.cc", "<zlib.h>"));
  EXPECT_TRUE(allowed("cli/option/parse.cc", "<CLI/CLI.hpp>"));
  EXPECT_FALSE(allowed("cli/main.cc", "<CLI/CLI.hpp>"));
  EXPECT_FALSE(allowed("src/loop/loop.cc", "<spdlog/spdlog.h>"));
  EXPECT_TRUE(allowed("tests/loop/loop_test.cc", "<gtest/gtest.h>"));
  EXPECT_FALSE(allowed("cli/main.cc", "<gtest/gtest.h>"));
  EXPECT_FALSE(allowed("src/loop/loop.cc", "<gmock/gmock.h>"));
}

TEST(IncludeRules, SeeAnIncludeHoweverItIsSpaced) {
  EXPECT_FALSE(forbidden_includes("src/relay/relay.cc", "  #  include  <uv.h>  // why not\n").empty());
  EXPECT_TRUE(forbidden_includes("src/relay/relay.cc", "// #include <uv.h>\n#define include\n").empty());
}

/// The library's headers that `text` includes, as paths of the tree.
std::vector<std::string> library_headers_in(const std::string& text) {
  std::vector<std::string> headers;
  constexpr std::string_view start = "#include <netkit/";
  for (const std::string& line : lines_of(text)) {
    if (!line.starts_with(start)) continue;
    headers.push_back("src/" + line.substr(start.size(), line.find('>') - start.size()));
  }
  return headers;
}

bool is_internal(const std::string& header) {
  return header.contains("/internal/");
}

/// Internal headers that a public one includes, directly or not: the layout of its classes needs them.
std::set<std::string> internal_headers_of_public_ones() {
  std::vector<std::string> open;
  for (const std::string& file : cpp_files()) {
    if (file.starts_with("src/") && file.ends_with(".h") && !is_internal(file)) open.push_back(file);
  }
  std::set<std::string> found;
  while (!open.empty()) {
    const std::string header = open.back();
    open.pop_back();
    for (std::string& included : library_headers_in(source_text(header))) {
      if (is_internal(included) && found.insert(included).second) open.push_back(std::move(included));
    }
  }
  return found;
}

/// What is NETKIT_PUBLIC is installed and exported.
TEST(Headers, ArePublicUnlessTheyStandInInternalAndNoPublicOneNeedsThem) {
  const auto needed = internal_headers_of_public_ones();
  for (const std::string& file : cpp_files()) {
    if (!file.starts_with("src/") || !file.ends_with(".h")) continue;
    const bool is_public = source_text(file).contains("NETKIT_PUBLIC");
    EXPECT_EQ(is_public, !is_internal(file) || needed.contains(file)) << file;
  }
}

}  // namespace
}  // namespace netkit::test
