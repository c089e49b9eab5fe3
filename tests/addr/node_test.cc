// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/addr/ip_address.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "generated_addresses.h"

namespace netkit {
namespace {

constexpr auto node = "/usr/bin/node";

std::string hex(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (const char c : text) {
    result += digits[static_cast<unsigned char>(c) / 16];
    result += digits[static_cast<unsigned char>(c) % 16];
  }
  return result;
}

/// What one Node.js process answers to each of the texts, when `expression` is evaluated with it as `t`.
std::vector<std::string> ask_node(const std::string& expression, const std::vector<std::string>& texts) {
  const auto input =
      std::filesystem::path(testing::TempDir()) / ("netkit-node-" + std::to_string(getpid()) + ".txt");
  std::ofstream file(input);
  for (const std::string& text : texts) file << hex(text) << '\n';
  file.close();

  const std::string script =
      "const net = require(\"net\");"
      "for (const line of require(\"fs\").readFileSync(process.argv[1], \"latin1\").split(\"\\n\").slice(0, "
      "-1)) {"
      "  const t = Buffer.from(line, \"hex\").toString(\"latin1\"); console.log(" +
      expression + "); }";
  const std::string command = std::string(node) + " -e '" + script + "' '" + input.string() + "'";
  std::vector<std::string> answers(1);
  if (FILE* const output = popen(command.c_str(), "r"); output != nullptr) {
    for (int c = std::fgetc(output); c != EOF; c = std::fgetc(output)) {
      if (c == '\n') {
        answers.emplace_back();
      } else {
        answers.back() += static_cast<char>(c);
      }
    }
    EXPECT_EQ(pclose(output), 0);
  }
  answers.pop_back();
  std::filesystem::remove(input);
  return answers;
}

TEST(Node, HasTheSameIdeaOfWhatAnAddressIs) {
  if (!std::filesystem::exists(node)) GTEST_SKIP() << node << " is not installed";
  const auto texts = test::generated_texts(6'000);
  const auto answers = ask_node("net.isIP(t)", texts);
  ASSERT_EQ(answers.size(), texts.size());
  std::array<int, 7> seen{};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    ASSERT_EQ(std::to_string(is_ip(texts[i])), answers[i]) << testing::PrintToString(texts[i]);
    ++seen.at(static_cast<std::size_t>(is_ip(texts[i])));
  }
  // The comparison is worth something only if each answer is common.
  EXPECT_GT(seen[0], 500);
  EXPECT_GT(seen[4], 500);
  EXPECT_GT(seen[6], 500);
}

TEST(Node, WritesAddressesTheSameWay) {
  if (!std::filesystem::exists(node)) GTEST_SKIP() << node << " is not installed";
  std::vector<std::string> texts;
  for (const IpAddress& address : test::generated_addresses(3'000)) {
    // All eight groups in full, so that nothing is left to our own idea of the canonical text.
    std::string text = hex({reinterpret_cast<const char*>(address.v6_bytes().data()), 16});
    for (std::size_t at = 28; at > 0; at -= 4) text.insert(at, ":");
    texts.push_back(text);
  }
  const auto answers = ask_node("new net.SocketAddress({address: t, family: \"ipv6\"}).address", texts);
  ASSERT_EQ(answers.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto address = IpAddress::parse(texts[i]);
    ASSERT_TRUE(address) << texts[i];
    ASSERT_EQ(address->to_string(), answers[i]) << texts[i];
  }
}

}  // namespace
}  // namespace netkit
