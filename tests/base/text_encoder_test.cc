// SPDX-License-Identifier: MIT
#include <netkit/base/text_encoder.h>

#include <gtest/gtest.h>
#include <netkit/base/bytes.h>

#include <string>
#include <utility>
#include <vector>

#include "chunks.h"
#include "support/peers.h"

namespace netkit::test {
namespace {

constexpr const char* names[] = {"utf8", "hex", "base64", "base64url", "latin1", "ascii", "utf16le"};

const std::vector<std::string> texts = {
    "",           "hello",      "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
    "68656C6c6f", "abc",        "0g11",
    "11zz22",     "QUJD",       "QUI=",
    "QQ==QQ==",   "Q U\nJ",     "-_-_",
    "+/+/",       "Q",          "QQ*QQ",
    "===",        "Q\xc3\xa9Q", std::string("a\0b", 3)};

/// A line in is an encoding and the text's UTF-8 in hex; a line out is the bytes in hex.
constexpr const char* node_script = R"(
const answers = [];
for (const line of require('node:fs').readFileSync(0, 'latin1').split('\n').slice(0, -1)) {
  const [encoding, hex] = line.split(' ');
  answers.push(Buffer.from(Buffer.from(hex, 'hex').toString('utf8'), encoding).toString('hex') + '\n');
}
process.stdout.write(answers.join(''));
)";

TEST(Encode, GivesTheBytesOfNodesBuffer) {
  if (const auto reason = why_missing("node")) GTEST_SKIP() << *reason;
  std::string questions, answers;
  for (const char* name : names) {
    for (const std::string& text : texts) {
      questions += std::string(name) + ' ' + to_hex(text) + '\n';
      answers += to_hex(std::string(as_text(encode(text, *parse_encoding(name))))) + '\n';
    }
  }
  Launch launch;
  launch.argv = {"node", "-e", node_script};
  const Outcome node = run(launch, questions);
  ASSERT_EQ(node.status, 0) << node.err;
  EXPECT_EQ(answers, node.out);
}

TEST(Encode, ReadsIllFormedTextAsTheReplacementCharacter) {
  EXPECT_EQ(as_text(encode("\xff", Encoding::utf16le)), "\xfd\xff");
  EXPECT_EQ(as_text(encode("\xff", Encoding::utf8)), "\xff");
}

}  // namespace
}  // namespace netkit::test
