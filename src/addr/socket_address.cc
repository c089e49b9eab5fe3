// SPDX-License-Identifier: MIT
#include <netkit/addr/socket_address.h>

namespace netkit {

std::string SocketAddress::to_string() const {
  const std::string port_text = ':' + std::to_string(port);
  if (address.is_v4()) return address.to_string() + port_text;
  const std::string zone = scope_id == 0 ? "" : '%' + std::to_string(scope_id);
  return '[' + address.to_string() + zone + ']' + port_text;
}

std::string SocketAddress::net_text() const {
  if (port == 0) return address.to_string();
  return address.to_string() + ':' + std::to_string(port);
}

}  // namespace netkit
