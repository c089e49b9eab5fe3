// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/socket/resolver.h>

#include <memory>

#include "cli/option/location.h"
#include "cli/option/settings.h"
#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Joins each client to a new connection to the target (--to). The client is read once that is made.
class ForwardHandler final : public Handler {
 public:
  /// `target` is what connect would be given for the target. Both arguments must outlive the handler.
  ForwardHandler(Run& run, const Settings& target, const Location& to);

  std::unique_ptr<Task> serve(Session& session) override;

 private:
  Run& run_;
  const Settings& target_;
  const Location& to_;
  Resolver resolver_;
};

}  // namespace netkit::cli
