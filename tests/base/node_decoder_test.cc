// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <random>
#include <ranges>

#include "chunks.h"
#include "support/peers.h"

namespace netkit::test {
namespace {

/// A line in is an encoding and the chunks, in hex; a line out is the text of each of them, of the rest, and
/// of all of it, in hex. The last is the text: Node.js can give a character's two surrogates in two pieces.
constexpr const char* node_script = R"(
const { StringDecoder } = require('node:string_decoder');
const hex = (text) => Buffer.from(text, 'utf8').toString('hex');
const answers = [];
for (const line of require('node:fs').readFileSync(0, 'latin1').split('\n').slice(0, -1)) {
  const [encoding, ...chunks] = line.split(' ');
  const decoder = new StringDecoder(encoding);
  const pieces = chunks.map((chunk) => decoder.write(Buffer.from(chunk, 'hex')));
  pieces.push(decoder.end());
  answers.push(pieces.map(hex).join(' ') + ' ' + hex(pieces.join('')) + '\n');
}
process.stdout.write(answers.join(''));
)";

constexpr const char* names[] = {"utf8",   "utf-8", "hex",     "base64",   "base64url", "latin1",
                                 "binary", "ascii", "utf16le", "utf-16le", "ucs2",      "UCS-2"};

std::string line_of(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line + '\n';
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto line : std::views::split(text, '\n')) lines.emplace_back(line.begin(), line.end());
  lines.pop_back();
  return lines;
}

/// Bytes that are special somewhere: bounds of UTF-8's lead and trailing bytes, halves of surrogates and of
/// marks.
std::string special_bytes(std::mt19937& random, std::size_t size) {
  constexpr std::string_view bytes(
      "\x00\x41\x7f\x80\x8f\x90\x9f\xa0\xbb\xbf\xc0\xc2\xd8\xdb\xdc\xde\xe0\xe1\xed\xef\xf0\xf1\xf4\xf5\xfe"
      "\xff",
      26);
  std::string result;
  while (result.size() < size) result += bytes[random() % bytes.size()];
  return result;
}

/// Cut at random places, also into empty chunks.
Chunks cut(std::mt19937& random, std::string_view bytes) {
  Chunks chunks;
  while (!bytes.empty()) {
    const std::size_t size = std::min<std::size_t>(bytes.size(), random() % 6);
    chunks.emplace_back(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  return chunks;
}

std::vector<Chunks> generated() {
  std::mt19937 random(1);
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte) all_bytes += static_cast<char>(byte);
  std::vector<Chunks> result = {{}, {all_bytes}};
  for (int i = 0; i < 20; ++i) result.push_back(cut(random, all_bytes));
  for (int i = 0; i < 2000; ++i) result.push_back(cut(random, special_bytes(random, 1 + random() % 12)));
  for (const std::string_view tricky :
       {"\xef\xbb\xbf\xe2\x82", "\xf0\x9f\x98\x80\xc0\xaf", "\xed\xa0\xbd\xf4\x90\x80",
        "\x3d\xd8\x3d\xd8\x41\xde", "\xff\xfe\x3d\xd8\x41", "\xe0\x80\xaf\xf8\x88"}) {
    for (Chunks& chunks : chunkings(tricky)) result.push_back(std::move(chunks));
  }
  return result;
}

/// Whether it is compared piece by piece. Of UTF-8 and UTF-16, Node.js can keep what is ill-formed for
/// longer.
bool comes_in_the_same_pieces(Encoding encoding) {
  return encoding != Encoding::utf8 && encoding != Encoding::utf16le;
}

TEST(TextDecoder, GivesTheTextOfNodesStringDecoder) {
  if (const auto reason = why_missing("node")) GTEST_SKIP() << *reason;
  const auto inputs = generated();
  std::string questions;
  for (const char* name : names) {
    for (const Chunks& chunks : inputs) {
      std::vector<std::string> words = {name};
      for (const std::string& chunk : chunks) words.push_back(to_hex(chunk));
      questions += line_of(words);
    }
  }
  Launch launch;
  launch.argv = {"node", "-e", node_script};
  const Outcome node = run(launch, questions);
  ASSERT_EQ(node.status, 0) << node.err;
  const auto answers = lines_of(node.out);
  ASSERT_EQ(answers.size(), std::size(names) * inputs.size());
  auto answer = answers.begin();
  for (const char* name : names) {
    const auto encoding = parse_encoding(name);
    ASSERT_TRUE(encoding) << name;
    for (const Chunks& chunks : inputs) {
      const auto texts = pieces(*encoding, chunks);
      std::string expected = *answer++;
      std::string actual;
      if (comes_in_the_same_pieces(*encoding)) {
        for (const std::string& text : texts) actual += to_hex(text) + ' ';
      } else {
        expected.erase(0, expected.rfind(' ') + 1);
      }
      ASSERT_EQ(actual + to_hex(joined(texts)), expected) << name << ' ' << testing::PrintToString(chunks);
    }
  }
}

}  // namespace
}  // namespace netkit::test
