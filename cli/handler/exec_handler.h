// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/process/orphans.h"
#include "cli/process/program.h"
#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Runs a program for each connection, which is its stdin and stdout (--exec, --sh-exec). A session stays
/// until its child has been reaped and the connection is closed.
class ExecHandler final : public Handler {
 public:
  /// Both arguments must outlive the handler.
  ExecHandler(Run& run, const Program& program);

  std::unique_ptr<Task> serve(Session& session) override;

 private:
  Run& run_;
  const Program& program_;
  std::vector<std::string> environment_;
  Orphans orphans_;
};

}  // namespace netkit::cli
