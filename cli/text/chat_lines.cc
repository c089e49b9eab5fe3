// SPDX-License-Identifier: MIT
#include "cli/text/chat_lines.h"

#include <netkit/base/utf8.h>

#include <string_view>
#include <utility>

namespace netkit::cli {
namespace {

// C0, DEL and, in two bytes of UTF-8, C1.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return (first < 0x20 && first != '\t') || first == 0x7f;
  return first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0;
}

}  // namespace

std::vector<std::string> ChatLines::add(Bytes bytes) {
  std::vector<std::string> lines;
  take(decoder_.decode(bytes), lines);
  return lines;
}

std::vector<std::string> ChatLines::finish() {
  std::vector<std::string> lines;
  take(decoder_.finish(), lines);
  end_line(lines);
  return lines;
}

void ChatLines::take(const std::string& text, std::vector<std::string>& lines) {
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view character = rest.substr(0, utf8_character_length(rest));
    rest.remove_prefix(character.size());
    if (character == "\n") end_line(lines);
    if (is_control(character)) continue;
    if (line_.size() + character.size() > longest) end_line(lines);
    line_ += character;
  }
}

void ChatLines::end_line(std::vector<std::string>& lines) {
  if (!line_.empty()) lines.push_back(std::exchange(line_, {}));
}

}  // namespace netkit::cli
