// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/socket/resolver.h>

#include <memory>

#include "cli/option/settings.h"
#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Joins each client to a new connection to the target that it has asked for (--proxy-server).
class RequestHandler final : public Handler {
 public:
  /// `target` is what connect would be given for the targets. Both arguments must outlive the handler.
  RequestHandler(Run& run, const Settings& target);

  std::unique_ptr<Task> serve(Session& session) override;

 private:
  Run& run_;
  const Settings& target_;
  Resolver resolver_;
};

}  // namespace netkit::cli
