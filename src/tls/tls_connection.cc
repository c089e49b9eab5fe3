// SPDX-License-Identifier: MIT
#include <netkit/tls/tls_connection.h>

#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>
#include <netkit/tls/tls_error.h>

#include <array>
#include <span>
#include <utility>

namespace netkit {
namespace {

using State = TlsEngine::State;

/// Where plain text is decrypted to: one for each loop's thread. It is used only while bytes are delivered.
std::span<std::byte> room() {
  constexpr std::size_t size = std::size_t{64} << 10;
  thread_local const auto bytes = std::make_unique<std::array<std::byte, size>>();
  return *bytes;
}

constexpr std::chrono::milliseconds flush_check{5};

}  // namespace

TlsConnection::TlsConnection(Loop& loop, std::unique_ptr<Connection> under, std::unique_ptr<TlsEngine> engine,
                             Options options)
    : loop_(loop),
      engine_(std::move(engine)),
      under_(std::move(under)),
      options_(std::move(options)),
      last_activity_(loop.now()) {}

void TlsConnection::start(Stream::Listener& listener) {
  listener_ = &listener;
  under_->start(*this);
  if (!paused_) resume();
}

void TlsConnection::pause() {
  paused_ = true;
  if (later_) later_->cancel();
  under_->pause();
}

void TlsConnection::resume() {
  paused_ = false;
  if (listener_ == nullptr) return;
  rest_ || unread_ ? schedule() : under_->resume();
}

void TlsConnection::schedule() {
  if (!later_) later_ = std::make_unique<Deferred>(loop_, [this] { go_on(); });
  later_->schedule();
}

// After a pause, or to report a failure.
void TlsConnection::go_on() {
  const auto rest = std::exchange(rest_, std::nullopt);
  if (deliver(as_bytes(rest.value_or(""))) && !paused_ && !closed_) under_->resume();
}

void TlsConnection::on_data(Bytes bytes) {
  deliver(bytes);
}

bool TlsConnection::deliver(Bytes input) {
  if (unread_ && !deliver_unread()) return false;
  const Alive::Watch watch = alive_.watch();
  while (!paused_ && engine_->state() == State::open) {
    const std::size_t count = engine_->read(input, room(), *this);
    if (count == 0) break;
    bytes_read_ += count;
    last_activity_ = loop_.now();
    listener_->on_data(room().first(count));
    if (watch.gone()) return false;
  }
  if (paused_) {
    rest_ = as_text(input);
    return true;
  }
  return report_state();
}

bool TlsConnection::deliver_unread() {
  const Alive::Watch watch = alive_.watch();
  const std::string bytes = *std::exchange(unread_, std::nullopt);
  listener_->on_data(as_bytes(bytes));
  return !watch.gone();
}

// What follows the last of the plain text. Returns false if this was destroyed.
bool TlsConnection::report_state() {
  if (closed_) return true;
  const Alive::Watch watch = alive_.watch();
  if (engine_->state() == State::failed) {
    failure_ = tls_error(engine_->fault(), options_.peer);
    close(NetErrc::tls_failed);
  } else if (engine_->state() == State::ended && !std::exchange(ended_, true)) {
    listener_->on_end();
    if (!watch.gone() && ending_) under_->destroy_soon();
  }
  return !watch.gone();
}

bool TlsConnection::write(Bytes bytes) {
  if (!writable()) return true;
  bytes_written_ += bytes.size();
  last_activity_ = loop_.now();
  has_room_ = true;
  if (engine_->write(bytes, *this) == State::failed) schedule();
  return has_room_;
}

void TlsConnection::send(Bytes bytes) noexcept {
  has_room_ = under_->write(bytes);
}

void TlsConnection::end() {
  if (!writable()) return;
  send_close_notify();
  ended_ ? under_->destroy_soon() : check_flushed();
}

void TlsConnection::destroy_soon() {
  if (writable()) send_close_notify();
  under_->destroy_soon();
}

void TlsConnection::send_close_notify() {
  ending_ = true;
  engine_->end(*this);
}

// FIN waits for the peer's end, so nothing else says when all was sent.
void TlsConnection::check_flushed() {
  if (under_->queued() == 0 && flush_timer_) return finish({});
  if (!flush_timer_) flush_timer_ = std::make_unique<Timer>(loop_, [this] { check_flushed(); });
  flush_timer_->start(under_->queued() == 0 ? std::chrono::milliseconds(0) : flush_check);
}

void TlsConnection::unread(Bytes bytes) {
  if (bytes.empty()) return;
  unread_ = as_text(bytes);
  under_->pause();
  if (listener_ != nullptr && !paused_) schedule();
}

// The peer's TCP has ended.
void TlsConnection::on_end() {
  if (ended_ || closed_) return;
  if (options_.allow_truncation) {
    ended_ = true;
    const Alive::Watch watch = alive_.watch();
    listener_->on_end();
    if (!watch.gone() && ending_) under_->destroy_soon();
    return;
  }
  failure_ = step_error(NetErrc::truncated, "read");
  failure_->message =
      "read: the connection ended without close_notify: what came may not be all (--allow-truncation)";
  close(NetErrc::truncated);
}

void TlsConnection::on_drain() {
  if (!finished_ && !ending_) listener_->on_drain();
}

void TlsConnection::on_finish(std::error_code cause) {
  finish(cause);
}

void TlsConnection::finish(std::error_code cause) {
  if (std::exchange(finished_, true)) return;
  listener_->on_finish(cause);
}

// Behind both ends a reset loses nothing.
void TlsConnection::on_close(std::error_code cause) {
  const bool complete = ended_ && ending_ && under_->unsent() == 0;
  close(complete ? std::error_code() : cause);
}

void TlsConnection::close(std::error_code cause) {
  if (std::exchange(closed_, true)) return;
  finished_ = true;
  if (flush_timer_) flush_timer_->stop();
  under_->pause();
  listener_->on_close(cause);
}

}  // namespace netkit
