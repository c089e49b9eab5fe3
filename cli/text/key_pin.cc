// SPDX-License-Identifier: MIT
#include "cli/text/key_pin.h"

#include <cstddef>
#include <cstdint>

namespace netkit::cli {
namespace {

constexpr std::string_view prefix = "sha256//";
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

// 43 digits of 6 bits are 32 bytes and two bits, which are 0.
std::optional<KeyPin> parse_key_pin(std::string_view text) {
  constexpr std::size_t digits = 43;
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  if (text.size() != digits + 1 || text.back() != '=') return std::nullopt;
  KeyPin pin{};
  std::uint32_t bits = 0;
  unsigned count = 0;
  std::size_t at = 0;
  for (const char digit : text.substr(0, digits)) {
    const auto value = alphabet.find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    pin[at++] = static_cast<std::uint8_t>(bits >> count);
  }
  return (bits & 3) == 0 ? std::optional(pin) : std::nullopt;
}

}  // namespace netkit::cli
