// SPDX-License-Identifier: MIT
#include <memory>

#include "cli/command/commands.h"
#include "cli/handler/echo_handler.h"
#include "cli/option/location.h"
#include "cli/session/run.h"
#include "cli/session/serve_many.h"

namespace netkit::cli {
namespace {

std::unique_ptr<Handler> echo(Run& run) {
  return std::make_unique<EchoHandler>(run);
}

}  // namespace

int run_echo(const Settings& settings) {
  const Location location = location_to_listen(settings);
  return run_command(settings,
                     [&location](Run& run) { return std::make_unique<ServeMany>(run, location, echo); });
}

}  // namespace netkit::cli
