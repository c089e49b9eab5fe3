// SPDX-License-Identifier: MIT
#include "cli/command/exec.h"

#include <csignal>
#include <memory>

#include "cli/handler/exec_handler.h"
#include "cli/process/program.h"
#include "cli/report/report.h"

namespace netkit::cli {

int run_with_program(const Settings& settings, const std::function<int(const MakeHandler& make)>& run) {
  const auto program = find_program(settings.join.words);
  if (!program) return Report(settings.common).conclude(program.error());
  std::signal(SIGCHLD, SIG_DFL);  // while it is ignored, children cannot be waited for (wait(2))
  return run([&program](Run& each) { return std::make_unique<ExecHandler>(each, *program); });
}

}  // namespace netkit::cli
