// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>

#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// A client sends its stdin; so does a server, unless it is /dev/null.
enum class Role : std::uint8_t { client, server };

/// Joins one connection to stdin and stdout.
class ConsoleHandler final : public Handler {
 public:
  ConsoleHandler(Run& run, Role role) : run_(run), role_(role) {}

  std::unique_ptr<Task> serve(Session& session) override;

 private:
  Run& run_;
  Role role_;
};

}  // namespace netkit::cli
