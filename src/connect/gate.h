// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/blocklist/access_lists.h>
#include <netkit/socket/acceptor.h>

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace NETKIT_PUBLIC netkit {

/// A connection that was accepted and closed at once.
struct Dropped {
  /// The limit that was reached, or the list that refused it.
  enum class Reason {
    max_connections,
    max_per_address,
    blocked,      ///< the block list has it
    not_listed,   ///< there is an allow list, and it is not on it
    descriptors,  ///< the process has none left but its reserve
  };
  Reason reason;
  std::optional<SocketAddress> local, remote;  ///< none on Unix-domain sockets

  bool by_list() const { return reason == Reason::blocked || reason == Reason::not_listed; }
};

/// How many connections may be open at once.
struct GateLimits {
  std::optional<std::size_t> max_connections = {};  ///< open at once; 0 drops all; absent: no limit
  std::optional<std::size_t> max_per_address = {};  ///< each remote address's; mapped IPv4 counts as IPv4
};

/// Decides who is let in: counts the connections of one server, or of several that share it, and refuses
/// those over a limit, then those that lists refuse. A connection counts until it is closed. A copy counts
/// together with the original and may belong to another thread: the limits are exact over all of them.
class Gate {
 public:
  explicit Gate(const GateLimits& limits = {}, AccessLists lists = {});

  using Token = Acceptor::Events::Token;

  /// What an accepted connection keeps, or why it is dropped. `remote`: none on Unix-domain sockets, which no
  /// list refuses.
  std::expected<Token, Dropped::Reason> admit(const std::optional<SocketAddress>& remote);
  /// For connections that come from now on.
  void set_limits(const GateLimits& limits) { limits_ = limits; }
  const GateLimits& limits() const { return limits_; }
  void set_lists(AccessLists lists) { lists_ = std::move(lists); }
  const AccessLists& lists() const { return lists_; }

  std::size_t connections() const;
  /// Called each time the last one has been closed, from within its closing. For one thread only.
  void on_empty(std::function<void()> callback);

 private:
  struct Tally;
  std::optional<Dropped::Reason> reason_against(const std::optional<IpAddress>& from, Access access) const;

  GateLimits limits_;
  AccessLists lists_;
  std::shared_ptr<Tally> tally_;  // shared with the tokens
};

/// An acceptor's events with a gate before them: on_connection() is called for those let in, on_drop() for
/// the others.
class GatedEvents : public Acceptor::Events {
 public:
  explicit GatedEvents(Gate gate = Gate()) : gate_(std::move(gate)) {}

  Gate& gate() { return gate_; }
  const Gate& gate() const { return gate_; }

 protected:
  ~GatedEvents() = default;
  virtual void on_drop(const Dropped& dropped) = 0;

 private:
  std::optional<Token> admit(const std::optional<SocketAddress>& remote) override;
  void on_refused(const TurnedAway& connection) override;
  void on_out_of_descriptors(const TurnedAway& connection) override;

  Gate gate_;
  Dropped::Reason refused_for_{};  // from admit() to on_refused()
};

// Example:
//
//     Gate gate({.max_connections = 1});
//     const auto admitted = gate.admit(std::nullopt);
//     assert(admitted && gate.connections() == 1);
//     assert(gate.admit(std::nullopt).error() == Dropped::Reason::max_connections);

}  // namespace netkit
