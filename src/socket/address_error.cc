// SPDX-License-Identifier: MIT
#include <netkit/socket/address_error.h>

#include <netkit/loop/uv_error.h>
#include <netkit/socket/zone.h>

namespace netkit {
namespace {

Error about(const SocketAddress& where, Error error) {
  error.address = host_text(where);
  if (where.port != 0) error.port = where.port;
  return error;
}

}  // namespace

Error address_error(std::error_code code, std::string_view syscall, const SocketAddress& where) {
  return about(where, address_error(code, syscall, net_text(where)));
}

Error listen_error(std::error_code code, const SocketAddress& where) {
  return about(where, listen_error(code, net_text(where)));
}

}  // namespace netkit
