// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/gate.h>
#include <netkit/socket/acceptor.h>

#include <functional>
#include <memory>
#include <optional>

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

  /// For connections accepted from now on.
  void set_rules(const AccessRules& rules);

 private:
  void on_connection(std::unique_ptr<StreamSocket> socket) override;
  void on_drop(const Dropped& dropped) override;
  void on_error(const Error& error) override;
  void on_recovered() override;
  void report_blocked(const Dropped& dropped);
  void report_blocked(const PeerCredentials& peer);

  Report& report_;
  ThrottledLines& refusals_;
  AccessRules rules_;
  const PeerSettings& peers_;
  Callback on_connection_;
};

}  // namespace netkit::cli
