// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/blocklist/access_lists.h>
#include <netkit/socket/acceptor.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace NETKIT_PUBLIC netkit {

/// How many connections may be open at once.
struct GateLimits {
  std::optional<std::size_t> max_connections = {};  ///< open at once; 0 drops all; absent: no limit
  std::optional<std::size_t> max_per_address = {};  ///< each remote address's; mapped IPv4 counts as IPv4
};

/// Who is let in: counts the connections of one server, or of several that share it, drops those over a
/// limit, and then those that lists keep out. A connection counts until it is closed. A copy counts together
/// with the original, and may be another thread's: the limits are exact over all of them.
class Gate {
 public:
  explicit Gate(const GateLimits& limits = {}, AccessLists lists = {});

  /// What an accepted connection keeps, or why it is dropped. `remote`: none on Unix-domain sockets, which no
  /// list keeps out.
  Acceptor::Listener::Admission admit(const std::optional<SocketAddress>& remote);
  /// For connections that come from now on.
  void set_limits(const GateLimits& limits) { limits_ = limits; }
  const GateLimits& limits() const { return limits_; }
  void set_lists(AccessLists lists) { lists_ = std::move(lists); }
  const AccessLists& lists() const { return lists_; }

  std::size_t connections() const;
  /// Called each time the last one has been closed, from within its closing. For one thread only.
  void on_empty(std::function<void()> tell);

 private:
  struct Tally;
  std::optional<Dropped::Reason> reason_against(const std::optional<IpAddress>& from, Access access) const;

  GateLimits limits_;
  AccessLists lists_;
  std::shared_ptr<Tally> tally_;  // outlived by the connections that keep it
};

// Example:
//
//     Gate gate({.max_connections = 1});
//     const auto admitted = gate.admit(std::nullopt);
//     assert(admitted && gate.connections() == 1);
//     assert(gate.admit(std::nullopt).error() == Dropped::Reason::max_connections);

}  // namespace netkit
