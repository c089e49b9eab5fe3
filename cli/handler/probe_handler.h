// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Closes a connection as soon as it is established (-z).
class ProbeHandler final : public Handler {
 public:
  explicit ProbeHandler(Run& run) : loop_(run.loop()) {}

  std::unique_ptr<Task> serve(Session& session) override;

 private:
  Loop& loop_;
};

}  // namespace netkit::cli
