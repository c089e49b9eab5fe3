// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/nonces.h>

#include <array>
#include <charconv>
#include <utility>

namespace netkit {
namespace {

constexpr std::size_t digits = 16;  // of a number

std::string hexadecimal(std::uint64_t number) {
  constexpr std::string_view signs = "0123456789abcdef";
  std::string text(digits, '0');
  for (std::size_t i = digits; i > 0; --i, number >>= 4) text[i - 1] = signs[number & 0xf];
  return text;
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string bytes_of(std::string_view hexadecimal_text) {
  std::string bytes;
  for (std::size_t at = 0; at + 2 <= hexadecimal_text.size(); at += 2)
    bytes += static_cast<char>(number_of(hexadecimal_text.substr(at, 2)).value_or(0));
  return bytes;
}

/// RFC 2104, with a key of at most 64 bytes.
std::string hmac(const HashFunction& hash, std::string_view key, std::string_view text) {
  constexpr std::size_t block = 64;
  constexpr char inner_pad = 0x36, outer_pad = 0x5c;
  std::string inner(block, inner_pad), outer(block, outer_pad);
  for (std::size_t i = 0; i < key.size() && i < block; ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  return hash("SHA-256", outer + bytes_of(hash("SHA-256", inner.append(text))));
}

}  // namespace

Nonces::Nonces(HashFunction hash, std::string secret, std::function<Seconds()> now)
    : hash_(std::move(hash)), secret_(std::move(secret)), now_(std::move(now)) {}

std::string Nonces::seal_of(std::string_view parts) const {
  return hmac(hash_, secret_, parts);
}

std::string Nonces::make() {
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++next_;
  }
  const std::string parts = hexadecimal(static_cast<std::uint64_t>(now_().count())) + hexadecimal(number);
  return parts + seal_of(parts);
}

std::optional<Nonces::Parts> Nonces::parts_of(std::string_view nonce) const {
  if (nonce.size() < 2 * digits) return std::nullopt;
  const std::string_view parts = nonce.substr(0, 2 * digits);
  if (!same_secret(nonce.substr(2 * digits), seal_of(parts))) return std::nullopt;
  const auto time = number_of(parts.substr(0, digits)), number = number_of(parts.substr(digits));
  if (!time || !number) return std::nullopt;
  return Parts{*time, *number};
}

Nonces::Use Nonces::use(std::string_view nonce, std::optional<std::uint32_t> count) {
  const auto parts = parts_of(nonce);
  if (!parts || count == 0) return Use::forged;
  const auto now = static_cast<std::uint64_t>(now_().count());
  if (now - parts->time > static_cast<std::uint64_t>(lifetime.count())) return Use::stale;
  const std::lock_guard lock(mutex_);
  if (parts->number <= forgotten_ || count > most_uses) return Use::stale;
  auto& used = used_[parts->number];
  const bool is_used = used.test(0) || (count ? used.test(*count) : used.any());
  used.set(count.value_or(0));
  if (used_.size() > most_nonces) {
    forgotten_ = used_.begin()->first;
    used_.erase(used_.begin());
  }
  return is_used ? Use::stale : Use::good;
}

bool same_secret(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < one.size(); ++i)
    difference |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
  return difference == 0;
}

}  // namespace netkit
