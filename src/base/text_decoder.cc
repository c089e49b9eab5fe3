// SPDX-License-Identifier: MIT
#include <netkit/base/text_decoder.h>

#include <netkit/base/ascii.h>
#include <netkit/base/utf8.h>

#include <algorithm>
#include <array>
#include <utility>

namespace netkit {
namespace {

using namespace std::string_view_literals;

struct Name {
  std::string_view name;
  Encoding encoding;
};

constexpr std::array<Name, 12> names = {{
    {"utf8", Encoding::utf8},
    {"utf-8", Encoding::utf8},
    {"hex", Encoding::hex},
    {"base64", Encoding::base64},
    {"base64url", Encoding::base64url},
    {"latin1", Encoding::latin1},
    {"binary", Encoding::latin1},
    {"ascii", Encoding::ascii},
    {"utf16le", Encoding::utf16le},
    {"utf-16le", Encoding::utf16le},
    {"ucs2", Encoding::utf16le},
    {"ucs-2", Encoding::utf16le},
}};

constexpr auto base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"sv;
constexpr auto base64url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"sv;

constexpr unsigned value(char c) {
  return static_cast<unsigned char>(c);
}

std::string hex(std::string_view bytes) {
  constexpr auto digits = "0123456789abcdef"sv;
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    text += digits[value(byte) / 16];
    text += digits[value(byte) % 16];
  }
  return text;
}

std::string base64(std::string_view bytes, std::string_view digits) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  unsigned bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | value(byte);
    for (count += 8; count >= 6; count -= 6) text += digits[bits >> (count - 6) & 63];
  }
  if (count > 0) text += digits[bits << (6 - count) & 63];
  return text;
}

std::string padded(std::string base64) {
  base64.resize((base64.size() + 3) / 4 * 4, '=');
  return base64;
}

std::string latin1(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (const char byte : bytes) append_utf8(text, value(byte));
  return text;
}

std::string ascii(std::string_view bytes) {
  std::string text(bytes);
  for (char& c : text) c = static_cast<char>(value(c) & 0x7f);
  return text;
}

constexpr bool is_high_surrogate(char32_t unit) {
  return unit >= 0xd800 && unit <= 0xdbff;
}

constexpr bool is_low_surrogate(char32_t unit) {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/// The first UTF-16 code unit of the bytes; 0, which is no surrogate, if there are fewer than two bytes.
constexpr char32_t first_unit(std::string_view bytes) {
  return bytes.size() < 2 ? 0 : value(bytes[0]) | value(bytes[1]) << 8;
}

std::string utf16le(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (bytes.size() >= 2) {
    char32_t code_point = first_unit(bytes);
    bytes.remove_prefix(2);
    const char32_t next = first_unit(bytes);
    if (is_high_surrogate(code_point) && is_low_surrogate(next)) {
      code_point = 0x10000 + ((code_point - 0xd800) << 10) + (next - 0xdc00);
      bytes.remove_prefix(2);
    }
    append_utf8(text, code_point);
  }
  return text;
}

std::size_t whole_utf16_length(std::string_view bytes) {
  const std::size_t length = bytes.size() - bytes.size() % 2;
  const bool open = length > 0 && is_high_surrogate(first_unit(bytes.substr(length - 2)));
  return open ? length - 2 : length;
}

/// The number of bytes whose text does not depend on the bytes that follow.
std::size_t whole_length(Encoding encoding, std::string_view bytes) {
  switch (encoding) {
    case Encoding::utf8:
      return whole_utf8_length(bytes);
    case Encoding::utf16le:
      return whole_utf16_length(bytes);
    case Encoding::base64:
    case Encoding::base64url:
      return bytes.size() - bytes.size() % 3;
    case Encoding::hex:
    case Encoding::latin1:
    case Encoding::ascii:
      return bytes.size();
  }
  std::unreachable();
}

/// The text of the last bytes of a stream.
std::string text_of(Encoding encoding, std::string_view bytes) {
  switch (encoding) {
    case Encoding::utf8:
      return well_formed_utf8(bytes);
    case Encoding::hex:
      return hex(bytes);
    case Encoding::base64:
      return padded(base64(bytes, base64_digits));
    case Encoding::base64url:
      return base64(bytes, base64url_digits);
    case Encoding::latin1:
      return latin1(bytes);
    case Encoding::ascii:
      return ascii(bytes);
    case Encoding::utf16le:
      return utf16le(bytes);
  }
  std::unreachable();
}

}  // namespace

std::optional<Encoding> parse_encoding(std::string_view name) {
  const auto found = std::ranges::find_if(
      names, [name](const Name& n) { return std::ranges::equal(n.name, name, {}, {}, to_lower); });
  if (found == names.end()) return std::nullopt;
  return found->encoding;
}

std::string TextDecoder::decode(Bytes bytes) {
  if (kept_.empty()) return decode_without_rest(as_text(bytes));
  std::string joined = std::exchange(kept_, {});
  joined += as_text(bytes);
  return decode_without_rest(joined);
}

std::string TextDecoder::finish() {
  return text_of(encoding_, std::exchange(kept_, {}));
}

std::string TextDecoder::decode_without_rest(std::string_view bytes) {
  const std::size_t length = whole_length(encoding_, bytes);
  kept_ = bytes.substr(length);
  return text_of(encoding_, bytes.substr(0, length));
}

}  // namespace netkit
