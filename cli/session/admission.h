// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/gate.h>
#include <netkit/connect/handshakes.h>
#include <netkit/socket/acceptor.h>
#include <netkit/socket/datagram_socket.h>

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/report/report.h"
#include "cli/report/throttled_lines.h"
#include "cli/session/access_rules.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Decides which of one loop's connections are let in, and reports those that are not.
class Admission final : public GatedEvents {
 public:
  using Callback = std::function<void(std::unique_ptr<Connection> connection)>;

  /// Calls `on_connection` for each connection that is let in. Copies of a gate share their counts.
  Admission(Run& run, const Gate& limits, Callback on_connection);

  /// For peers of datagram sockets, which are connections as well.
  DatagramSocket::Events& datagrams() { return datagrams_; }
  /// For connections accepted from now on.
  void set_rules(const AccessRules& rules);
  /// Lets in none of those whose handshakes have not ended.
  void stop() { greeted_.clear(); }

 private:
  /// A connection whose handshakes run.
  struct Greeted {
    Greeted(Handshakes::List list, const std::optional<SocketAddress>& own_end,
            const std::optional<SocketAddress>& peer)
        : handshakes(std::move(list)), local(own_end), remote(peer) {}

    Handshakes handshakes;
    std::optional<SocketAddress> local, remote;
  };
  class Datagrams final : public DatagramSocket::Events {
   public:
    explicit Datagrams(Admission& admission) : admission_(admission) {}

   private:
    std::optional<Token> admit(const std::optional<SocketAddress>& remote) override;
    std::optional<std::string> begins(const std::optional<SocketAddress>& remote, Bytes datagram,
                                      const Answer& answer) override;
    void on_connection(std::unique_ptr<Connection> connection) override;
    void on_refused(const TurnedAway& datagram) override;

    Admission& admission_;
    Dropped::Reason refused_for_{};  // kept from admit() to on_refused()
    std::optional<std::chrono::milliseconds> reported_at_;
  };

  std::optional<Token> admit(const std::optional<SocketAddress>& remote) override;
  void on_connection(std::unique_ptr<StreamSocket> socket) override;
  void greet(std::unique_ptr<Connection> connection, Handshakes::List list);
  void greeted(std::unique_ptr<Greeted> how, Handshake::Result result);
  void on_drop(const Dropped& dropped) override;
  void on_error(const Error& error) override;
  void on_recovered() override;
  void report_blocked(const Dropped& dropped);
  void report_blocked(const PeerCredentials& peer);

  Run& run_;
  Report& report_;
  ThrottledLines& refusals_;
  AccessRules rules_;
  const PeerSettings& peers_;
  Callback on_connection_;
  Datagrams datagrams_;
  std::list<std::unique_ptr<Greeted>> greeted_;
};

}  // namespace netkit::cli
