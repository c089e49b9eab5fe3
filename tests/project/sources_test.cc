// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "source_tree.h"

namespace netkit::test {
namespace {

constexpr std::size_t most_lines = 400;

/// On the first line, or behind the line that names a script's interpreter.
bool names_its_licence(const std::vector<std::string>& lines) {
  const std::size_t where = !lines.empty() && lines[0].starts_with("#!") ? 1 : 0;
  return lines.size() > where && lines[where].ends_with("SPDX-License-Identifier: MIT");
}

TEST(Sources, NameTheirLicence) {
  for (const std::string& file : authored_files()) {
    EXPECT_TRUE(names_its_licence(lines_of(source_text(file)))) << file;
  }
}

TEST(Sources, AreShort) {
  for (const std::string& file : cpp_files()) {
    EXPECT_LE(lines_of(source_text(file)).size(), most_lines) << file;
  }
}

TEST(Sources, HaveHeadersThatCountOnce) {
  for (const std::string& file : cpp_files()) {
    if (file.ends_with(".h")) {
      const auto lines = lines_of(source_text(file));
      EXPECT_NE(std::ranges::find(lines, "#pragma once"), lines.end()) << file;
    }
  }
}

/// Our own flags are properties of targets.
TEST(Sources, LeaveTheUsersFlagsAlone) {
  std::vector<std::string> files = authored_files();
  files.push_back("CMakePresets.json");
  for (const std::string& file : files) {
    if (file.ends_with(".cc")) continue;
    const std::string text = source_text(file);
    EXPECT_FALSE(text.contains("\"CMAKE_CXX_FLAGS\"") || text.contains("(CMAKE_CXX_FLAGS ")) << file;
  }
}

TEST(Headers, OfTheLibraryHaveAnExample) {
  for (const std::string& file : cpp_files()) {
    if (!file.starts_with("src/") || !file.ends_with(".h") || file.contains("/internal/")) continue;
    if (file == "src/base/export.h") continue;
    EXPECT_TRUE(source_text(file).contains("\n// Example:\n//\n")) << file;
  }
}

}  // namespace
}  // namespace netkit::test
