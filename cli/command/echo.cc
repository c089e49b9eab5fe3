// SPDX-License-Identifier: MIT
#include <memory>

#include "cli/command/commands.h"
#include "cli/handler/echo_handler.h"
#include "cli/option/location.h"
#include "cli/report/usage_error.h"
#include "cli/session/run.h"
#include "cli/session/serve_many.h"

namespace netkit::cli {
namespace {

std::unique_ptr<Handler> echo(Run& run) {
  return std::make_unique<EchoHandler>(run);
}

void check_workers(const Settings& settings, const Location& location) {
  if (settings.server.workers == 1 || location.descriptors.empty()) return;
  throw UsageError("--workers is for a new socket and cannot go with LISTEN_FDS");
}

}  // namespace

int run_echo(const Settings& settings) {
  const Location location = location_to_listen(settings);
  check_workers(settings, location);
  return run_command(settings,
                     [&location](Run& run) { return std::make_unique<ServeMany>(run, location, echo); });
}

}  // namespace netkit::cli
