// SPDX-License-Identifier: MIT
#include <netkit/socket/zone.h>

#include <net/if.h>
#include <netkit/base/net_errc.h>

#include <charconv>
#include <string>

namespace netkit {

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

}  // namespace netkit
