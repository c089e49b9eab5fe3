// SPDX-License-Identifier: MIT
#include <netkit/blocklist/address_scanner.h>

#include <netkit/base/ascii.h>
#include <netkit/base/internal/byte_block.h>

#include <algorithm>
#include <array>
#include <bit>

// Most of a text is not an address. Arithmetic on sets of positions finds hints, positions where an address
// may be, in 64 bytes at once; the text is examined only there. A hint is
// - a digit after the last of three dots that are at most four bytes apart and have digits on both sides,
// - a colon after another, or the fourth of colons that are at most five bytes apart; the time of day has
//   fewer.
// The first hint of an IPv6 address is after at most four groups, and before the hint of four octets in it.

namespace netkit {
namespace {

using internal::byte_block_size;
using internal::ByteBlock;
using internal::load_block;
using internal::Positions;
using internal::positions;

constexpr std::size_t hinted = 64;  // bytes examined at once
constexpr std::size_t longest_v6 = 45;

constexpr auto word_bytes = [] {
  std::array<bool, 256> are{};
  for (std::size_t byte = 0; byte < 128; ++byte) {
    are[byte] = is_alphanumeric(static_cast<char>(byte)) || byte == '_';
  }
  return are;
}();

bool is_word_byte(std::string_view text, std::size_t at) {
  return at < text.size() && word_bytes[static_cast<unsigned char>(text[at])];
}

/// Whether the word at `begin` continues to the left; `begin` - 1 may wrap around.
bool goes_on_before(std::string_view text, std::size_t begin) {
  if (begin == 0) return false;
  return is_word_byte(text, begin - 1) || (text[begin - 1] == '.' && is_word_byte(text, begin - 2));
}

/// Whether the word that ends here continues to the right.
bool goes_on_behind(std::string_view text, std::size_t end) {
  return is_word_byte(text, end) || (end < text.size() && text[end] == '.' && is_word_byte(text, end + 1));
}

/// The end of the word that begins here; this position if none does.
std::size_t word_end(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  while (is_word_byte(text, at) || (at != begin && goes_on_behind(text, at))) ++at;
  return at;
}

/// The positions at each of these distances from the given ones, including those in earlier blocks. Positions
/// beyond the block are carried to the next one.
template <int... distances>
Positions reached(Positions from, Positions& carried) {
  const Positions all = ((from << distances) | ...) | carried;
  carried = ((from >> (64 - distances)) | ...);
  return all;
}

constexpr Positions below(std::size_t position) {
  return (Positions{1} << position) - 1;
}

/// The highest of the positions, of which there is at least one.
constexpr std::size_t highest(Positions some) {
  return static_cast<std::size_t>(std::bit_width(some)) - 1;
}

/// Four octets in a text of sixteen bytes.
struct Quad {
  std::uint32_t value = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The bytes around the third dot of possible four octets, filled up with NUL bytes outside the text.
class Window {
 public:
  Window(std::string_view text, std::size_t dot) {
    if (dot >= third && text.size() - dot >= byte_block_size - third) {
      std::memcpy(bytes_.data(), text.data() + dot - third, byte_block_size);
    } else {
      const std::size_t before = std::min(dot, third);
      const std::string_view there = text.substr(dot - before, before + byte_block_size - third);
      std::ranges::copy(there, bytes_.begin() + static_cast<std::ptrdiff_t>(third - before));
    }
  }

  /// Its digits may go on on both sides. There are at least two bytes that are no digits before the dot, the
  /// first of them with a byte in front of it.
  std::optional<Quad> quad() const {
    const ByteBlock block = load_block({bytes_.data(), bytes_.size()}, 0);
    const Positions digits = positions(static_cast<ByteBlock>(block - '0') < 10);
    const Positions dots = positions(block == '.');
    const std::size_t second = highest(~digits & below(third));
    const std::size_t first = highest(~digits & below(second));
    const auto begin = static_cast<std::size_t>(std::bit_width(~digits & below(first)));
    const std::size_t end = third + 1 + static_cast<std::size_t>(std::countr_one(digits >> (third + 1)));
    if ((dots >> first & dots >> second & 1) == 0) return std::nullopt;
    const unsigned octets[] = {octet(begin, first), octet(first + 1, second), octet(second + 1, third),
                               octet(third + 1, end)};
    if ((octets[0] | octets[1] | octets[2] | octets[3]) > 255) return std::nullopt;
    return Quad{octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3], begin, end};
  }

  static constexpr std::size_t third = 11;  // the third dot's place: "255.255.255."

 private:
  /// The number that these digits are; more than 255 if there are none or too many, or if they have a leading
  /// 0. Without branches, because processors predict the number of digits badly.
  unsigned octet(std::size_t begin, std::size_t end) const {
    constexpr std::array<unsigned, 16> tens{0, 0, 10, 10};
    constexpr std::array<unsigned, 16> hundreds{0, 0, 0, 100};
    constexpr unsigned never = 1000;
    constexpr std::array<unsigned, 16> least{never, 0,     10,    100,   never, never, never, never,
                                             never, never, never, never, never, never, never, never};
    const std::size_t length = end - begin;
    const unsigned value = digit(end - 1) + digit(end - 2) * tens[length] + digit(end - 3) * hundreds[length];
    return value < least[length] ? 256 : value;
  }
  unsigned digit(std::size_t at) const { return static_cast<unsigned>(bytes_[at] - '0'); }

  std::array<char, byte_block_size> bytes_{};
};

/// The start of the one to four digits before this position, if there are any.
std::size_t group_begin(std::string_view text, std::size_t end) {
  std::size_t at = end;
  while (at > 0 && end - at < 4 && is_hex_digit(text[at - 1])) --at;
  return at;
}

/// The end of those after it.
std::size_t group_end(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  while (at < text.size() && at - begin < 4 && is_hex_digit(text[at])) ++at;
  return at;
}

/// No address is longer.
std::optional<IpAddress> parse_v6(std::string_view text) {
  if (text.size() < 2 || text.size() > longest_v6) return std::nullopt;
  const auto address = IpAddress::parse(text);
  return address && address->is_v6() ? std::optional(*address) : std::nullopt;
}

/// The start of the chain that contains this colon, after its label if there is one. Goes back only a few
/// groups, because no earlier colon was a hint.
std::size_t chain_begin(std::string_view text, std::size_t colon) {
  std::size_t at = colon;
  while (at > 0) {
    if (text[at - 1] == ':') {
      --at;
    } else if (text[at] == ':' && is_word_byte(text, at - 1)) {
      const std::size_t group = group_begin(text, at);
      if (group == at || goes_on_before(text, group)) return at + 1;
      at = group;
    } else {
      break;
    }
  }
  return at;
}

/// The end of the groups and colons that begin here.
std::size_t chain_end(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  while (at < text.size()) {
    if (text[at] == ':') {
      ++at;
    } else {
      const std::size_t end = group_end(text, at);
      if (end == at || goes_on_behind(text, end)) break;
      at = end;
    }
  }
  return at;
}

}  // namespace

std::optional<FoundAddress> AddressScanner::next() noexcept {
  do {
    while (hints_ != 0) {
      const std::size_t hint = next_block_ - hinted + static_cast<std::size_t>(std::countr_zero(hints_));
      hints_ &= hints_ - 1;
      if (hint < done_) continue;
      const auto found = text_[hint] == ':' ? v6_around(hint) : v4_at(hint);
      if (found) return found;
    }
  } while (next_block());
  return std::nullopt;
}

bool AddressScanner::next_block() noexcept {
  while (next_block_ < text_.size() && hints_ == 0) {
    const std::string_view rest = text_.substr(next_block_);
    if (rest.size() >= hinted) {
      hints_ = hints_of(rest);
    } else {
      std::array<char, hinted> padded{};
      std::ranges::copy(rest, padded.begin());
      hints_ = hints_of({padded.data(), padded.size()});
    }
    next_block_ += hinted;
  }
  return hints_ != 0;
}

std::uint64_t AddressScanner::hints_of(std::string_view text) noexcept {
  Positions digits = 0;
  Positions dots = 0;
  Positions colons = 0;
  for (std::size_t begin = 0; begin < hinted; begin += byte_block_size) {
    const ByteBlock block = load_block(text, begin);
    digits |= positions(static_cast<ByteBlock>(block - '0') < 10) << begin;
    dots |= positions(block == '.') << begin;
    colons |= positions(block == ':') << begin;
  }
  const Positions dots_behind_digits = dots & reached<1>(digits, reach_.digits);
  const Positions octets = digits & reached<1>(dots_behind_digits, reach_.dots);
  const Positions pairs = octets & reached<2, 3, 4>(octets, reach_.octets);
  const Positions quads = octets & reached<2, 3, 4>(pairs, reach_.pairs);

  const Positions gaps = colons & reached<1>(colons, reach_.gaps);
  const Positions second = colons & reached<2, 3, 4, 5>(colons, reach_.colons);
  const Positions third = colons & reached<2, 3, 4, 5>(second, reach_.groups);
  const Positions fourth = colons & reached<2, 3, 4, 5>(third, reach_.more_groups);
  return quads | gaps | fourth;
}

/// The four octets whose last begins at the hint.
std::optional<FoundAddress> AddressScanner::v4_at(std::size_t last_octet) const noexcept {
  const std::size_t dot = last_octet - 1;
  const auto quad = Window(text_, dot).quad();
  if (!quad) return std::nullopt;
  const std::size_t begin = dot + quad->begin - Window::third;
  const std::size_t end = dot + quad->end - Window::third;
  if (goes_on_before(text_, begin) || goes_on_behind(text_, end)) return std::nullopt;
  return FoundAddress{IpAddress::v4(quad->value), begin, end - begin};
}

std::optional<FoundAddress> AddressScanner::v6_around(std::size_t colon) noexcept {
  const std::size_t begin = chain_begin(text_, colon);
  done_ = chain_end(text_, begin);
  // Only four octets may follow there.
  const std::size_t end = word_end(text_, done_);
  if (const auto address = parse_v6(text_.substr(begin, end - begin))) {
    done_ = end;
    return FoundAddress{*address, begin, end - begin};
  }
  if (done_ == begin || text_[done_ - 1] != ':') return std::nullopt;
  const std::size_t size = done_ - 1 - begin;
  const auto address = parse_v6(text_.substr(begin, size));
  return address ? std::optional(FoundAddress{*address, begin, size}) : std::nullopt;
}

}  // namespace netkit
