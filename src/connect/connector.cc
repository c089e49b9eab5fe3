// SPDX-License-Identifier: MIT
#include <netkit/connect/connector.h>

#include <netkit/base/net_errc.h>
#include <netkit/connect/internal/candidates.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/stream_socket.h>
#include <netkit/socket/zone.h>

#include <algorithm>
#include <utility>

namespace netkit {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds shortest_attempt{10};

struct Defaults {
  bool auto_select_family = true;
  milliseconds attempt_timeout{250};
};

Defaults& defaults() {
  static Defaults of_the_process;
  return of_the_process;
}

std::unexpected<Error> out_of_range(const std::string& what) {
  return std::unexpected(net_error(NetErrc::out_of_range, "The value of " + what));
}

}  // namespace

bool default_auto_select_family() {
  return defaults().auto_select_family;
}

void set_default_auto_select_family(bool on) {
  defaults().auto_select_family = on;
}

milliseconds default_auto_select_family_attempt_timeout() {
  return defaults().attempt_timeout;
}

Result<void> set_default_auto_select_family_attempt_timeout(milliseconds timeout) {
  if (timeout < milliseconds(1)) return out_of_range("the attempt time-out is at least 1 ms");
  defaults().attempt_timeout = std::max(timeout, shortest_attempt);
  return {};
}

Result<void> Connector::check(const ConnectOptions& options) {
  if (options.path) return {};
  if (!options.port) return std::unexpected(net_error(NetErrc::missing_args));
  if (options.attempt_timeout && *options.attempt_timeout < milliseconds(1)) {
    return out_of_range("the attempt time-out is at least 1 ms");
  }
  if (const auto known = resolve_literal(options.host, *options.port); !known) {
    return std::unexpected(known.error());
  }
  return {};
}

Connector::Connector(Loop& loop, ConnectOptions options, const SocketOptions& socket, Listener& listener)
    : loop_(loop),
      options_(std::move(options)),
      socket_(socket),
      listener_(listener),
      candidates_(std::make_unique<internal::Candidates>(loop, options_, listener)),
      start_(loop, [this] { start(); }) {
  if (options_.host == Host("")) options_.host = ConnectOptions().host;
  start_.schedule();
}

Connector::~Connector() = default;

void Connector::start() {
  if (options_.path) {
    dial_ = Dial::ipc(loop_, *options_.path, options_.from, socket_,
                      [this](Result<std::unique_ptr<StreamSocket>> result) {
                        if (!result) return listener_.on_failed(result.error());
                        listener_.on_connected(std::move(*result));
                      });
    return;
  }
  candidates_->find(most_candidates(), [this](Result<std::vector<SocketAddress>> found) {
    if (!found) return listener_.on_failed(found.error());
    try_all(std::move(*found));
  });
}

std::size_t Connector::most_candidates() const {
  if (options_.from.address || options_.from.socket) return 1;
  const bool several = options_.auto_select_family.value_or(default_auto_select_family() && !options_.family);
  return several ? internal::Candidates::any_number : 1;
}

void Connector::try_all(std::vector<SocketAddress> candidates) {
  candidate_count_ = candidates.size();
  const milliseconds timeout = options_.attempt_timeout.value_or(defaults().attempt_timeout);
  const RaceOptions options{socket_,           options_.from,   std::max(timeout, shortest_attempt),
                            options_.attempts, options_.access, options_.may_dial};
  race_.reset(new Race(loop_, std::move(candidates), options, listener_));
  race_->start();
}

std::vector<SocketAddress> Connector::attempted() const {
  if (candidate_count_ < 2) return {};
  return race_->attempted();
}

std::vector<Error> Connector::errors_so_far(std::error_code pending) const {
  if (race_) return race_->errors_so_far(pending);
  if (options_.path) return {address_error(pending, "connect", options_.path->text())};
  return {address_error(pending, "getaddrinfo", host_text(options_.host))};
}

}  // namespace netkit
