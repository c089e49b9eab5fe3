// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "example.h"
#include "source_tree.h"

namespace netkit::test {
namespace {

std::vector<Example> readme_examples() {
  return examples_in(source_text("README.md"));
}

class ReadmeExample : public testing::TestWithParam<std::size_t> {};

TEST_P(ReadmeExample, PrintsWhatTheReadmeShows) {
  expect_as_shown(readme_examples().at(GetParam()), TempDir());
}

INSTANTIATE_TEST_SUITE_P(, ReadmeExample, testing::Range(std::size_t{0}, readme_examples().size()));

TEST(Readme, HasExamples) {
  EXPECT_FALSE(readme_examples().empty());
}

/// What stands in the block that is fenced as ```cpp.
std::string program_in(const std::string& markdown) {
  const std::string fence = "```cpp\n";
  const std::size_t begin = markdown.find(fence) + fence.size();
  return markdown.substr(begin, markdown.find("```\n", begin) - begin);
}

TEST(Readme, ShowsAnExampleAsItIsBuilt) {
  EXPECT_EQ(program_in(source_text("README.md")), source_text("examples/echo_server.cc"));
}

TEST(ReadmeExamples, AreTheConsoleBlocksOfTheText) {
  const auto examples = examples_in(
      "Text.\n```console\n$ netkit echo 8124 &\nlistening on 8124\n$ echo a\na\n```\n$ not this\n```sh\n$ "
      "nor this\n```\n");
  ASSERT_EQ(examples.size(), 1u);
  const Example example = with_port(examples[0], "20001");
  ASSERT_EQ(example.size(), 2u);
  EXPECT_EQ(example[0].command, "netkit echo 20001 &");
  EXPECT_EQ(example[0].output, "listening on 20001\n");
  EXPECT_EQ(example[1].command, "echo a");
  EXPECT_EQ(example[1].output, "a\n");
}

}  // namespace
}  // namespace netkit::test
