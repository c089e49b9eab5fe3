// SPDX-License-Identifier: MIT
#include <netkit/net/socket.h>

#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/zone.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace netkit::net {
namespace {

SocketListener& nobody() {
  static struct final_listener final : SocketListener {
  } listener;
  return listener;
}

std::unexpected<Error> refused(int number) {
  return std::unexpected(step_error(errno_error(number), "connect"));
}

}  // namespace

Socket::Socket(Loop& loop, const SocketOptions& options)
    : loop_(loop), options_(options), listener_(&nobody()), later_(loop, [this] { deliver_results(); }) {}

Socket::~Socket() = default;

Result<std::unique_ptr<Socket>> Socket::adopt(Loop& loop, UniqueFd fd, const SocketOptions& options,
                                              Sides sides) {
  auto stream = StreamSocket::adopt(loop, std::move(fd), options);
  if (!stream) return std::unexpected(stream.error());
  auto socket = std::make_unique<Socket>(loop, options);
  const bool readable = sides.readable && (*stream)->readable();
  const bool writable = sides.writable && (*stream)->writable();
  socket->paused_ = !readable;
  socket->connected_to(std::move(*stream));
  socket->peer_ended_ = socket->soon_ = !readable;  // no FIN will come, so end() closes it
  socket->allow_half_open_ = !readable;
  socket->ending_ = !writable;
  return socket;
}

void Socket::set_listener(SocketListener& listener) {
  listener_ = &listener;
  if (stream_ && !paused_) stream_->resume();
}

// Connecting.

Result<void> Socket::connect(const ConnectOptions& options) {
  if (stream_) return refused(EISCONN);
  if (!closed_ || connector_) return refused(EALREADY);
  if (auto right = Connector::check(options); !right) return right;
  destroyed_ = closed_ = false;
  ending_ = finished_ = soon_ = reset_ = needs_drain_ = peer_ended_ = was_connected_ = false;
  bytes_read_ = 0;
  if (decoder_) decoder_->finish();
  log_ = {};
  early_.clear();
  attempted_.clear();
  local_.reset();
  remote_.reset();
  over_ipc_ = options.path.has_value();
  connector_.reset(new Connector(loop_, options, options_, *this));
  apply_timeout();
  return {};
}

void Socket::destroy_on(const std::stop_token& token) {
  stop_token_watcher_.emplace(loop_, token, [this] { destroy(net_error(NetErrc::aborted)); });
}

void Socket::on_lookup(const std::string& host, const SocketAddress& address) {
  listener_->on_lookup(host, address);
}

void Socket::on_lookup_failed(const std::string& host, const Error& error) {
  listener_->on_lookup_failed(host, error);
}

void Socket::on_attempt(const SocketAddress& to) {
  if (!connector_->attempted().empty()) attempted_.push_back(net_text(to));
  listener_->on_connection_attempt(to);
}

void Socket::on_attempt_failed(const SocketAddress& to, const Error& error) {
  listener_->on_connection_attempt_failed(to, error);
}

void Socket::on_attempt_timeout(const SocketAddress& to) {
  listener_->on_connection_attempt_timeout(to);
}

void Socket::on_failed(const Error& error) {
  destroy(Error(error));
}

// Node.js has no allow list.
std::string Socket::blocked_text(const Refusal& refusal) {
  return "IP(" + refusal.to.address.to_string() + ") is " +
         (refusal.access == Access::blocked ? "blocked by net.BlockList" : "not on the allow list");
}

void Socket::on_connected(std::unique_ptr<StreamSocket> stream) {
  apply_changes(*stream, connector_->socket_options());
  connector_.reset();
  connected_to(std::move(stream));
  send_early();
  const auto watch = alive_.watch();
  listener_->on_connect();
  if (watch.gone() || destroyed_) return;
  if (reset_) return reset();
  listener_->on_ready();
}

void Socket::connected_to(std::unique_ptr<StreamSocket> stream) {
  stream_ = std::move(stream);
  closed_ = false;
  was_connected_ = true;
  local_ = stream_->local_address();
  remote_ = stream_->remote_address();
  over_ipc_ = !local_;
  stream_->on_flush([this](std::error_code failure) {
    if (!failure) settle_writes();
  });
  if (read_buffer_) stream_->read_into([this] { return read_buffer_(); });
  if (paused_ || listener_ == &nobody()) stream_->pause();
  stream_->start(*this);
  if (!referenced_) stream_->unref();
  apply_timeout();
}

// Does what was asked for while connecting.
void Socket::send_early() {
  if (corked_ == 0 && !early_.empty()) stream_->write(std::exchange(early_, {}));
  settle_writes();
  if (ending_) stream_->end();
  if (soon_) stream_->destroy_soon();
}

// Sending.

std::optional<Error> Socket::write_refusal() const {
  if (destroyed_) return net_error(NetErrc::stream_destroyed);
  if (peer_ended_ && ending_ && !allow_half_open_) {
    Error error = step_error(errno_error(EPIPE), "write");
    error.message = "This socket has been ended by the other party";
    return error;
  }
  if (ending_) return net_error(NetErrc::stream_write_after_end);
  if (!stream_ && !connector_) return net_error(NetErrc::socket_closed);
  return std::nullopt;
}

bool Socket::write(Bytes bytes, WriteDone done) {
  if (auto refusal = write_refusal()) {
    if (done) refused_.emplace_back(std::move(done), *refusal);
    later_.schedule();
    if (!destroyed_) destroy(std::move(refusal));
    return false;
  }
  log_.add(bytes.size(), std::move(done));
  if (stream_ && corked_ == 0) {
    stream_->write(bytes);
  } else {
    early_.insert(early_.end(), bytes.begin(), bytes.end());
  }
  settle_writes();
  const bool room = log_.length() < options_.high_water_mark;
  needs_drain_ = needs_drain_ || !room;
  return room;
}

void Socket::settle_writes() {
  if (!stream_) return;
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
  if (!writable()) return;
  corked_ = std::min(corked_, 1);
  uncork();
  ending_ = true;
  if (stream_) return soon_ ? stream_->destroy_soon() : stream_->end();
  if (!connector_) later_.schedule();
}

void Socket::end(std::string_view last, WriteDone done) {
  if (write_refusal()) {
    write(last, std::move(done));
    return;
  }
  write(last);
  end(std::move(done));
}

void Socket::on_finish(std::error_code cause) {
  if (cause) return destroy(step_error(cause, "write"));
  finished_ = true;
  const auto watch = alive_.watch();
  if (!deliver_writes()) return;
  for (WriteDone& done : std::exchange(end_done_, {})) {
    done(std::nullopt);
    if (watch.gone()) return;
  }
  if (!destroyed_) listener_->on_finish();
}

// Receiving.

void Socket::pause() {
  paused_ = true;
  if (stream_) stream_->pause();
}

void Socket::resume() {
  paused_ = false;
  if (stream_ && listener_ != &nobody()) stream_->resume();
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

void Socket::on_end() {
  peer_ended_ = true;
  const auto watch = alive_.watch();
  if (const std::string rest = decoder_ ? decoder_->finish() : ""; !rest.empty()) listener_->on_text(rest);
  if (watch.gone() || destroyed_) return;
  listener_->on_end();
  if (watch.gone()) return;
  if (!allow_half_open_) end();
  if (ending_ && stream_) stream_->end();
}

// Closing.

void Socket::destroy(std::optional<Error> error) {
  if (destroyed_) return;
  destroyed_ = true;
  closed_ = false;
  error_ = std::move(error);
  release();
  later_.schedule();
}

void Socket::release() {
  connector_.reset();
  idle_timer_.reset();
  connecting_timer_.reset();
  stream_.reset();
  early_.clear();
  corked_ = 0;
}

void Socket::destroy_soon() {
  soon_ = true;
  end();
  if (stream_) return stream_->destroy_soon();
  if (!connector_) destroy();
}

Result<void> Socket::reset_and_destroy() {
  if ((stream_ || connector_) && over_ipc_) {
    return std::unexpected(net_error(NetErrc::invalid_handle_type));
  }
  if (connector_) {
    reset_ = true;
  } else if (stream_) {
    reset();
  } else {
    destroy(net_error(NetErrc::socket_closed));
  }
  return {};
}

void Socket::reset() {
  stream_->reset_on_close();
  destroy();
}

void Socket::on_close(std::error_code cause) {
  std::optional<Error> error;
  if (cause) error = step_error(cause, "read");
  destroyed_ = true;
  error_ = std::move(error);
  release();
  later_.cancel();
  if (deliver_writes()) finish_close();
}

// Reports the results of calls, from the loop.

void Socket::deliver_results() {
  if (!deliver_writes()) return;
  if (destroyed_) return finish_close();
  if (!ending_ || finished_ || stream_ || connector_) return;
  on_finish({});  // never connected: there was nothing to send
}

// False if a callback has destroyed the socket.
bool Socket::deliver_writes() {
  const auto watch = alive_.watch();
  if (needs_drain_ && log_.length() == 0 && writable()) {
    needs_drain_ = false;
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

void Socket::finish_close() {
  if (closed_) return;
  const auto watch = alive_.watch();
  const std::optional<Error> error = std::exchange(error_, std::nullopt);
  const Error cut = error            ? *error
                    : was_connected_ ? step_error(errno_error(ECANCELED), "write")
                                     : net_error(NetErrc::socket_closed_before_connection);
  for (WriteDone& done : log_.abandon()) {
    done(cut);
    if (watch.gone()) return;
  }
  for (WriteDone& done : std::exchange(end_done_, {})) {
    done(cut);
    if (watch.gone()) return;
  }
  if (error) listener_->on_error(*error);
  if (watch.gone()) return;
  closed_ = true;
  listener_->on_close(error.has_value());
}

}  // namespace netkit::net
