// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "example.h"
#include "manual_pages.h"
#include "source_tree.h"

namespace netkit::test {
namespace {

/// A backslash is "\e" in a page.
std::string unescaped(std::string line) {
  for (std::size_t at = line.find("\\e"); at != line.npos; at = line.find("\\e", at + 1))
    line.erase(at + 1, 1);
  return line;
}

/// The literal blocks of a page that show a prompt.
std::vector<Example> sessions_of(const std::string& page) {
  std::vector<Example> sessions;
  bool inside = false;
  for (const std::string& line : lines_of(page)) {
    if (line.starts_with(".Bd -literal") || line == ".Ed") {
      inside = line != ".Ed";
      if (inside) sessions.emplace_back();
    } else if (inside && line.starts_with("$ ")) {
      sessions.back().push_back({unescaped(line.substr(2)), ""});
    } else if (inside && !sessions.back().empty()) {
      sessions.back().back().output += unescaped(line) + "\n";
    }
  }
  std::erase_if(sessions, [](const Example& session) { return session.empty(); });
  return sessions;
}

class ManualExamples : public testing::TestWithParam<std::string> {};

/// They use the files of those before them.
TEST_P(ManualExamples, PrintWhatThePageShows) {
  const auto sessions = sessions_of(manual_page(GetParam()));
  EXPECT_FALSE(sessions.empty());
  const TempDir folder;
  for (const Example& session : sessions) expect_as_shown(session, folder);
}

INSTANTIATE_TEST_SUITE_P(, ManualExamples, testing::ValuesIn(manual_pages()), [](const auto& page) {
  std::string name = page.param;
  std::erase_if(name, [](char c) { return c == '-' || c == '.'; });
  return name;
});

}  // namespace
}  // namespace netkit::test
