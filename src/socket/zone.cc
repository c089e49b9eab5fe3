// SPDX-License-Identifier: MIT
#include <netkit/socket/zone.h>

#include <net/if.h>
#include <netkit/base/net_errc.h>

#include <array>
#include <charconv>

namespace netkit {
namespace {

std::string zone_text(const IpAddress& address, std::uint32_t scope_id) {
  std::array<char, IF_NAMESIZE> name{};
  if (if_indextoname(scope_id, name.data()) == nullptr || scope_id_of(name.data()) != scope_id ||
      Host(address.to_string() + '%' + name.data()).literal() == nullptr) {
    return std::to_string(scope_id);
  }
  return name.data();
}

}  // namespace

std::optional<std::uint32_t> scope_id_of(std::string_view zone) {
  std::uint32_t id = 0;
  const auto [end, problem] = std::from_chars(zone.data(), zone.data() + zone.size(), id);
  if (problem == std::errc() && end == zone.data() + zone.size() && id != 0) return id;
  id = if_nametoindex(std::string(zone).c_str());
  if (id == 0) return std::nullopt;
  return id;
}

Result<std::optional<SocketAddress>> resolve_literal(const Host& host, std::uint16_t port) {
  const auto* const literal = std::get_if<IpLiteral>(&host);
  if (literal == nullptr) return std::nullopt;
  if (literal->zone.empty()) return SocketAddress{literal->address, port};
  const auto scope_id = scope_id_of(literal->zone);
  if (scope_id) return SocketAddress{literal->address, port, *scope_id};
  return std::unexpected(
      net_error(NetErrc::invalid_arg_value, "No network interface '" + literal->zone + "'"));
}

bool needs_zone(const IpAddress& address) noexcept {
  constexpr std::uint64_t scope_mask = 0xff0f'0000'0000'0000;  // of multicast: RFC 4291 section 2.7
  constexpr std::uint64_t of_interface = 0xff01'0000'0000'0000, of_link = 0xff02'0000'0000'0000;
  if (address.is_v4() || address.is_v4_mapped()) return false;
  const std::uint64_t scope = address.high() & scope_mask;
  return address.is_link_local() || scope == of_interface || scope == of_link;
}

std::string host_text(const SocketAddress& address) {
  if (address.scope_id == 0) return address.address.to_string();
  return address.address.to_string() + '%' + zone_text(address.address, address.scope_id);
}

std::string endpoint_text(const SocketAddress& address) {
  const std::string host = host_text(address);
  return (address.address.is_v4() ? host : '[' + host + ']') + ':' + std::to_string(address.port);
}

std::string net_text(const SocketAddress& address) {
  return address.port == 0 ? host_text(address) : host_text(address) + ':' + std::to_string(address.port);
}

}  // namespace netkit
