// SPDX-License-Identifier: MIT
#include <netkit/base/text_encoder.h>

#include <netkit/base/ascii.h>
#include <netkit/base/bytes.h>
#include <netkit/base/utf8.h>

#include <optional>
#include <string>
#include <utility>

namespace netkit {
namespace {

using Sink = std::vector<std::byte>;

void append(Sink& bytes, unsigned value) {
  bytes.push_back(static_cast<std::byte>(value & 0xff));
}

std::optional<unsigned> hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

Sink from_hex(std::string_view text) {
  Sink bytes;
  for (; text.size() >= 2; text.remove_prefix(2)) {
    const auto high = hex_value(text[0]), low = hex_value(text[1]);
    if (!high || !low) break;
    append(bytes, *high << 4 | *low);
  }
  return bytes;
}

std::optional<unsigned> base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return std::nullopt;
}

Sink from_base64(std::string_view text) {
  Sink bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.find('='))) {
    const auto value = base64_value(c);
    if (!value) continue;
    bits = bits << 6 | *value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    append(bytes, bits >> count);
  }
  return bytes;
}

// The first character of a well-formed text.
char32_t first_code_point(std::string_view text, std::size_t length) {
  const auto byte = [text](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
  };
  char32_t code_point = length == 1 ? byte(0) : byte(0) & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) code_point = code_point << 6 | (byte(i) & 0x3f);
  return code_point;
}

template <typename Unit>
void for_each_utf16_unit(std::string_view text, Unit unit) {
  const std::string whole = well_formed_utf8(text);
  for (std::string_view rest = whole; !rest.empty();) {
    const std::size_t length = utf8_character_length(rest);
    const char32_t code_point = first_code_point(rest, length);
    rest.remove_prefix(length);
    if (code_point < 0x10000) {
      unit(static_cast<unsigned>(code_point));
    } else {
      unit(static_cast<unsigned>(0xd800 + ((code_point - 0x10000) >> 10)));
      unit(static_cast<unsigned>(0xdc00 + ((code_point - 0x10000) & 0x3ff)));
    }
  }
}

Sink to_latin1(std::string_view text) {
  Sink bytes;
  for_each_utf16_unit(text, [&bytes](unsigned unit) { append(bytes, unit); });
  return bytes;
}

Sink to_utf16le(std::string_view text) {
  Sink bytes;
  for_each_utf16_unit(text, [&bytes](unsigned unit) {
    append(bytes, unit);
    append(bytes, unit >> 8);
  });
  return bytes;
}

}  // namespace

std::vector<std::byte> encode(std::string_view text, Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: {
      const Bytes bytes = as_bytes(text);
      return {bytes.begin(), bytes.end()};
    }
    case Encoding::hex:
      return from_hex(text);
    case Encoding::base64:
    case Encoding::base64url:
      return from_base64(text);
    case Encoding::latin1:
    case Encoding::ascii:
      return to_latin1(text);
    case Encoding::utf16le:
      return to_utf16le(text);
  }
  std::unreachable();
}

}  // namespace netkit
