// SPDX-License-Identifier: MIT
#include <netkit/net/internal/socket_pipe.h>

#include <utility>

namespace netkit::net {

SocketPipe::SocketPipe(Socket& from, Socket& to, bool end_follows)
    : from_(from), to_(to), end_follows_(end_follows), waits_(to.writable_need_drain()) {
  to_.incoming_.push_back(this);
}

SocketPipe::~SocketPipe() {
  stop_moving();
  std::erase(to_.incoming_, this);
}

void SocketPipe::send(Bytes bytes) {
  const auto watch = alive_.watch();
  const bool room = to_.write(bytes);  // a refused write has `to` drop the pipe
  if (watch.gone()) return;
  if (!room) {
    waits_ = true;
    from_.stream_->pause();
  } else if ((!pump_ || pump_->rested()) && to_.stream_ && to_.corked_ == 0) {
    pump_ = Pump::start(from_.loop_, *from_.stream_, *to_.stream_);
  }
}

void SocketPipe::on_moved(std::size_t bytes) {
  to_.log_.add(bytes, {});
  to_.settle_writes();
}

void SocketPipe::stop_moving() {
  const auto pump = std::exchange(pump_, nullptr);
  if (pump && pump->moving() && !pump->stop()) waits_ = true;
}

void SocketPipe::end() {
  stop_moving();
  if (end_follows_) to_.end();
}

void SocketPipe::on_drain() {
  waits_ = false;
  from_.read_on();
}

void SocketPipe::finish_moving() {
  stop_moving();
  from_.read_on();
}

}  // namespace netkit::net
