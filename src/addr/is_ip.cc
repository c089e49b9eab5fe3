// SPDX-License-Identifier: MIT
#include <netkit/addr/ip_address.h>
#include <netkit/base/ascii.h>
#include <netkit/base/internal/byte_block.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

// The grammar as arithmetic on sets of positions, with a bit for each byte of the text. A loop over the bytes
// would need branches that processors predict badly; this takes a few instructions for all bytes at once.

namespace netkit {
namespace {

using internal::byte_block_size;
using internal::ByteBlock;
using internal::load_block;
using internal::Positions;
using internal::positions;

constexpr std::size_t longest_v4 = 15;  // "255.255.255.255"
constexpr std::size_t longest_v6 = 45;  // "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255"

constexpr Positions without_lowest(Positions some) {
  return some & (some - 1);
}

constexpr Positions below(std::size_t position) {
  return (Positions{1} << position) - 1;
}

/// A text shorter than a block, filled up with NUL bytes.
ByteBlock load_short(std::string_view text) {
  std::array<char, byte_block_size> bytes{};
  const std::size_t size = text.size();
  const char* const end = text.data() + size;
  if (size >= 8) {
    std::memcpy(bytes.data(), text.data(), 8);
    std::memcpy(bytes.data() + size - 8, end - 8, 8);
  } else if (size >= 4) {
    std::memcpy(bytes.data(), text.data(), 4);
    std::memcpy(bytes.data() + size - 4, end - 4, 4);
  } else {
    std::ranges::copy(text, bytes.begin());
  }
  return load_block({bytes.data(), bytes.size()}, 0);
}

/// Whether the first `size` bytes of the block (1..15) are four octets with dots between them.
bool is_quad(ByteBlock block, std::size_t size) {
  const Positions dots = positions(block == '.');
  const Positions digits = positions(static_cast<ByteBlock>(block - '0') < 10);
  const Positions firsts = dots << 1 | 1;  // of each octet
  const Positions two_digits = firsts & digits >> 1;
  const Positions three_digits = two_digits & digits >> 2;
  const Positions leading_zeros = two_digits & positions(block == '0');
  // Greater than 255: 3xx to 9xx, 26x to 29x, 256 to 259.
  const Positions twos = positions(block == '2');
  const Positions over_2 = positions(block > '2');
  const Positions fives = positions(block == '5');
  const Positions over_5 = positions(block > '5');
  const Positions too_large = three_digits & (over_2 | (twos & (over_5 >> 1 | (fives >> 1 & over_5 >> 2))));
  const Positions too_long = three_digits & digits >> 3;
  const Positions third_dot = without_lowest(without_lowest(dots));
  return (dots | digits) == below(size) && third_dot != 0 && without_lowest(third_dot) == 0 &&
         (firsts & ~digits) == 0 && (leading_zeros | too_large | too_long) == 0;
}

bool is_quad(std::string_view text) {
  return !text.empty() && text.size() <= longest_v4 && is_quad(load_short(text), text.size());
}

constexpr auto zone_bytes = [] {
  std::array<bool, 256> allowed{};
  for (std::size_t byte = 0; byte < 128; ++byte) {
    const char c = static_cast<char>(byte);
    allowed[byte] = is_alphanumeric(c) || c == '-' || c == '.' || c == ':';
  }
  return allowed;
}();

bool is_zone(std::string_view zone) {
  return !zone.empty() &&
         std::ranges::all_of(zone, [](char c) { return zone_bytes[static_cast<unsigned char>(c)]; });
}

/// The positions of each kind of byte.
struct Marks {
  Positions colons = 0, dots = 0, digits = 0, letters = 0;

  /// Adds those of the block at this position. Blocks may overlap.
  void add(ByteBlock block, std::size_t begin) {
    colons |= positions(block == ':') << begin;
    dots |= positions(block == '.') << begin;
    digits |= positions(static_cast<ByteBlock>(block - '0') < 10) << begin;
    letters |= positions(static_cast<ByteBlock>((block | 0x20) - 'a') < 6) << begin;
  }
};

/// For the first three blocks of a text that is at least one block long.
Marks marks_of(std::string_view text) {
  Marks marks;
  const std::size_t size = std::min(text.size(), 3 * byte_block_size);
  marks.add(load_block(text, 0), 0);
  if (size > 2 * byte_block_size) marks.add(load_block(text, byte_block_size), byte_block_size);
  marks.add(load_block(text, size - byte_block_size), size - byte_block_size);
  return marks;
}

/// Whether the text begins with groups with at most one "::", possibly with four octets at the end.
bool is_v6(const Marks& marks, std::string_view text) {
  const Positions known = marks.colons | marks.dots | marks.digits | marks.letters;
  const auto size = static_cast<std::size_t>(std::countr_one(known));
  if (size < 2 || size > longest_v6) return false;
  if (size < text.size() && (text[size] != '%' || !is_zone(text.substr(size + 1)))) return false;

  const Positions colons = marks.colons & below(size);
  const Positions dots = marks.dots & below(size);
  // The position where the groups end and the four octets begin.
  const std::size_t end = dots == 0 ? size : static_cast<std::size_t>(std::bit_width(colons));
  if (dots != 0 && !is_quad(text.substr(end, size - end))) return false;

  const Positions digits = (marks.digits | marks.letters) & below(end);
  const Positions gaps = colons & colons >> 1;
  const Positions firsts = digits & ~(digits << 1);  // of each group
  const Positions too_long = digits & digits >> 1 & digits >> 2 & digits >> 3 & digits >> 4;
  // A single colon at either end.
  const bool begins_badly = (colons & 1 & ~gaps) != 0;
  const bool ends_badly = dots == 0 && (colons >> (size - 1) & 1 & ~(gaps >> (size - 2))) != 0;
  const int groups = std::popcount(firsts) + (dots == 0 ? 0 : 2);
  const bool right_count = gaps == 0 ? groups == 8 : groups <= 7 && without_lowest(gaps) == 0;
  return right_count && too_long == 0 && (dots & below(end)) == 0 && !begins_badly && !ends_badly;
}

}  // namespace

int is_ip(std::string_view text) noexcept {
  if (text.size() >= byte_block_size) return is_v6(marks_of(text), text) ? 6 : 0;
  if (text.size() < 2) return 0;
  const ByteBlock block = load_short(text);
  if (positions(block == ':') == 0) return is_quad(block, text.size()) ? 4 : 0;
  Marks marks;
  marks.add(block, 0);
  return is_v6(marks, text) ? 6 : 0;
}

bool is_ipv4(std::string_view text) noexcept {
  return is_ip(text) == 4;
}

bool is_ipv6(std::string_view text) noexcept {
  return is_ip(text) == 6;
}

}  // namespace netkit
