// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <netkit/blocklist/block_list.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "generated_rules.h"

namespace netkit::test {
namespace {

using nlohmann::json;

/// In: an array of {rules: [[kind, family, text, text or length]], questions: [[family, text]]}.
/// Out: for each [rules as texts, answers as a text of 0 and 1].
constexpr auto script = R"(
  const net = require("net"), fs = require("fs");
  const answer = ({rules, questions}) => {
    const list = new net.BlockList();
    for (const [kind, family, one, other] of rules) {
      if (kind === "address") list.addAddress(one, family);
      if (kind === "range") list.addRange(one, other, family);
      if (kind === "subnet") list.addSubnet(one, other, family);
    }
    return [list.rules, questions.map(([family, text]) => list.check(text, family) ? "1" : "0").join("")];
  };
  fs.writeFileSync(1, JSON.stringify(JSON.parse(fs.readFileSync(process.argv[1])).map(answer)));
)";

/// What the command writes.
std::string output_of(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  std::string output;
  std::array<char, 65536> buffer{};
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), size);
  }
  pclose(pipe);
  return output;
}

/// Of Node.js; 0 where there is none.
int major_version() {
  const std::string text = output_of("node -p 'parseInt(process.versions.node)' 2>/dev/null");
  return text.empty() ? 0 : std::stoi(text);
}

json ask_node(const json& lists) {
  const auto path =
      std::filesystem::path(testing::TempDir()) / ("netkit-lists-" + std::to_string(getpid()) + ".json");
  std::ofstream(path) << lists.dump();
  const std::string output = output_of(std::string("node -e '") + script + "' '" + path.string() + "'");
  std::filesystem::remove(path);
  return json::parse(output, nullptr, false);
}

std::string family_of(const IpAddress& address) {
  return address.is_v4() ? "ipv4" : "ipv6";
}

json json_of(const Rule& rule) {
  const IpRange range = addresses_of(rule);
  const std::string family = family_of(range.first());
  if (const auto* const block = std::get_if<Cidr>(&rule)) {
    return {"subnet", family, block->address().to_string(), block->length()};
  }
  if (std::holds_alternative<IpRange>(rule)) {
    return {"range", family, range.first().to_string(), range.last().to_string()};
  }
  return {"address", family, range.first().to_string()};
}

struct Question {
  Family family;
  std::string text;
};

/// The address, spoilt or in another form now and then.
Question question_about(const IpAddress& address, GeneratedRules& generated) {
  constexpr std::array<const char*, 6> ends{"%lo", "%", "%1%2", " ", "/8", "."};
  Question question{address.family(), address.to_string()};
  if (generated.below(8) == 0) question.text += ends.at(generated.below(ends.size()));
  if (generated.below(20) == 0) question.family = address.is_v4() ? Family::ipv6 : Family::ipv4;
  if (generated.below(40) == 0) question.text.erase(generated.below(question.text.size()), 1);
  if (generated.below(40) == 0) question.text.insert(generated.below(question.text.size()), 1, '0');
  return question;
}

struct List {
  std::vector<Rule> rules;
  std::vector<Question> questions;
};

List generated_list(GeneratedRules& generated, std::vector<Rule> rules) {
  List list{std::move(rules), {}};
  for (const IpAddress& address : generated.addresses_around(list.rules, 100)) {
    list.questions.push_back(question_about(address, generated));
  }
  return list;
}

/// Of each prefix length a list with nothing else, and many of all kinds.
std::vector<List> generated_lists() {
  GeneratedRules generated(1);
  std::vector<List> lists;
  for (int i = 0; i < 700; ++i)
    lists.push_back(generated_list(generated, generated.rules(generated.below(8))));
  for (int times = 0; times < 3; ++times) {
    for (int length = 0; length <= 128; ++length) {
      IpAddress address = generated.address();
      while (length > Cidr::longest(address.family())) address = generated.address();
      lists.push_back(generated_list(generated, {*Cidr::of(address, length)}));
    }
  }
  return lists;
}

json json_of(const List& list) {
  json rules = json::array(), questions = json::array();
  for (const Rule& rule : list.rules) rules.push_back(json_of(rule));
  for (const auto& [family, text] : list.questions) {
    questions.push_back({family == Family::ipv4 ? "ipv4" : "ipv6", text});
  }
  return {{"rules", rules}, {"questions", questions}};
}

/// libuv cuts what is written before a zone to 39 bytes, so that Node.js takes texts for addresses that are
/// none.
bool is_cut_by_libuv(const std::string& text) {
  constexpr std::size_t most = 39;
  return text.contains('%') && text.find('%') > most;
}

/// How many questions were answered with yes.
std::size_t compare(const List& list, const json& answer) {
  const BlockList ours(list.rules);
  EXPECT_EQ(json(ours.rules()), answer.at(0));
  const auto theirs = answer.at(1).get<std::string>();
  EXPECT_EQ(theirs.size(), list.questions.size());
  std::size_t yes = 0;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    const auto& [family, text] = list.questions[i];
    if (is_cut_by_libuv(text)) continue;
    const bool blocked = ours.check(text, family);
    yes += blocked ? 1 : 0;
    EXPECT_EQ(blocked, theirs[i] == '1')
        << testing::PrintToString(text) << " as " << family_name(family) << " in " << ours.to_json();
  }
  return yes;
}

TEST(Node, HasTheSameIdeaOfWhatIsBlocked) {
  const int version = major_version();
  // Older ones compared ranges in the order of the processor's bytes; newer ones are built anew.
  if (version != 20) GTEST_SKIP() << "Node.js is of version " << version << " (0: there is none), not 20";
  const auto lists = generated_lists();
  json questions = json::array();
  for (const List& list : lists) questions.push_back(json_of(list));
  const json answers = ask_node(questions);
  ASSERT_EQ(answers.size(), lists.size());
  std::size_t asked = 0, yes = 0;
  for (std::size_t i = 0; i < lists.size() && !HasFailure(); ++i) {
    asked += lists[i].questions.size();
    yes += compare(lists[i], answers[i]);
  }
  // Worth something only if both answers are common.
  EXPECT_GT(asked, 100'000U);
  EXPECT_GT(yes, asked / 5);
  EXPECT_LT(yes, asked * 4 / 5);
}

}  // namespace
}  // namespace netkit::test
