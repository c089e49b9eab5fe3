// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>

#include <optional>
#include <string>

#include "cli/option/settings.h"
#include "cli/report/report.h"
#include "cli/session/access_rules.h"

namespace netkit::cli {

/// Which targets the clients of --proxy-server may reach. Copies share the lists.
class TargetRules {
 public:
  /// Reads the lists. Throws UsageError.
  TargetRules(const ProxyServerSettings& given, Report& report);

  /// The rule that refuses a target: "--target-ports", "--target-deny: 10.0.0.0/8", "not public". Of an
  /// address that leads to an IPv4 address, such as that of NAT64, both are asked about. `others_can_ask`:
  /// the proxy can be reached by others than the users of this host, so that without a rule only public
  /// targets are allowed.
  std::optional<std::string> rule_against(const SocketAddress& to, bool others_can_ask) const;
  /// Whether there is no such rule.
  bool allow_all(bool others_can_ask) const;

  bool have_files() const { return lists_.have_files(); }
  bool reload() { return lists_.reload(); }
  void report_reloaded() const { lists_.report_reloaded(); }

 private:
  bool is_allowed(const IpAddress& address, bool others_can_ask) const;

  const ProxyServerSettings* given_;
  AccessRules lists_;
};

}  // namespace netkit::cli
