// SPDX-License-Identifier: MIT
#include <netkit/addr/host_name.h>

#include <idn2.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace netkit {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::optional<std::string> ascii_host_name(std::string_view name) {
  if (is_ascii(name)) return std::string(name);
  if (name.contains('\0')) return std::nullopt;  // libidn2 would read the name up to it
  const std::string terminated(name);
  std::uint8_t* converted = nullptr;
  const int status = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(terminated.c_str()), &converted,
                                    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<std::uint8_t, decltype(&idn2_free)> owned(converted, idn2_free);
  if (status != IDN2_OK) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(converted));
}

std::string host_name_key(std::string_view name) {
  std::string key = ascii_host_name(name).value_or(std::string(name));
  std::ranges::transform(key, key.begin(), to_lower);
  if (key.ends_with('.')) key.pop_back();
  return key;
}

}  // namespace netkit
