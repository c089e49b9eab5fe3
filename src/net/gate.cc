// SPDX-License-Identifier: MIT
#include <netkit/net/gate.h>

#include <unordered_map>
#include <utility>

namespace netkit {

using Reason = Dropped::Reason;

struct Gate::Tally {
  std::size_t connections = 0;
  std::unordered_map<IpAddress, std::size_t> by_address;
  std::function<void()> on_empty;

  void enter(const std::optional<IpAddress>& from) {
    ++connections;
    if (from) ++by_address[*from];
  }

  void leave(const std::optional<IpAddress>& from) {
    if (from && --by_address[*from] == 0) by_address.erase(*from);
    if (--connections == 0 && on_empty) on_empty();
  }
};

Gate::Gate(const GateLimits& limits) : limits_(limits), tally_(std::make_shared<Tally>()) {}

Acceptor::Listener::Admission Gate::admit(const std::optional<SocketAddress>& remote) {
  std::optional<IpAddress> from;
  if (remote) from = remote->address.unmapped();
  if (limits_.max_connections && tally_->connections >= *limits_.max_connections) {
    return std::unexpected(Reason::max_connections);
  }
  if (from && limits_.max_per_address) {
    const auto there = tally_->by_address.find(*from);
    const std::size_t count = there == tally_->by_address.end() ? 0 : there->second;
    if (count >= *limits_.max_per_address) return std::unexpected(Reason::max_per_address);
  }
  tally_->enter(from);
  return std::shared_ptr<void>(nullptr, [tally = tally_, from](void*) { tally->leave(from); });
}

std::size_t Gate::connections() const {
  return tally_->connections;
}

void Gate::on_empty(std::function<void()> tell) {
  tally_->on_empty = std::move(tell);
}

}  // namespace netkit
