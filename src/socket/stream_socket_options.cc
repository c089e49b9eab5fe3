// SPDX-License-Identifier: MIT
// The options of a socket that may change while it is open.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netkit/socket/internal/socket_cell.h>
#include <netkit/socket/stream_socket.h>

namespace netkit {

void StreamSocket::set_no_delay(bool on) {
  if (is_tcp()) internal::set_option(cell_->fd(), IPPROTO_TCP, TCP_NODELAY, on ? 1 : 0);
}

void StreamSocket::set_keep_alive(const std::optional<KeepAlive>& keep_alive) {
  if (is_tcp()) internal::set_keep_alive(cell_->fd(), keep_alive);
}

bool StreamSocket::set_type_of_service(int value) {
  return is_tcp() && internal::set_type_of_service(cell_->fd(), value);
}

int StreamSocket::type_of_service() const {
  return is_tcp() ? internal::type_of_service(cell_->fd()) : 0;
}

void StreamSocket::ref() {
  uv_ref(&cell_->handle);
}

void StreamSocket::unref() {
  uv_unref(&cell_->handle);
}

}  // namespace netkit
