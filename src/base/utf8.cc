// SPDX-License-Identifier: MIT
#include <netkit/base/utf8.h>

#include <algorithm>
#include <array>

namespace netkit {
namespace {

constexpr char32_t replacement = U'\uFFFD';

constexpr unsigned value(char c) {
  return static_cast<unsigned char>(c);
}

/// A range of first bytes, and the bounds of the second byte after them. Later bytes are 80..BF.
struct Row {
  unsigned first, last;
  std::size_t length;
  unsigned lowest, highest;
};

/// Unicode, table 3-7.
constexpr std::array<Row, 9> rows = {{
    {0x00, 0x7f, 1, 0, 0},
    {0xc2, 0xdf, 2, 0x80, 0xbf},
    {0xe0, 0xe0, 3, 0xa0, 0xbf},
    {0xe1, 0xec, 3, 0x80, 0xbf},
    {0xed, 0xed, 3, 0x80, 0x9f},
    {0xee, 0xef, 3, 0x80, 0xbf},
    {0xf0, 0xf0, 4, 0x90, 0xbf},
    {0xf1, 0xf3, 4, 0x80, 0xbf},
    {0xf4, 0xf4, 4, 0x80, 0x8f},
}};

struct Sequence {
  enum class State { whole, ill_formed, cut_short };
  State state;
  std::size_t length;  ///< if not whole: of the part that could begin a character
};

/// The sequence at the start of the bytes, of which there is at least one.
Sequence first_sequence(std::string_view bytes) {
  const unsigned first = value(bytes[0]);
  const auto row =
      std::ranges::find_if(rows, [first](const Row& r) { return r.first <= first && first <= r.last; });
  if (row == rows.end()) return {Sequence::State::ill_formed, 1};
  for (std::size_t at = 1; at < row->length; ++at) {
    if (at == bytes.size()) return {Sequence::State::cut_short, at};
    const unsigned lowest = at == 1 ? row->lowest : 0x80;
    const unsigned highest = at == 1 ? row->highest : 0xbf;
    const unsigned byte = value(bytes[at]);
    if (byte < lowest || byte > highest) return {Sequence::State::ill_formed, at};
  }
  return {Sequence::State::whole, row->length};
}

}  // namespace

void append_utf8(std::string& text, char32_t code_point) {
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (surrogate || code_point > 0x10ffff) code_point = replacement;
  const auto append = [&text](char32_t byte) { text += static_cast<char>(byte); };
  const auto append_trailing = [&](int shift) { append(0x80 | (code_point >> shift & 0x3f)); };
  if (code_point < 0x80) {
    append(code_point);
  } else if (code_point < 0x800) {
    append(0xc0 | code_point >> 6);
    append_trailing(0);
  } else if (code_point < 0x10000) {
    append(0xe0 | code_point >> 12);
    append_trailing(6);
    append_trailing(0);
  } else {
    append(0xf0 | code_point >> 18);
    append_trailing(12);
    append_trailing(6);
    append_trailing(0);
  }
}

std::size_t whole_utf8_length(std::string_view bytes) {
  // The last byte that is not in 80..BF begins a sequence.
  for (std::size_t rest = 1; rest <= std::min<std::size_t>(3, bytes.size()); ++rest) {
    const std::size_t length = bytes.size() - rest;
    const Sequence last = first_sequence(bytes.substr(length));
    if (last.state == Sequence::State::cut_short) return length;
  }
  return bytes.size();
}

std::size_t utf8_character_length(std::string_view bytes) {
  if (bytes.empty()) return 0;
  const Sequence first = first_sequence(bytes);
  return first.state == Sequence::State::whole ? first.length : 0;
}

std::string well_formed_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const Sequence next = first_sequence(bytes);
    if (next.state == Sequence::State::whole) {
      text += bytes.substr(0, next.length);
    } else {
      append_utf8(text, replacement);
    }
    bytes.remove_prefix(next.length);
  }
  return text;
}

}  // namespace netkit
