// SPDX-License-Identifier: MIT
#include <netkit/addr/embedded_ipv4.h>

namespace netkit {

using Form = EmbeddedIpv4::Form;

std::string_view form_name(Form form) noexcept {
  switch (form) {
    case Form::v4_mapped:
      return "v4-mapped";
    case Form::v4_compatible:
      return "v4-compatible";
    case Form::nat64:
      return "nat64";
    case Form::nat64_local:
      return "nat64-local";
    case Form::six_to_four:
      return "6to4";
    case Form::teredo:
      return "teredo";
    case Form::isatap:
      return "isatap";
  }
  return "";
}

std::optional<EmbeddedIpv4> embedded_ipv4(const IpAddress& address) noexcept {
  if (address.is_v4()) return std::nullopt;
  const std::uint64_t high = address.high();
  const std::uint64_t low = address.low();
  const auto found = [](Form form, std::uint64_t bits) {
    return EmbeddedIpv4{form, IpAddress::v4(static_cast<std::uint32_t>(bits))};
  };
  if (address.is_v4_mapped()) return found(Form::v4_mapped, low);
  if (high == 0 && low >> 32 == 0 && low > 1) return found(Form::v4_compatible, low);
  if (high == 0x0064'ff9b'0000'0000 && low >> 32 == 0) return found(Form::nat64, low);
  if (high >> 16 == 0x0064'ff9b'0001) {
    const bool split = low << 24 == 0;
    return found(Form::nat64_local, split ? high << 16 | (low >> 40 & 0xffff) : low);
  }
  if (high >> 48 == 0x2002) return found(Form::six_to_four, high >> 16);
  if (high >> 32 == 0x2001'0000) return found(Form::teredo, ~low);
  if (!address.is_multicast() && (low >> 32 | 0x0200'0000) == 0x0200'5efe) return found(Form::isatap, low);
  return std::nullopt;
}

}  // namespace netkit
