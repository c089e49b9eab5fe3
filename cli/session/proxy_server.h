// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/proxy/machine/nonces.h>
#include <netkit/proxy/machine/proxy_users.h>
#include <netkit/proxy/machine/request_dialogue.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/option/settings.h"
#include "cli/report/report.h"
#include "cli/session/target_rules.h"

namespace netkit::cli {

/// What --proxy-server knows of its clients and their targets. Copies share everything.
class ProxyServer {
 public:
  /// Reads the users and the lists, if the settings ask for it. Throws UsageError.
  ProxyServer(const Settings& settings, Report& report);

  /// Whether there is a proxy server.
  bool is_on() const { return on_; }

  /// To be called once, with the addresses it listens on (none: a Unix-domain socket), before it serves
  /// anyone. Returns why it may not: anyone could use it.
  std::optional<std::string> listens_on(const std::vector<std::optional<SocketAddress>>& addresses);

  /// For a client whose first byte this is; null if that begins no protocol that is spoken.
  std::shared_ptr<RequestDialogue> dialogue(char first) const;

  /// The rule that refuses a target; see TargetRules.
  std::optional<std::string> rule_against(const SocketAddress& to) const;
  /// Whether every target is allowed.
  bool allows_all_targets() const;
  /// Whether this run listens there: a request would come back.
  bool is_itself(const SocketAddress& to) const;

  bool have_files() const;
  /// Reads the users and the lists again. Returns false, and changes nothing, if they are not good; that is
  /// reported.
  bool reload();
  void report_reloaded() const;

 private:
  void read_users();

  /// Known once the sockets are bound.
  struct Bound {
    std::vector<SocketAddress> addresses;
    bool others_can_ask = true;
  };

  const Settings* settings_;
  Report* report_;
  bool on_;
  TargetRules rules_;
  std::string name_;  // in Via
  std::shared_ptr<Nonces> nonces_;
  std::shared_ptr<const ProxyUsers> users_;
  std::shared_ptr<Bound> bound_ = std::make_shared<Bound>();
};

}  // namespace netkit::cli
