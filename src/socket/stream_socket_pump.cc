// SPDX-License-Identifier: MIT
// The ends of a socket that a Pump uses.
#include <netkit/socket/internal/socket_cell.h>
#include <netkit/socket/stream_socket.h>
#include <sys/socket.h>

namespace netkit {

PumpSource* StreamSocket::pump_source() {
  const bool reads_anywhere = !cell_->read_buffer && cell_->read_at_most == Loop::buffer_size;
  return reads_anywhere && !unread_ && !ended_ && !closed_ ? this : nullptr;
}

int StreamSocket::source_descriptor() const {
  return cell_->fd();
}

void StreamSocket::moved_out(std::size_t bytes) {
  bytes_read_ += bytes;
  touch();
  listener_->on_moved(bytes);
}

// Unix-domain sockets have no such mark.
bool StreamSocket::set_low_water_mark(std::size_t bytes) {
  return is_tcp() && internal::set_option(cell_->fd(), SOL_SOCKET, SO_RCVLOWAT, static_cast<int>(bytes));
}

PumpSink* StreamSocket::pump_sink() {
  return queued() == 0 && !ending_ && !finished_ ? this : nullptr;
}

int StreamSocket::sink_descriptor() const {
  return cell_->fd();
}

void StreamSocket::moved_in(std::size_t bytes) {
  bytes_written_ += bytes;
  touch();
}

// A Unix-domain socket becomes writable only when three quarters of its buffer are free. The default buffer
// holds three segments, so the reader would be idle once it has taken the last one. TCP's grows by itself.
void StreamSocket::enlarge() {
  constexpr int ample = 512 * 1024;  // the kernel doubles it, and has its own bounds
  const int fd = cell_->fd();
  if (is_tcp() || send_buffer_chosen_ || internal::get_option(fd, SOL_SOCKET, SO_SNDBUF) >= 2 * ample) return;
  internal::set_option(fd, SOL_SOCKET, SO_SNDBUF, ample);
}

}  // namespace netkit
