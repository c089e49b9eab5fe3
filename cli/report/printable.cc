// SPDX-License-Identifier: MIT
#include "cli/report/printable.h"

#include <netkit/base/utf8.h>

#include <algorithm>

namespace netkit::cli {
namespace {

bool is_plain(char c) {
  return c >= ' ' && c <= '~';
}

void append_escaped(std::string& to, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    to.append({'\\', 'x', digits[byte / 16], digits[byte % 16]});
  }
}

}  // namespace

void append_printable(std::string& to, std::string_view text) {
  while (true) {
    const auto plain_end = std::ranges::find_if_not(text, is_plain);
    const auto plain = static_cast<std::size_t>(plain_end - text.begin());
    to += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return;
    const std::size_t length = utf8_character_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(1, length));
    // U+0080 to U+009F are control characters like those below U+0020.
    const bool is_control = length == 1 || (length == 2 && character[0] == '\xc2' && character[1] < '\xa0');
    if (length == 0 || is_control) {
      append_escaped(to, character);
    } else {
      to += character;
    }
    text.remove_prefix(character.size());
  }
}

}  // namespace netkit::cli
