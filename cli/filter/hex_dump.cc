// SPDX-License-Identifier: MIT
#include "cli/filter/hex_dump.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace netkit::cli {
namespace {

constexpr std::size_t bytes_a_line = 16;
constexpr std::size_t width_of_digits = 40;  // of 16 bytes in pairs, each pair followed by a blank

std::string offset_text(std::uint64_t offset) {
  std::array<char, 17> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%08llx", static_cast<unsigned long long>(offset));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string digits_of(Bytes bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto value = std::to_integer<unsigned>(bytes[i]);
    text += digits[value >> 4];
    text += digits[value & 15];
    if (i % 2 == 1) text += ' ';
  }
  text.resize(width_of_digits, ' ');
  return text;
}

void append_printable(std::string& text, Bytes bytes) {
  for (const char c : as_text(bytes)) text += c >= ' ' && c <= '~' ? c : '.';
}

}  // namespace

std::string HexDump::piece(Direction direction, Bytes bytes, std::string_view time) {
  const bool is_sent = direction == Direction::sent;
  const std::string start = std::to_string(id_) + (is_sent ? " > " : " < ");
  std::uint64_t& offset = is_sent ? sent_ : received_;
  std::string text("# ");
  text.append(time).append(" ").append(start).append(std::to_string(bytes.size())).append("\n");
  for (Bytes rest = bytes; !rest.empty();) {
    const Bytes line = rest.first(std::min(rest.size(), bytes_a_line));
    text.append(start).append(offset_text(offset)).append(": ").append(digits_of(line)).append(" ");
    append_printable(text, line);
    text += '\n';
    offset += line.size();
    rest = rest.subspan(line.size());
  }
  return text;
}

}  // namespace netkit::cli
