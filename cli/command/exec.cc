// SPDX-License-Identifier: MIT
#include "cli/command/exec.h"

#include <netkit/process/replace_process.h>

#include <algorithm>
#include <csignal>
#include <memory>

#include "cli/handler/exec_handler.h"
#include "cli/process/program.h"
#include "cli/report/print_line.h"
#include "cli/report/report.h"

namespace netkit::cli {

int run_with_program(const Settings& settings, const std::function<int(const MakeHandler& make)>& run) {
  const auto program = find_program(settings.join.words);
  if (!program) return Report(settings.common).conclude(program.error());
  std::signal(SIGCHLD, SIG_DFL);  // while it is ignored, children cannot be waited for (wait(2))
  return run([&program](Run& each) { return std::make_unique<ExecHandler>(each, *program); });
}

int run_then_program(const Settings& settings, const std::function<int()>& run) {
  if (settings.join.then.empty()) return run();
  const auto program = find_program(settings.join.then);
  if (!program) return Report(settings.common).conclude(program.error());
  if (const int status = run(); status != 0) return status;
  const Error error = replace_process(program->file, program->words);
  const Exit exit = cannot_execute(program->name(), error.code);
  std::ranges::for_each(exit.lines, print_line);
  return exit.code();
}

}  // namespace netkit::cli
