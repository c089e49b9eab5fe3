// SPDX-License-Identifier: MIT
// The options and the state of a Socket.
#include <netkit/base/net_errc.h>
#include <netkit/net/socket.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace netkit::net {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_timeout{std::numeric_limits<std::int32_t>::max()};
// The kernel controls the two low bits (RFC 3168 section 5).
constexpr int type_of_service_mask = 0xfc;

std::unexpected<Error> out_of_range(const char* what) {
  return std::unexpected(net_error(NetErrc::out_of_range, std::string("The value of ") + what));
}

}  // namespace

Result<void> Socket::set_timeout(milliseconds idle) {
  if (idle < milliseconds(0)) return out_of_range("the time-out is at least 0 ms");
  timeout_ = std::min(idle, longest_timeout);
  apply_timeout();
  return {};
}

void Socket::apply_timeout() {
  if (!timeout_ || destroyed_) return;
  idle_timer_.reset();
  connecting_timer_.reset();
  if (*timeout_ == milliseconds(0)) return;
  if (stream_) {
    idle_timer_.emplace(loop_, *stream_, *timeout_, [this] { idle_for_too_long(); });
    return;
  }
  connecting_timer_.emplace(loop_, [this] { idle_for_too_long(); });
  connecting_timer_->unref();
  connecting_timer_->start(*timeout_);
}

void Socket::idle_for_too_long() {
  listener_->on_timeout();
}

void Socket::set_no_delay(bool on) {
  if (std::exchange(options_.no_delay, on) != on && stream_) stream_->set_no_delay(on);
}

void Socket::set_keep_alive(const std::optional<KeepAlive>& keep_alive) {
  if (options_.keep_alive == keep_alive) return;
  options_.keep_alive = keep_alive;
  if (stream_) stream_->set_keep_alive(keep_alive);
}

Result<void> Socket::set_type_of_service(int value) {
  if (value < 0 || value > 255) return out_of_range("the type of service is 0 to 255");
  const bool changes = ((type_of_service() ^ value) & type_of_service_mask) != 0;
  options_.type_of_service = value;
  if (stream_ && changes) stream_->set_type_of_service(value);
  return {};
}

int Socket::type_of_service() const {
  return stream_ ? stream_->type_of_service() : options_.type_of_service.value_or(0);
}

// Applies the options that were changed while connecting; `then` are those it was connected with.
void Socket::apply_changes(StreamSocket& stream, const SocketOptions& then) {
  if (options_.no_delay != then.no_delay) stream.set_no_delay(options_.no_delay);
  if (options_.keep_alive != then.keep_alive) stream.set_keep_alive(options_.keep_alive);
  if (options_.type_of_service != then.type_of_service) stream.set_type_of_service(*options_.type_of_service);
}

void Socket::ref() {
  referenced_ = true;
  if (stream_) stream_->ref();
}

void Socket::unref() {
  referenced_ = false;
  if (stream_) stream_->unref();
}

std::string_view Socket::ready_state() const {
  if (connector_) return "opening";
  if (readable()) return writable() ? "open" : "readOnly";
  return writable() ? "writeOnly" : "closed";
}

bool Socket::writable_need_drain() const {
  return needs_drain_ && writable();
}

std::optional<std::size_t> Socket::buffer_size() const {
  if (!stream_ && !connector_) return std::nullopt;
  return writable_length();
}

Server* Socket::server() const {
  return server_watch_.gone() ? nullptr : server_;
}

}  // namespace netkit::net
