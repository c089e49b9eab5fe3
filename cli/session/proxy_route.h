// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/handshakes.h>
#include <netkit/loop/deferred.h>
#include <netkit/proxy/machine/authorization.h>
#include <netkit/proxy/machine/proxy_dialogue.h>
#include <netkit/socket/resolver.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/option/location.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// The proxies between a dialer and its target. It outlives the connections that are tried: what a proxy has
/// asked for, it gets on the next one.
class ProxyRoute {
 public:
  using ReportEvent = std::function<void(std::string_view event, EventFields fields)>;

  /// Through the proxies that the run has prepared. The settings must outlive the route.
  ProxyRoute(Run& run, const Settings& settings, ReportEvent report);

  bool empty() const { return hops_.empty(); }
  /// What is asked for: "example.com:22". Empty without proxies.
  std::string target() const { return empty() ? "" : hops_.back().target.text(); }
  /// The first proxy.
  Location first() const;
  /// The rule that refuses an address of the target, if one does. Absent: all are allowed.
  using RuleAgainst = std::function<std::optional<std::string>(const SocketAddress& to)>;
  /// Has the last proxy asked for this target, in place of the run's. With rules, which take the place of the
  /// lists, it is asked by address.
  void ask_for(const ProxyTarget& target, RuleAgainst rule_against);
  /// Looks up the names that a proxy is to get as addresses, then calls `done`.
  using Done = std::function<void(const Result<void>&)>;
  void look_up(Resolver& resolver, Done done);
  /// The dialogues with all of them, on a connection to the first.
  void add_handshakes(Handshakes::List& list, const Connection& dialled);
  /// Asked after a failure: whether another connection may succeed, at once.
  bool has_another_try();

 private:
  /// A proxy, and what it is asked for.
  struct Hop {
    ProxyUrl proxy;
    std::shared_ptr<const TlsContext> tls;  // of https
    ProxyTarget target;
    std::vector<ProxyTarget> addresses = {};  // of the target, if the proxy wants addresses; those left
    std::string authorization = {};
    bool is_renewed = false;  // because it was stale
    bool by_address = false;  // whatever it wants

    bool needs_look_up() const {
      return (by_address || proxy.wants_addresses()) && target.host.name() != nullptr;
    }
  };

  /// An error if no address is left.
  std::optional<Error> leave_out_refused();
  void look_up_next(std::size_t index);
  void all_looked_up();
  std::optional<std::string> rule_that_refuses(const ProxyTarget& target) const;
  void looked_up(std::size_t index, const Result<Lookup::Addresses>& found);
  std::unique_ptr<ProxyDialogue> dialogue(const Hop& hop) const;
  void on_refused(Hop& hop, const ProxyFault& fault);
  void answer(Hop& hop, const std::vector<std::string>& challenges);
  void report_agreed(const Hop& hop, const std::string& reply) const;
  std::string name_of(std::size_t index, const Connection& dialled) const;

  Run& run_;
  const Settings& settings_;
  ReportEvent report_;
  std::vector<Hop> hops_;
  Resolver* resolver_ = nullptr;
  std::unique_ptr<Lookup> lookup_;
  Done looked_up_;
  RuleAgainst rule_against_;
  std::optional<Error> bad_target_;
  Deferred known_;  // nothing has to be looked up
  bool may_try_again_ = false;
};

}  // namespace netkit::cli
