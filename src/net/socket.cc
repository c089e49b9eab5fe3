// SPDX-License-Identifier: MIT
#include <netkit/net/socket.h>

#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>
#include <netkit/net/internal/socket_pipe.h>
#include <netkit/socket/zone.h>

#include <cerrno>
#include <utility>

namespace netkit::net {
namespace {

SocketListener& nobody() {
  static struct Nobody final : SocketListener {
  } listener;
  return listener;
}

std::unexpected<Error> refused(int number) {
  return std::unexpected(step_error(errno_error(number), "connect"));
}

}  // namespace

Socket::Socket(Loop& loop, const SocketOptions& options)
    : loop_(loop), options_(options), listener_(&nobody()), later_(loop, [this] { deliver_results(); }) {}

Socket::~Socket() {
  pipe_.reset();
  drop_incoming();
}

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
  socket->ending_ = socket->finished_ = !writable;
  return socket;
}

void Socket::set_listener(SocketListener& listener) {
  listener_ = &listener;
  listened_ = true;
  read_on();
}

Result<void> Socket::connect(const ConnectOptions& options) {
  if (stream_) return refused(EISCONN);
  if (!closed_ || connector_) return refused(EALREADY);
  if (auto right = Connector::check(options); !right) return right;
  destroyed_ = closed_ = false;
  ending_ = finished_ = soon_ = reset_ = needs_drain_ = peer_ended_ = was_connected_ = write_failed_ = false;
  error_.reset();
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
  if (!may_read()) stream_->pause();
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

}  // namespace netkit::net
