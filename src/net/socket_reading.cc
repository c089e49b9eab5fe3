// SPDX-License-Identifier: MIT
// What a Socket receives, and where that goes.
#include <netkit/net/internal/socket_pipe.h>
#include <netkit/net/socket.h>

#include <utility>

namespace netkit::net {

bool Socket::flowing() const {
  return !paused_ && (listened_ || pipe_);
}

bool Socket::may_read() const {
  return flowing() && !(pipe_ && pipe_->keeps_from_reading());
}

void Socket::read_on() {
  if (stream_ && may_read()) stream_->resume();
}

void Socket::pause() {
  paused_ = true;
  if (pipe_) pipe_->stop_moving();
  if (stream_) stream_->pause();
}

void Socket::resume() {
  paused_ = false;
  read_on();
}

Socket& Socket::pipe(Socket& to, PipeOptions options) {
  pipe_.reset();
  pipe_ = std::make_unique<SocketPipe>(*this, to, options.end);
  resume();
  return to;
}

void Socket::unpipe() {
  if (!pipe_) return;
  pipe_.reset();
  pause();
}

void Socket::drop_incoming() {
  while (!incoming_.empty()) incoming_.back()->from().unpipe();
}

void Socket::read_into(std::span<std::byte> buffer, OnRead on_read) {
  read_into([buffer] { return buffer; }, std::move(on_read));
}

void Socket::read_into(std::function<std::span<std::byte>()> buffer, OnRead on_read) {
  read_buffer_ = std::move(buffer);
  on_read_ = std::move(on_read);
  if (stream_) stream_->read_into([this] { return read_buffer_(); });
}

void Socket::on_data(Bytes bytes) {
  bytes_read_ += bytes.size();
  if (pipe_) return pipe_->send(bytes);
  if (on_read_) {
    const auto watch = alive_.watch();
    auto on_read = std::move(on_read_);  // the call may destroy the socket
    const bool go_on = on_read(bytes);
    if (watch.gone()) return;
    if (!on_read_) on_read_ = std::move(on_read);
    if (!go_on) pause();
    return;
  }
  if (!decoder_) return listener_->on_data(bytes);
  if (const std::string text = decoder_->decode(bytes); !text.empty()) listener_->on_text(text);
}

void Socket::on_moved(std::size_t bytes) {
  bytes_read_ += bytes;
  if (pipe_) pipe_->on_moved(bytes);
}

void Socket::on_end() {
  peer_ended_ = true;
  const auto watch = alive_.watch();
  if (const std::string rest = decoder_ ? decoder_->finish() : ""; !rest.empty()) listener_->on_text(rest);
  if (watch.gone() || destroyed_) return;
  listener_->on_end();
  if (watch.gone()) return;
  if (const auto pipe = std::move(pipe_)) pipe->end();
  if (!allow_half_open_) end();
  if (ending_ && stream_) stream_->end();
}

}  // namespace netkit::net
