// SPDX-License-Identifier: MIT
#include <netkit/connect/gate.h>

#include <mutex>
#include <unordered_map>
#include <utility>

namespace netkit {

using Reason = Dropped::Reason;

struct Gate::Tally {
  std::mutex mutex;  // guards the counts
  std::size_t connections = 0;
  std::unordered_map<IpAddress, std::size_t> by_address;
  std::function<void()> on_empty;

  std::size_t from_address(const IpAddress& from) const {
    const auto there = by_address.find(from);
    return there == by_address.end() ? 0 : there->second;
  }

  void enter(const std::optional<IpAddress>& from) {
    ++connections;
    if (from) ++by_address[*from];
  }

  void leave_address(const IpAddress& from) {
    if (--by_address[from] == 0) by_address.erase(from);
  }

  void leave(const std::optional<IpAddress>& from) {
    std::unique_lock lock(mutex);
    if (from) leave_address(*from);
    const bool empty = --connections == 0;
    lock.unlock();
    if (empty && on_empty) on_empty();
  }
};

Gate::Gate(const GateLimits& limits, AccessLists lists)
    : limits_(limits), lists_(std::move(lists)), tally_(std::make_shared<Tally>()) {}

std::optional<Reason> Gate::reason_against(const std::optional<IpAddress>& from, Access access) const {
  if (limits_.max_connections && tally_->connections >= *limits_.max_connections) {
    return Reason::max_connections;
  }
  return from ? reason_against(*from, access) : std::nullopt;
}

std::optional<Reason> Gate::reason_against(const IpAddress& from, Access access) const {
  if (limits_.max_per_address && tally_->from_address(from) >= *limits_.max_per_address) {
    return Reason::max_per_address;
  }
  switch (access) {
    case Access::blocked:
      return Reason::blocked;
    case Access::not_listed:
      return Reason::not_listed;
    case Access::granted:
      break;
  }
  return std::nullopt;
}

std::expected<Gate::Token, Reason> Gate::admit(const std::optional<SocketAddress>& remote) {
  std::optional<IpAddress> from;
  if (remote) from = remote->address.unmapped();
  // The lists are asked without the lock, though the limits take precedence.
  const Access access = from ? lists_.check(*from) : Access::granted;
  {
    const std::lock_guard lock(tally_->mutex);
    if (const auto reason = reason_against(from, access)) return std::unexpected(*reason);
    tally_->enter(from);
  }
  return Token(nullptr, [tally = tally_, from](void*) { tally->leave(from); });
}

std::expected<Gate::Token, Reason> Gate::admit_address(const SocketAddress& remote) {
  const IpAddress from = remote.address.unmapped();
  const Access access = lists_.check(from);
  {
    const std::lock_guard lock(tally_->mutex);
    if (const auto reason = reason_against(from, access)) return std::unexpected(*reason);
    ++tally_->by_address[from];
  }
  return Token(nullptr, [tally = tally_, from](void*) {
    const std::lock_guard lock(tally->mutex);
    tally->leave_address(from);
  });
}

std::size_t Gate::connections() const {
  const std::lock_guard lock(tally_->mutex);
  return tally_->connections;
}

void Gate::on_empty(std::function<void()> callback) {
  tally_->on_empty = std::move(callback);
}

std::optional<GatedEvents::Token> GatedEvents::admit(const std::optional<SocketAddress>& remote) {
  auto token = gate_.admit(remote);
  if (token) return std::move(*token);
  refused_for_ = token.error();
  return std::nullopt;
}

void GatedEvents::on_refused(const TurnedAway& connection) {
  on_drop({refused_for_, connection.local, connection.remote});
}

void GatedEvents::on_out_of_descriptors(const TurnedAway& connection) {
  on_drop({Reason::descriptors, connection.local, connection.remote});
}

}  // namespace netkit
