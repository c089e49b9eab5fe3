// SPDX-License-Identifier: MIT
// What a Socket sends.
#include <netkit/base/net_errc.h>
#include <netkit/base/text_encoder.h>
#include <netkit/loop/uv_error.h>
#include <netkit/net/internal/socket_pipe.h>
#include <netkit/net/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace netkit::net {

// Stays the same once the socket is closed.
std::optional<Error> Socket::write_refusal() const {
  if (peer_ended_ && ending_ && !allow_half_open_) {
    Error error = step_error(errno_error(EPIPE), "write");
    error.message = "This socket has been ended by the other party";
    return error;
  }
  if (ending_) return net_error(NetErrc::stream_write_after_end);
  if (destroyed_) return net_error(NetErrc::stream_destroyed);
  if (!stream_ && !connector_) return net_error(NetErrc::socket_closed);
  return std::nullopt;
}

void Socket::refuse(const Error& refusal, WriteDone done) {
  if (done) refused_.emplace_back(std::move(done), refusal);
  later_.schedule();
  destroy(refusal);
}

bool Socket::write(Bytes bytes, WriteDone done) {
  if (const auto refusal = write_refusal()) {
    refuse(*refusal, std::move(done));
    return false;
  }
  log_.add(bytes.size(), std::move(done));
  if (stream_ && corked_ == 0 && !write_failed_) {
    stream_->write(bytes);
  } else {
    early_.insert(early_.end(), bytes.begin(), bytes.end());
  }
  settle_writes();
  const bool room = log_.length() < options_.high_water_mark;
  needs_drain_ = needs_drain_ || !room;
  return room;
}

bool Socket::write(std::string_view text, Encoding encoding, WriteDone done) {
  return write(encode(text, encoding), std::move(done));
}

void Socket::settle_writes() {
  if (!stream_ || write_failed_) return;
  log_.settle(early_.size() + stream_->queued());
  if (log_.has_done() || (needs_drain_ && log_.length() == 0)) later_.schedule();
}

void Socket::cork() {
  if (writable()) ++corked_;
}

void Socket::uncork() {
  if (corked_ == 0 || --corked_ > 0 || !stream_ || early_.empty()) return;
  stream_->write(std::exchange(early_, {}));
  settle_writes();
}

Error Socket::end_refusal() const {
  if (finished_) return net_error(NetErrc::stream_already_finished);
  return net_error(NetErrc::stream_destroyed, "Cannot call end after a stream was destroyed");
}

void Socket::end(WriteDone done) {
  if (done && (finished_ || destroyed_)) {
    refused_.emplace_back(std::move(done), end_refusal());
    later_.schedule();
  } else if (done) {
    end_done_.push_back(std::move(done));
  }
  if (destroyed_ && !error_) ending_ = true;
  if (!writable()) return;
  for (SocketPipe* const pipe : incoming_) pipe->finish_moving();
  corked_ = std::min(corked_, 1);
  uncork();
  ending_ = true;
  if (stream_) return soon_ ? stream_->destroy_soon() : stream_->end();
  if (!connector_) later_.schedule();
}

void Socket::end(Bytes last, WriteDone done) {
  const auto refusal = ending_ ? net_error(NetErrc::stream_write_after_end) : write_refusal();
  if (refusal) return refuse(*refusal, std::move(done));
  write(last);
  end(std::move(done));
}

void Socket::end(std::string_view last, Encoding encoding, WriteDone done) {
  end(encode(last, encoding), std::move(done));
}

// The peer's system still has what came before a reset. Reading it leads to on_close().
void Socket::write_failed(std::error_code cause) {
  write_failed_ = cause == std::errc::connection_reset && !peer_ended_ && flowing();
  if (!write_failed_) destroy(step_error(cause, "write"));
}

void Socket::on_finish(std::error_code cause) {
  if (cause) return write_failed(cause);
  finished_ = true;
  drop_incoming();
  const auto watch = alive_.watch();
  if (!deliver_writes()) return;
  for (WriteDone& done : std::exchange(end_done_, {})) {
    done(std::nullopt);
    if (watch.gone()) return;
  }
  if (!destroyed_) listener_->on_finish();
}

// The queue is short enough for those that pipe to this socket.
void Socket::on_drain() {
  for (SocketPipe* const pipe : incoming_) pipe->on_drain();
}

// False if a callback has destroyed the socket.
bool Socket::deliver_writes() {
  const auto watch = alive_.watch();
  if (needs_drain_ && log_.length() == 0 && writable()) {
    needs_drain_ = false;
    on_drain();
    listener_->on_drain();
    if (watch.gone()) return false;
  }
  for (WriteDone& done : log_.take_done()) {
    done(std::nullopt);
    if (watch.gone()) return false;
  }
  for (auto& [done, error] : std::exchange(refused_, {})) {
    done(error);
    if (watch.gone()) return false;
  }
  return true;
}

}  // namespace netkit::net
