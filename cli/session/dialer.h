// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/once.h>
#include <netkit/connect/connector.h>
#include <netkit/connect/datagram_connector.h>
#include <netkit/connect/handshakes.h>
#include <netkit/socket/resolver.h>
#include <netkit/socket/stream_socket.h>

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/option/location.h"
#include "cli/process/inherited_sockets.h"
#include "cli/session/facts.h"
#include "cli/session/proxy_route.h"
#include "cli/session/retries.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Makes the connection that the user asked for: name resolution, attempts, their events, the connect
/// timeout, retries, handshakes. Or adopts the inherited connection (--fd).
class Dialer final : private Connector::Listener {
 public:
  /// A connection, or the result with which the run ends.
  using Result = std::expected<std::unique_ptr<Connection>, Exit>;
  using Callback = Once<Result>;
  using ReportEvent = std::function<void(std::string_view event, EventFields fields)>;

  /// The settings are those of connect. They and `resolver` must outlive the dialer. `on_done` is called
  /// once: from the loop, or from start() with an inherited connection. It may destroy the dialer.
  Dialer(Run& run, const Settings& settings, Resolver& resolver, Location location, ReportEvent report,
         Callback on_done);

  /// The connection is made for this client, which must outlive the dialer. To be called before start().
  void pass_on(const Connection& client) { client_ = &client; }
  using RuleAgainst = ProxyRoute::RuleAgainst;
  /// These rules hold for the target, in place of the lists. Proxies are asked for `target`. To be called
  /// before start().
  void ask_for(const ProxyTarget& target, RuleAgainst rule_against);
  void start();
  /// How long the try took that has made the connection, its look-up included.
  std::chrono::duration<double, std::milli> took() const { return took_; }
  /// What the handshakes have learned.
  const Facts& facts() const { return facts_; }
  /// Why the last try has failed.
  const Error& error() const { return error_; }
  /// Every address that was tried, as "ADDRESS:PORT"; empty if there was only one candidate.
  std::vector<std::string> attempted() const;

 private:
  void adopt(int fd);
  void start_try();
  void dial_again();
  void stop_try();
  enum class Closing { with_error, without_error };
  void report_closed(Closing how);
  /// A try has failed: makes another, or ends with `exit`.
  void failed(const Error& error, Exit exit);
  void run_handshakes(std::unique_ptr<Connection> connection);
  ConnectOptions options();
  void start_connector();
  void on_datagrams(netkit::Result<std::unique_ptr<DatagramConnection>> connection);
  netkit::Result<std::unique_ptr<Connection>> adopted(UniqueFd fd) const;
  std::vector<Error> errors_so_far() const;
  void on_connect_timeout();
  void on_idle_timeout();

  void on_lookup(const std::string& host, const SocketAddress& address) override;
  void on_lookup_failed(const std::string& host, const Error& error) override;
  void on_attempt(const SocketAddress& to) override;
  void on_attempt_failed(const SocketAddress& to, const Error& error) override;
  void on_attempt_timeout(const SocketAddress& to) override;
  void on_connected(std::unique_ptr<StreamSocket> socket) override;
  void on_failed(const Error& error) override;
  std::string blocked_text(const Refusal& refusal) override;

  Run& run_;
  const Settings& settings_;
  Resolver& resolver_;
  Location location_;
  ReportEvent report_;
  Callback on_done_;
  const Connection* client_ = nullptr;
  std::optional<RestoreBlocking> shared_;  // for an inherited connection
  std::unique_ptr<Connector> connector_;   // for streams
  std::unique_ptr<DatagramConnector> datagrams_;
  RuleAgainst rule_against_;
  ProxyRoute route_;
  Facts facts_;
  Error error_;
  std::unique_ptr<Handshakes> handshakes_;
  Retries retries_;
  std::chrono::steady_clock::time_point since_, try_since_;
  std::chrono::duration<double, std::milli> took_{0};
  Timer again_;
  Timer connect_timer_;
  Timer idle_timer_;
};

/// Writes an event of a dialer, and says which address is tried (-v).
void report_dialling(Report& report, std::string_view event, const EventFields& fields);

/// Gives `resolver` the answers of --resolve.
void add_answers(Resolver& resolver, const ConnectSettings& settings);

}  // namespace netkit::cli
