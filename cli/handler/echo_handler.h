// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Returns to every client its own bytes, after a greeting if there is one.
class EchoHandler final : public Handler {
 public:
  explicit EchoHandler(const Run& run) : settings_(run.settings().server) {}

  std::unique_ptr<Task> serve(Session& session) override;

 private:
  const ServerSettings& settings_;
};

}  // namespace netkit::cli
