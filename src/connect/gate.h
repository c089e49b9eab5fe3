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

/// A connection that was closed right after it was accepted.
struct Dropped {
  /// The limit that was reached, or the list that refused the address.
  enum class Reason {
    max_connections,
    max_per_address,
    blocked,      ///< the address is on the block list
    not_listed,   ///< there is an allow list, and the address is not on it
    descriptors,  ///< the process has only its reserve of descriptors left
  };
  Reason reason;
  std::optional<SocketAddress> local, remote;  ///< none for a Unix-domain socket

  bool by_list() const { return reason == Reason::blocked || reason == Reason::not_listed; }
};

/// Limits on open connections. Absent: no limit.
struct GateLimits {
  std::optional<std::size_t> max_connections = {};  ///< in all; 0 drops every connection
  /// From one remote address. A mapped address counts as IPv4.
  std::optional<std::size_t> max_per_address = {};
};

/// Decides which connections are accepted. Refuses a connection that exceeds a limit, then one that the lists
/// refuse. A connection counts until its token is destroyed, which its socket does when it is closed. Copies
/// of a Gate share one count and may belong to different threads: the limits hold for all of them together.
class Gate {
 public:
  explicit Gate(const GateLimits& limits = {}, AccessLists lists = {});

  using Token = Acceptor::Events::Token;

  /// A token that counts the connection, or the reason to drop it. `remote` is absent for a Unix-domain
  /// socket, to which the lists do not apply.
  std::expected<Token, Dropped::Reason> admit(const std::optional<SocketAddress>& remote);
  /// For a connection that was admitted without an address, once its address is known: a token that counts
  /// the address, or the reason to drop the connection.
  std::expected<Token, Dropped::Reason> admit_address(const SocketAddress& remote);
  /// Sets the limits for new connections.
  void set_limits(const GateLimits& limits) { limits_ = limits; }
  const GateLimits& limits() const { return limits_; }
  /// Sets the lists for new connections.
  void set_lists(AccessLists lists) { lists_ = std::move(lists); }
  const AccessLists& lists() const { return lists_; }

  std::size_t connections() const;  ///< of all copies

  /// Sets a function that is called whenever the last connection has been closed, while its token is
  /// destroyed. Only for a Gate whose copies are all used in one thread.
  void on_empty(std::function<void()> callback);

 private:
  struct Tally;
  std::optional<Dropped::Reason> reason_against(const std::optional<IpAddress>& from, Access access) const;
  std::optional<Dropped::Reason> reason_against(const IpAddress& from, Access access) const;

  GateLimits limits_;
  AccessLists lists_;
  std::shared_ptr<Tally> tally_;  // shared with the tokens
};

/// Events of an acceptor that passes its connections through a Gate: on_connection() is called for those that
/// it admits, on_drop() for the others.
class GatedEvents : public Acceptor::Events {
 public:
  explicit GatedEvents(Gate gate = Gate()) : gate_(std::move(gate)) {}

  Gate& gate() { return gate_; }
  const Gate& gate() const { return gate_; }

 protected:
  ~GatedEvents() = default;
  virtual void on_drop(const Dropped& dropped) = 0;
  std::optional<Token> admit(const std::optional<SocketAddress>& remote) override;

 private:
  void on_refused(const TurnedAway& connection) override;
  void on_out_of_descriptors(const TurnedAway& connection) override;

  Gate gate_;
  Dropped::Reason refused_for_{};  // kept from admit() to on_refused()
};

// Example:
//
//     Gate gate({.max_connections = 1});
//     const auto admitted = gate.admit(std::nullopt);
//     assert(admitted && gate.connections() == 1);
//     assert(gate.admit(std::nullopt).error() == Dropped::Reason::max_connections);

}  // namespace netkit
