// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <random>

#include "readme_example.h"
#include "source_tree.h"

namespace netkit::test {
namespace {

/// Below those that the system gives to sockets without a port of their own, so that no other test has it.
std::string port_for_an_example() {
  std::random_device random;
  return std::to_string(std::uniform_int_distribution(20000, 29999)(random));
}

/// Every address of the machine, whether it has IPv6 or not.
std::string without_wildcards(std::string text) {
  if (const std::size_t at = text.find("0.0.0.0:"); at != text.npos) {
    text.replace(at, 7, "[::]");
  }
  return text;
}

std::vector<Example> readme_examples() {
  return examples_in(source_text("README.md"));
}

class ReadmeExample : public testing::TestWithParam<std::size_t> {};

TEST_P(ReadmeExample, PrintsWhatTheReadmeShows) {
  const Example example = with_port(readme_examples().at(GetParam()), port_for_an_example());
  const auto outputs = outputs_of(example);
  for (std::size_t i = 0; i < example.size(); ++i) {
    ASSERT_TRUE(outputs[i]) << "never came to: " << example[i].command;
    EXPECT_EQ(without_wildcards(*outputs[i]), example[i].output) << example[i].command;
  }
}

INSTANTIATE_TEST_SUITE_P(, ReadmeExample, testing::Range(std::size_t{0}, readme_examples().size()));

TEST(Readme, HasSevenExamples) {
  EXPECT_EQ(readme_examples().size(), 7u);
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
