// SPDX-License-Identifier: MIT
#include <netkit/tls/datagram_tls.h>

#include <netkit/base/net_errc.h>
#include <netkit/tls/tls_error.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace netkit {
namespace {

using State = TlsEngine::State;

constexpr std::chrono::milliseconds after_the_peers_end{1000};

/// Where records are decrypted to: one for each loop's thread. It is used only while a record is delivered.
std::span<std::byte> room() {
  thread_local const auto bytes = std::make_unique<std::array<std::byte, DatagramTls::largest_record>>();
  return *bytes;
}

}  // namespace

DatagramTls::DatagramTls(Loop& loop, std::unique_ptr<Connection> under, std::unique_ptr<TlsEngine> engine,
                         Options options)
    : loop_(loop),
      engine_(std::move(engine)),
      under_(std::move(under)),
      options_(std::move(options)),
      last_activity_(loop.now()),
      last_received_(loop.now()),
      later_(loop, [this] { advance(); }),
      quiet_timer_(loop, [this] { quiet_passed(); }) {}

DatagramTls::~DatagramTls() {
  if (!closed_) send_close_notify();
}

void DatagramTls::start(Stream::Listener& listener) {
  listener_ = &listener;
  under_->start(*this);
  if (!paused_) under_->resume();
  later_.schedule();
}

void DatagramTls::pause() {
  paused_ = true;
  under_->pause();
}

void DatagramTls::resume() {
  paused_ = false;
  if (listener_ == nullptr || closed_) return;
  under_->resume();
  later_.schedule();
}

void DatagramTls::unread(Bytes bytes) {
  kept_.emplace_front(as_text(bytes));
  later_.schedule();
}

std::optional<DatagramCounts> DatagramTls::datagrams() const {
  DatagramCounts counts = counts_;
  counts.dropped = under_->datagrams().value_or(DatagramCounts()).dropped;
  return counts;
}

// Of one datagram, which may have several records.
void DatagramTls::on_data(Bytes bytes) {
  const auto watch = alive_.watch();
  while (engine_->state() == State::open) {
    const std::size_t count = engine_->read(bytes, room(), *this);
    if (count == 0) break;
    bytes_read_ += count;
    ++counts_.received;
    last_activity_ = last_received_ = loop_.now();
    deliver(Bytes(room()).first(count));
    if (watch.gone() || closed_) return;
  }
  advance();
}

void DatagramTls::deliver(Bytes record) {
  if (paused_ || !kept_.empty()) {
    kept_.emplace_back(as_text(record));
  } else {
    listener_->on_data(record);
  }
}

bool DatagramTls::write(Bytes bytes) {
  if (!writable()) return true;
  has_room_ = true;
  bytes_written_ += bytes.size();
  last_activity_ = loop_.now();
  while (!bytes.empty()) {
    const Bytes record = bytes.first(std::min(bytes.size(), largest_record));
    engine_->write(record, *this);
    ++counts_.sent;
    bytes = bytes.subspan(record.size());
  }
  if (engine_->state() == State::failed) later_.schedule();
  return has_room_;
}

void DatagramTls::send(Bytes bytes) noexcept {
  has_room_ = under_->write(bytes);
}

void DatagramTls::end() {
  if (!std::exchange(ending_, true)) later_.schedule();
}

void DatagramTls::destroy_soon() {
  soon_ = true;
  ending_ = true;
  later_.schedule();
}

// The socket takes no more datagrams.
void DatagramTls::on_end() {
  end_is_due_ = true;
  advance();
}

void DatagramTls::on_drain() {
  if (!ending_) listener_->on_drain();
}

void DatagramTls::on_close(std::error_code cause) {
  failure_ = under_->failure();
  close_notify_sent_ = true;
  close(cause);
}

// What is due, in the order of a stream's events.
void DatagramTls::advance() {
  if (listener_ == nullptr || closed_ || !deliver_kept()) return;
  if (engine_->state() == State::failed) {
    failure_ = tls_error(engine_->fault(), options_.peer);
    return close(NetErrc::tls_failed);
  }
  if (engine_->state() == State::ended) end_is_due_ = true;
  if (ending_ && !finished_ && !finish()) return;
  if (finished_ && soon_) return close({});
  if (!deliver_end()) return;
  if (finished_ && ended_) close({});
}

// These three return false once this is destroyed or has closed.
bool DatagramTls::deliver_kept() {
  const auto watch = alive_.watch();
  while (!kept_.empty() && !paused_) {
    const std::string first = std::move(kept_.front());
    kept_.pop_front();
    listener_->on_data(as_bytes(first));
    if (watch.gone() || closed_) return false;
  }
  return true;
}

bool DatagramTls::deliver_end() {
  if (!end_is_due_ || ended_ || paused_ || !kept_.empty()) return true;
  ended_ = true;
  quiet_timer_.start(after_the_peers_end);
  const auto watch = alive_.watch();
  listener_->on_end();
  return !watch.gone() && !closed_;
}

bool DatagramTls::finish() {
  finished_ = true;
  if (options_.quiet && !ended_) quiet_timer_.start(*options_.quiet);
  const auto watch = alive_.watch();
  listener_->on_finish({});
  return !watch.gone() && !closed_;
}

void DatagramTls::quiet_passed() {
  if (ended_) return close({});
  const auto silent = loop_.now() - last_received_;
  if (silent < *options_.quiet) return quiet_timer_.start(*options_.quiet - silent);
  end_is_due_ = true;
  advance();
}

void DatagramTls::send_close_notify() noexcept {
  if (!std::exchange(close_notify_sent_, true)) engine_->end(*this);
}

void DatagramTls::close(std::error_code cause) {
  send_close_notify();
  closed_ = true;
  later_.cancel();
  quiet_timer_.stop();
  under_->pause();
  Stream::Listener& listener = *listener_;
  const auto watch = alive_.watch();
  if (!std::exchange(finished_, true)) listener.on_finish(cause);
  if (!watch.gone()) listener.on_close(cause);
}

}  // namespace netkit
