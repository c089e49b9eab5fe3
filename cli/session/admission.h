// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/gate.h>
#include <netkit/socket/acceptor.h>

#include <functional>
#include <memory>
#include <optional>

#include "cli/report/report.h"
#include "cli/session/access_rules.h"

namespace netkit::cli {

/// Who is let in where one loop listens, and what is said of those who are not.
class Reception final : public Acceptor::Listener {
 public:
  using Callback = std::function<void(std::unique_ptr<StreamSocket> socket)>;

  /// `on_connection` is called for each one that is let in. A copy of a gate counts for the same limits.
  Reception(Report& report, const Gate& gate, const AccessRules& rules, Callback on_connection);

  /// For connections that come from now on.
  void set_rules(const AccessRules& rules);
  /// The same for another loop: with these limits, counted together.
  const Gate& gate() const { return gate_; }

 private:
  Admission admit(const std::optional<SocketAddress>& remote) override;
  void on_connection(std::unique_ptr<StreamSocket> socket) override;
  void on_drop(const Dropped& dropped) override;
  void on_error(const Error& error) override;
  void tell_blocked(const Dropped& dropped);

  Report& report_;
  Gate gate_;
  AccessRules rules_;
  Callback on_connection_;
};

}  // namespace netkit::cli
