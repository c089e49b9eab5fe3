// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/addr/ip_address.h>
#include <netkit/addr/socket_address.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "generated_addresses.h"
#include "tricky_texts.h"

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

std::string output_of(const std::string& command) {
  std::string output;
  std::array<char, 65536> buffer{};
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), size);
  }
  EXPECT_EQ(pclose(pipe), 0);
  return output;
}

/// What one Node.js process answers to each of the texts, when `expression` is evaluated with it as `t`.
std::vector<std::string> ask_node(const std::string& expression, const std::vector<std::string>& texts) {
  const auto input =
      std::filesystem::path(testing::TempDir()) / ("netkit-node-" + std::to_string(getpid()) + ".txt");
  std::ofstream file(input);
  for (const std::string& text : texts) file << hex(text) << '\n';
  file.close();

  const std::string script =
      "const net = require(\"net\"); const fs = require(\"fs\");"
      "const lines = fs.readFileSync(process.argv[1], \"latin1\").split(\"\\n\").slice(0, -1);"
      "const answer = line => { const t = Buffer.from(line, \"hex\").toString(\"latin1\"); return " +
      expression + "; };" + "fs.writeFileSync(1, lines.map(line => answer(line) + \"\\n\").join(\"\"));";
  std::istringstream output(output_of(std::string(node) + " -e '" + script + "' '" + input.string() + "'"));
  std::filesystem::remove(input);
  std::vector<std::string> answers;
  for (std::string line; std::getline(output, line);) answers.push_back(line);
  return answers;
}

/// How often each version was the answer to both of us.
std::array<int, 7> compare(const std::vector<std::string>& texts) {
  std::array<int, 7> seen{};
  const auto answers = ask_node("net.isIP(t)", texts);
  EXPECT_EQ(answers.size(), texts.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const int version = is_ip(texts[i]);
    ++seen.at(static_cast<std::size_t>(version));
    const bool has_zone = version == 6 && texts[i].contains('%');
    EXPECT_EQ(IpAddress::parse(texts[i]).has_value(), version != 0 && !has_zone)
        << testing::PrintToString(texts[i]);
    if (std::to_string(version) != answers[i]) {
      ADD_FAILURE() << testing::PrintToString(texts[i]) << " is " << version << ", to Node.js " << answers[i];
      break;
    }
  }
  return seen;
}

/// A million; fewer where everything is slow, as under valgrind.
std::size_t texts_to_compare() {
  return std::getenv("NETKIT_TEST_TIME_FACTOR") == nullptr ? 1'000'000 : 20'000;
}

TEST(Node, HasTheSameIdeaOfWhatAnAddressIs) {
  if (!std::filesystem::exists(node)) GTEST_SKIP() << node << " is not installed";
  const std::size_t count = texts_to_compare();
  const auto seen = compare(test::generated_texts(count));
  // The comparison is worth something only if each answer is common.
  for (const std::size_t version : {0U, 4U, 6U}) {
    EXPECT_GT(static_cast<std::size_t>(seen.at(version)), count / 10) << version;
  }
}

TEST(Node, HasTheSameIdeaOfTrickyTexts) {
  if (!std::filesystem::exists(node)) GTEST_SKIP() << node << " is not installed";
  compare(test::tricky_texts());
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

/// A host and a port that a URL may have, and much that it may not.
std::vector<std::string> generated_hosts(std::size_t count) {
  constexpr std::array<std::string_view, 26> parts{
      "0",          "1",        "7",        "08",   "010",   "0x",   "0x7f", "0XfF", "255",
      "256",        "65535",    "65536",    "00",   "077",   "0x1g", "f",    "",     "4294967295",
      "4294967296", "16777215", "16777216", "0378", "99999", "1:",   "::1",  "[::1]"};
  std::mt19937_64 random(7);
  std::vector<std::string> hosts;
  while (hosts.size() < count) {
    std::string host(parts.at(random() % parts.size()));
    for (std::size_t more = random() % 4; more > 0; --more)
      host.append(".").append(parts.at(random() % parts.size()));
    if (random() % 2 == 0) host.append(":").append(parts.at(random() % parts.size()));
    hosts.push_back(host);
  }
  return hosts;
}

TEST(Node, ReadsHostsOfUrlsAsWeReadSocketAddresses) {
  if (!std::filesystem::exists(node)) GTEST_SKIP() << node << " is not installed";
  const auto texts = generated_hosts(20'000);
  // A URL has no port where it is that of its scheme, so two schemes are asked.
  const auto answers = ask_node(
      "(() => { try { const a = new URL(\"http://\" + t), b = new URL(\"https://\" + t); "
      "if (!net.isIP(a.hostname.replace(/[\\[\\]]/g, \"\"))) return \"none\"; "
      "return a.hostname + \":\" + (a.port || b.port || 0); } catch { return \"none\"; } })()",
      texts);
  ASSERT_EQ(answers.size(), texts.size());
  int addresses = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string host = texts[i].substr(0, texts[i].find(':'));
    if (host.ends_with('.')) continue;  // the root of all names: we take no such thing
    const auto parsed = SocketAddress::parse(texts[i]);
    ASSERT_EQ(parsed ? parsed->to_string() : "none", answers[i]) << texts[i];
    addresses += parsed ? 1 : 0;
  }
  EXPECT_GT(addresses, 1'000);
}

}  // namespace
}  // namespace netkit
