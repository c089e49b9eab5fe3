// SPDX-License-Identifier: MIT
#include "cli/report/printable.h"

#include <netkit/base/utf8.h>

#include <algorithm>
#include <nlohmann/json.hpp>

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

/// Whether the text begins with one of U+0080 to U+009F, control characters like those below U+0020.
bool begins_with_c1(std::string_view text) {
  return text.size() > 1 && text[0] == '\xc2' && static_cast<unsigned char>(text[1]) < 0xa0;
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
    if (length <= 1 || begins_with_c1(character)) {
      append_escaped(to, character);
    } else {
      to += character;
    }
    text.remove_prefix(character.size());
  }
}

void append_json_line(std::string& to, const nlohmann::ordered_json& object) {
  const std::string text = object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  // Outside of its strings JSON has no such characters.
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_c1 = begins_with_c1(std::string_view(text).substr(at));
    if (!is_c1 && text[at] != '\x7f') {
      to += text[at];
      continue;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    if (is_c1) ++at;
    const auto code = static_cast<unsigned char>(text[at]);
    to.append("\\u00").append({digits[code / 16], digits[code % 16]});
  }
  to += '\n';
}

}  // namespace netkit::cli
